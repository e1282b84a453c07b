import { claim, pixelIn } from "../drawing/gestures.js";
import { turned, zoomed } from "./orbit.js";

/** @import { CameraView } from "./orbit.js" */

/** A wheel's notch, about 100 pixels, brings the eye nearer by so much. */
const ZOOM = 0.001;

/**
 * Turning and zooming of a surface that the stage draws itself, as Plotly has it: dragging turns, the
 * wheel with Ctrl zooms.
 * @param {HTMLCanvasElement} canvas
 * @param {{on: () => boolean, camera: () => CameraView, turn: (camera: CameraView) => void,
 *   hover: (x: number, y: number) => void, leave: () => void}} calls
 */
export function watchTurning(canvas, { on, camera, turn, hover, leave }) {
  /** @type {{x: number, y: number} | null} */
  let last = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !on()) return;
    last = { x: event.clientX, y: event.clientY };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!on()) return;
    if (!last || event.buttons === 0) {
      const [x, y] = pixelIn(canvas, event);
      hover(x, y);
      return;
    }
    const { height } = canvas.getBoundingClientRect();
    turn(turned(camera(), (event.clientX - last.x) / height, (event.clientY - last.y) / height));
    last = { x: event.clientX, y: event.clientY };
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => { last = null; });
  canvas.addEventListener("pointerleave", () => on() && leave());
  canvas.addEventListener("wheel", (event) => {
    if (!on() || (!event.ctrlKey && !event.metaKey)) return;
    claim(event);
    turn(zoomed(camera(), Math.exp(event.deltaY * ZOOM)));
  }, { passive: false });
}
