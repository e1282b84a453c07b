/**
 * Call back when the stage has another size, and when the page may have another theme.
 * @param {Element} root
 * @param {AbortSignal} signal ends it
 * @param {{resized: () => void, themed: () => void}} calls
 */
export function watchSurroundings(root, signal, { resized, themed }) {
  const sizes = new ResizeObserver(resized);
  sizes.observe(root);
  const themes = new MutationObserver(themed);
  for (let above = root.parentElement; above; above = above.parentElement) {
    themes.observe(above, { attributes: true, attributeFilter: ["class", "style"] });
  }
  signal.addEventListener("abort", () => {
    sizes.disconnect();
    themes.disconnect();
  });
}
