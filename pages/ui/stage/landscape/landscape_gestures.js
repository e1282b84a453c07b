import { setAttribute } from "../drawing/dom.js";
import { insideBox } from "../drawing/geometry.js";
import { claim, CLICK_PIXELS, hasModifier, KeyRelease, pixelIn } from "../drawing/gestures.js";
import { withSubscripts } from "../drawing/letters.js";
import { clamp } from "../drawing/numbers.js";
import { turned, zoomed } from "../surface/orbit.js";
import { placeOf } from "./projection.js";

const RING_PIXELS = 16;
/** What one press of a key does: a share of the picture's height, a factor, a share of the window. */
const [TURN, ZOOM, STEP] = [1 / 24, 1.1, 1 / 40];
/** @type {Record<string, number[]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
/** @type {Record<string, number>} */
const ZOOMS = { "+": 1 / ZOOM, "=": 1 / ZOOM, "-": ZOOM };

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
    this.keys = new LandscapeKeys(panel);
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

/**
 * The same from the keyboard: arrows turn a surface, + and − zoom; on a contour, and with Shift on a
 * surface too, arrows move the start. Who has come by the pointer steps the film with them as before.
 */
class LandscapeKeys {
  /** @param {import("./landscape.js").LandscapePanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.picture = panel.frame.picture;
    this.byPointer = false;
    /** @type {number[] | null} where the start has been moved to */
    this.place = null;
    this.release = new KeyRelease(() => this.place && this.panel.handle.tell("start", this.place));
    for (const [name, value] of [["role", "application"], ["tabindex", "0"], ["aria-roledescription", "surface"]]) {
      this.picture.setAttribute(name, value);
    }
    this.picture.addEventListener("pointerdown", () => { this.byPointer = true; }, { capture: true });
    this.picture.addEventListener("keydown", (event) => !this.byPointer && this.onKey(event));
    this.picture.addEventListener("blur", () => {
      this.byPointer = false;
      this.release.now();
    });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const { key, shiftKey } = event;
    const onSurface = this.panel.view === "3d";
    if (hasModifier(event)) return;
    if (key in ARROWS && onSurface && !shiftKey) this.turn(ARROWS[key]);
    else if (key in ZOOMS && onSurface) this.see(zoomed(this.panel.own.camera, ZOOMS[key]));
    else if (key in ARROWS && this.panel.handle.hears("start")) this.move(ARROWS[key]);
    else if (key === "Escape" && this.place) this.takeBack();
    else return;
    claim(event);
  }

  /** @param {number[]} way */
  turn([right, up]) {
    this.see(turned(this.panel.own.camera, TURN * right, -TURN * up));
  }

  /** @param {import("../surface/orbit.js").CameraView} camera */
  see(camera) {
    const { handle } = this.panel;
    this.panel.noteCamera(camera);
    handle.camera.lead(camera);
    handle.settle();
  }

  /** @param {number[]} way */
  move(way) {
    const { panel } = this;
    const { plane: { alpha, beta }, handle } = panel;
    const start = handle.selection().weights(panel.firstLane, 0);
    if (!start && !this.place) return;
    const from = this.place ?? placeOf(/** @type {Float32Array} */ (start), panel.plane);
    this.place = [alpha, beta].map(([low, high], k) => clamp(from[k] + STEP * (high - low) * way[k], low, high));
    handle.tryStart(this.place);
    this.release.wait();
  }

  takeBack() {
    this.release.cancel();
    this.place = null;
    this.panel.handle.tryStart(null);
  }

  /** A scene has come: what is being moved goes on from where it is. */
  arrived() {
    if (this.release.timer === undefined) this.place = null;
  }

  /** What the keys do is said with what the picture shows. */
  describe() {
    const { view, panel: { alt }, handle } = this.panel;
    const [turning, moving] = ["arrow keys turn it, plus and minus zoom", "arrow keys move the start"];
    const told = !handle.hears("start") ? [turning] : [turning, `with Shift ${moving}`];
    const keys = view === "3d" ? told.join("; ") : handle.hears("start") ? moving : "";
    const said = keys && `${keys.charAt(0).toUpperCase()}${keys.slice(1)}.`;
    setAttribute(this.picture, "aria-label", withSubscripts(`${alt} ${said}`).trim());
  }
}
