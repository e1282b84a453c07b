import { insideBox } from "../drawing/geometry.js";
import { claim, CLICK_PIXELS, pixelIn } from "../drawing/gestures.js";
import { clamp } from "../drawing/numbers.js";
import { placeOf } from "./projection.js";

const RING_PIXELS = 16;

/**
 * What the pointer does on a landscape: hover reads the cost, a click places the start, and on a
 * contour the start's ring can be dragged. Plotly keeps turning and zooming.
 */
export class LandscapeGestures {
  /** @param {import("./landscape.js").LandscapePanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.picture = panel.frame.picture;
    /** @type {number[] | null} where the press began */
    this.from = null;
    this.onRing = false;
    /** Is a press on a 3-D surface under way, which may turn it? */
    this.turning = false;
    /** @type {number[]} where the pointer was last inside the axes of a contour */
    this.lastPlace = [0, 0];
    this.listen();
  }

  listen() {
    const { picture, panel: { handle: { signal } } } = this;
    const capture = { capture: true };
    picture.addEventListener("pointerdown", (event) => this.begin(event), capture);
    picture.addEventListener("mousedown", (event) => this.onRing && claim(event), capture);
    picture.addEventListener("touchstart", (event) => this.onRing && claim(event),
      { capture: true, passive: false });
    picture.addEventListener("pointermove", (event) => this.move(event), capture);
    window.addEventListener("pointerup", (event) => this.finish(event), { signal });
    window.addEventListener("pointercancel", () => this.cancel(), { signal });
    picture.addEventListener("pointerleave", () => this.panel.view === "contour" && this.panel.endProbe());
    picture.addEventListener("wheel", (event) => !event.ctrlKey && !event.metaKey
      && event.stopPropagation(), capture);
  }

  /** @param {PointerEvent} event */
  begin(event) {
    if (event.button !== 0) return;
    this.from = [event.clientX, event.clientY];
    this.onRing = this.isOnRing(event);
    this.turning = this.panel.view === "3d";
    if (!this.onRing) return;
    this.picture.setPointerCapture(event.pointerId);
    claim(event);
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (this.panel.view !== "contour") return;
    const place = this.placeUnder(event);
    this.picture.classList.toggle("ll-grab", this.onRing || this.isOnRing(event));
    if (this.onRing) {
      claim(event);
      this.panel.handle.tryStart(this.insideWindow(place));
    } else if (place && event.buttons === 0) {
      this.panel.probeAt(place[0], place[1]);
    }
  }

  /** @param {PointerEvent} event */
  finish(event) {
    const { from, onRing, turning, panel: { handle, hovered } } = this;
    this.cancel();
    if (!from) return;
    if (turning) handle.settle();
    const moved = Math.hypot(event.clientX - from[0], event.clientY - from[1]) >= CLICK_PIXELS;
    if (onRing) {
      if (moved) handle.tell("start", this.insideWindow(this.placeUnder(event)));
      else handle.tryStart(null);
    } else if (!moved) {
      const place = turning ? hovered : this.placeUnder(event);
      if (place) handle.tell("start", place);
    }
  }

  cancel() {
    this.from = null;
    this.onRing = false;
    this.turning = false;
  }

  /**
   * [alpha, beta] under the pointer on a contour, or null outside its axes.
   * @param {PointerEvent} event
   */
  placeUnder(event) {
    const projection = this.panel.projection();
    if (!projection?.unproject) return null;
    const [left, top] = pixelIn(this.picture, event);
    const place = projection.unproject(left, top);
    if (!insideBox(place, projection.box)) return null;
    this.lastPlace = place;
    return place;
  }

  /** @param {number[] | null} place */
  insideWindow(place) {
    const { alpha, beta } = this.panel.plane;
    const [a, b] = place ?? this.lastPlace;
    return [clamp(a, alpha[0], alpha[1]), clamp(b, beta[0], beta[1])];
  }

  /** @param {PointerEvent} event */
  isOnRing(event) {
    const { panel } = this;
    const canMove = panel.view === "contour" && panel.handle.hears("start") && !panel.scene.asked?.open;
    const projection = canMove ? panel.projection() : null;
    const start = panel.handle.selection().weights(panel.firstLane, 0);
    if (!projection || !start) return false;
    const [left, top] = pixelIn(this.picture, event);
    const [x, y] = projection.project(placeOf(start, panel.plane));
    return Math.hypot(left - x, top - y) < RING_PIXELS;
  }
}
