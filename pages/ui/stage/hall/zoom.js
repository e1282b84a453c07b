/** The window that the stage is laid out for in a lecture hall; any other is this one, enlarged. */
const LAID_OUT_FOR = { width: 1129, height: 635 };

/** How much the page is enlarged, so that type is as large on any projector: never made smaller. */
export function hallZoom() {
  return Math.max(1, Math.min(innerWidth / LAID_OUT_FOR.width, innerHeight / LAID_OUT_FOR.height));
}

/** @param {boolean} lecture */
export function enlarge(lecture) {
  const { style } = document.documentElement;
  if (lecture) style.setProperty("--ll-zoom", hallZoom().toFixed(4));
  else style.removeProperty("--ll-zoom");
}
