import { make } from "../drawing/dom.js";
import { claim, hasModifier, onRelease, pixelIn, placeIn } from "../drawing/gestures.js";
import { clamp } from "../drawing/numbers.js";
import { inWindow } from "./separating.js";

/** The grips in their order: a part's name for assistive technology. */
export const PARTS = ["first end of the line", "middle of the line", "second end of the line"];
const REACH = 13;
const LINE_REACH = 12;
const STEP = 0.05;
const FINE = 0.01;
const TURN = Math.PI / 36;
const NEAREST = 0.15;
/** @type {Record<string, number[]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
/** @type {Record<string, number>} */
const TURNS = { PageUp: 1, PageDown: -1 };

/**
 * What a reader does with the line: an end turns it about the other end, all else of it shifts it.
 * From the keyboard arrows move the grip in focus (finely with Shift), PageUp and PageDown turn.
 */
export class LineGestures {
  /** @param {import("./separate.js").SeparatePanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.picture = panel.frame.picture;
    /** @type {{grip: number, from: number[], ends: number[][]} | null} */
    this.drag = null;
    /** The grips for the keyboard and for assistive technology. */
    this.handles = PARTS.map((part, k) => make("span", { class: "ll-grip", role: "slider", tabindex: "0",
      "aria-label": part, onkeydown: (/** @type {KeyboardEvent} */ event) => this.onKey(k, event) }));
    this.picture.append(...this.handles);
    this.listen();
  }

  listen() {
    const { picture, panel } = this;
    picture.addEventListener("pointerdown", (event) => this.begin(event));
    picture.addEventListener("touchstart", (event) => this.drag && event.preventDefault(), { passive: false });
    picture.addEventListener("pointermove", (event) => {
      if (this.drag) this.move(this.drag, placeIn(picture, event, panel.scales));
      else picture.classList.toggle("ll-grab", this.gripAt(pixelIn(picture, event)) !== null);
    });
    onRelease(picture, () => { this.drag = null; });
  }

  /** @param {PointerEvent} event */
  begin(event) {
    const { picture, panel } = this;
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest(".ll-point"))) return;
    const grip = this.gripAt(pixelIn(picture, event));
    this.drag = null;
    if (grip === null) return;
    picture.setPointerCapture(event.pointerId);
    this.drag = { grip, from: placeIn(picture, event, panel.scales), ends: panel.ends };
  }

  /**
   * 0, 1 or 2 for a grip, 1 for the rest of the line, null for what is beside it.
   * @param {number[]} pixel
   */
  gripAt([x, y]) {
    const { grips } = this.panel;
    if (grips.length === 0) return null;
    const near = grips.findIndex((grip) => Math.hypot(grip[0] - x, grip[1] - y) < REACH);
    if (near >= 0) return near;
    const [[ax, ay], , [bx, by]] = grips;
    const distance = Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / Math.hypot(bx - ax, by - ay);
    return distance < LINE_REACH ? 1 : null;
  }

  /**
   * @param {{grip: number, from: number[], ends: number[][]}} drag
   * @param {number[]} place
   */
  move({ grip, from, ends }, place) {
    if (grip === 1) this.shift(ends, place.map((v, i) => v - from[i]));
    else this.turn(grip, place);
  }

  /**
   * Both ends by the same way, as far as its middle stays in the window.
   * @param {number[][]} ends
   * @param {number[]} way
   */
  shift(ends, way) {
    const { panel } = this;
    const { window } = panel.panel;
    const middle = [0, 1].map((i) => (ends[0][i] + ends[1][i]) / 2);
    const kept = way.map((v, i) => clamp(middle[i] + v, window[i][0], window[i][1]) - middle[i]);
    panel.moveTo(inWindow(ends.map((end) => end.map((v, i) => v + kept[i])), window));
  }

  /**
   * One end to another place of the window, unless it would meet the other end.
   * @param {number} grip
   * @param {number[]} place
   */
  turn(grip, place) {
    const { panel } = this;
    const kept = place.map((v, i) => clamp(v, panel.panel.window[i][0], panel.panel.window[i][1]));
    const other = panel.ends[grip === 0 ? 1 : 0];
    if (Math.hypot(kept[0] - other[0], kept[1] - other[1]) < NEAREST) return;
    panel.moveTo(grip === 0 ? [kept, other] : [other, kept]);
  }

  /**
   * @param {number} grip
   * @param {KeyboardEvent} event
   */
  onKey(grip, event) {
    if (hasModifier(event)) return;
    const { panel } = this;
    const { key, shiftKey } = event;
    if (key in ARROWS) {
      const way = ARROWS[key].map((v) => v * (shiftKey ? FINE : STEP));
      if (grip === 1) this.shift(panel.ends, way);
      else this.turn(grip, panel.placeOf(grip).map((v, i) => v + way[i]));
    } else if (key in TURNS) this.rotate(TURNS[key] * TURN);
    else return;
    claim(event);
  }

  /** @param {number} angle */
  rotate(angle) {
    const { panel } = this;
    const [x, y] = panel.placeOf(1);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const turned = panel.ends.map(([u, v]) => (
      [x + cos * (u - x) - sin * (v - y), y + sin * (u - x) + cos * (v - y)]));
    panel.moveTo(inWindow(turned, panel.panel.window));
  }
}
