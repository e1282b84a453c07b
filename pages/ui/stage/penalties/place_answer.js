import { setAttribute } from "../drawing/dom.js";
import { hasModifier, placeIn } from "../drawing/gestures.js";
import { drawFlag } from "../drawing/marks.js";
import { clamp } from "../drawing/numbers.js";

/** @import { Scale } from "../drawing/numbers.js" */
/** @import { Asked, Scene } from "../wire/film.js" */
/** @import { Handle } from "../panels/panel.js" */

/** So far a key moves the flag, in shares of the picture. */
const STEP = 0.04;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** A place in a plane as the answer to a question: a click, or a flag that arrow keys move, and Enter. */
export class PlaceAnswer {
  /** @type {Asked | null} */
  asked = null;

  /** @type {{x: Scale, y: Scale} | null} those of the last picture */
  scales = null;

  /** @type {number[] | null} where keys have moved the flag */
  place = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Handle} handle
   */
  constructor(canvas, handle) {
    this.canvas = canvas;
    this.handle = handle;
    canvas.addEventListener("click", (event) => {
      if (this.open && this.scales) handle.tell("start", placeIn(canvas, event, this.scales));
    });
    canvas.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Is any answer awaited? Then nothing is drawn that may tell it. */
  get waits() {
    return Boolean(this.asked?.open);
  }

  /** Is it a place? */
  get open() {
    return this.waits && this.asked?.kind === "place";
  }

  /** @param {Scene} scene */
  update({ asked }) {
    this.asked = asked;
    if (!this.open) this.place = null;
    this.canvas.tabIndex = this.open ? 0 : -1;
    this.canvas.style.cursor = this.open ? "crosshair" : "";
    // Its figure is one picture; as long as it takes keys, it is more.
    this.canvas.parentElement?.setAttribute("role", this.open ? "group" : "img");
    const [role, words] = this.open
      ? ["application", "A click is the answer; arrow keys move a flag, Enter answers."] : [null, null];
    for (const [name, value] of [["role", role], ["aria-label", words]]) {
      if (value) setAttribute(this.canvas, /** @type {string} */ (name), value);
      else this.canvas.removeAttribute(/** @type {string} */ (name));
    }
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const { scales } = this;
    if (!this.open || !scales || hasModifier(event) || !(event.key in ARROWS || event.key === "Enter")) return;
    event.preventDefault();
    event.stopPropagation();
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const [column, row] = this.place ? [scales.x(this.place[0]), scales.y(this.place[1])] : [width / 2, height / 2];
    if (event.key === "Enter") {
      this.handle.tell("start", [scales.x.inverse(column), scales.y.inverse(row)]);
      return;
    }
    const [right, up] = ARROWS[event.key];
    this.place = [scales.x.inverse(clamp(column + STEP * width * right, 0, width)),
      scales.y.inverse(clamp(row - STEP * height * up, 0, height))];
    this.handle.repaint();
  }

  /**
   * The flag, where it is; the scales are kept for the next click.
   * @param {CanvasRenderingContext2D} context
   * @param {{x: Scale, y: Scale}} scales
   * @param {Scene} scene
   */
  draw(context, scales, { colors }) {
    this.scales = scales;
    const place = this.open ? this.place : this.asked?.kind === "place" ? this.asked.place : null;
    if (place) drawFlag(context, scales.x(place[0]), scales.y(place[1]), { fill: colors.start, rim: colors.path });
  }
}
