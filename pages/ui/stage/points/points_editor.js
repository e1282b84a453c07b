import { drawDisc } from "../drawing/marks.js";
import { make, segmented, toggle } from "../drawing/dom.js";
import { claim, hasModifier, KeyRelease, onRelease, pixelIn } from "../drawing/gestures.js";
import { pastOf } from "./past.js";
import { nearestPoint, ownPlace, Points, pointsOf } from "./points.js";

/** @import { Scale } from "../drawing/numbers.js" */
/** @import { Data, Point, Units } from "./points.js" */

/**
 * Where a picture has the features; over one feature the other axis is the class.
 * @typedef {{x: Scale, y: Scale}} Scales
 * @typedef {{tell: (points: Points) => void, repaint: () => void, say: (words: string) => void}} Owner
 */

const [REACH, MOVES] = [14, 50];
const KEYS = "Points: click to add, drag to move; keys: n the next one, arrows, c its class, Delete, Enter a new one";
/** @type {Record<string, number[]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** The data of a picture under the reader's hands: click to add, drag to move, delete, choose the class, undo. */
export class PointsEditor {
  /** @type {Scales | null} of the last painting */
  scales = null;

  /** @type {Data} */
  data;

  /** @type {Points} */
  points = new Points([]);

  on = false;
  held = false;
  chosen = -1;
  /** @type {Point[]} what there was when a point was taken up */
  before = [];
  /** @type {Point[]} what the page has been told */
  told = [];
  /** Has the page still to answer? */
  pending = false;
  label = 1;

  /**
   * @param {HTMLElement} picture that the points are on
   * @param {Owner} owner
   */
  constructor(picture, owner) {
    this.picture = picture;
    this.owner = owner;
    this.release = new KeyRelease(() => this.tell());
    this.edit = toggle("✎", "Edit the points", () => this.turn(!this.on));
    this.edit.element.classList.add("ll-edit");
    this.labels = segmented("Class of the point", [{ value: "0", label: "●" }, { value: "1", label: "◆" }],
      (value) => this.choose(Number(value)));
    this.undo = toggle("↶", "Undo", () => this.act(() => { this.points.undo(); return ""; }));
    this.remove = toggle("✕", "Delete the point", () => this.act(() => this.points.remove(this.chosen)));
    this.tools = make("span", { class: "ll-points", role: "group", "aria-label": KEYS }, this.labels.element,
      this.undo.element, this.remove.element);
    this.tools.hidden = true;
    picture.addEventListener("pointerdown", (event) => this.on && this.press(event));
    picture.addEventListener("pointermove", (event) => this.held && this.drag(event));
    onRelease(picture, () => this.held && this.letGo());
    picture.addEventListener("keydown", (event) => this.on && this.key(event));
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    const points = pointsOf(data);
    const answered = this.points.areThose(points);
    if (answered) this.pending = false;
    // While it has not answered to the last change, what it answers to an earlier one comes too late.
    if (answered || this.held || (this.pending && this.points.were(points))) return;
    this.points = new Points(points, pastOf(points));
    this.told = points;
    this.chosen = -1;
  }

  /** @param {boolean} on */
  turn(on) {
    this.on = on;
    this.chosen = -1;
    this.edit.show(on);
    this.tools.hidden = !on;
    this.picture.classList.toggle("ll-editing", on);
    this.picture.setAttribute("role", on ? "application" : "img");
    if (on) this.picture.setAttribute("tabindex", "0");
    else this.picture.removeAttribute("tabindex");
    this.owner.say(on ? "click to add, drag to move" : "");
    this.owner.repaint();
  }

  /** The data are no longer the reader's to change. */
  leave() {
    this.turn(false);
    this.edit.element.remove();
  }

  /** The data as the reader has them now, in the picture's units. */
  get shown() {
    const { now } = this.points;
    const columns = this.data.x.shape[1];
    return { ...this.data, y: now.map(({ label }) => label), x: { shape: [now.length, columns],
      data: Float64Array.from(now.flatMap(({ place }) => this.seen(place))) } };
  }

  /** @param {number[]} place in own units */
  seen(place) {
    const { center, scale } = this.units;
    return place.map((value, j) => (value - center[j]) / scale[j]);
  }

  /** @returns {Units} */
  get units() {
    return /** @type {Units} */ (this.data.own);
  }

  /** @param {Point} point */
  pixelOf({ place, label }) {
    const [x, y] = this.seen(place);
    const { x: across, y: up } = /** @type {Scales} */ (this.scales);
    return [across(x), up(this.data.window.length === 1 ? label : y)];
  }

  /**
   * Draw which point is chosen.
   * @param {CanvasRenderingContext2D} context
   * @param {string} color
   */
  draw(context, color) {
    this.labels.show(this.now?.label ?? this.label);
    this.undo.element.disabled = !this.points.past.length;
    const point = this.on && this.scales ? this.now : null;
    if (!point) return;
    const [x, y] = this.pixelOf(point);
    drawDisc(context, x, y, 9, { rim: color, width: 2 });
  }

  /** @returns {Point | undefined} the chosen one */
  get now() {
    return this.points.now[this.chosen];
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (!this.scales || event.button > 0) return;
    claim(event);
    this.picture.focus({ preventScroll: true });
    this.picture.setPointerCapture(event.pointerId);
    const at = pixelIn(this.picture, event);
    this.chosen = nearestPoint(this.points.now.map((point) => this.pixelOf(point)), at, REACH);
    this.held = true;
    this.before = this.points.now;
    if (this.chosen < 0) this.add(this.pointAt(at));
    this.owner.repaint();
  }

  /** @param {Point} point */
  add(point) {
    const refused = this.points.add(point);
    this.chosen = refused ? -1 : this.points.now.length - 1;
    this.held &&= !refused;
    this.owner.say(refused);
  }

  /**
   * The point that a place in the picture means.
   * @param {number[]} pixel
   * @returns {Point}
   */
  pointAt([column, row]) {
    const { x, y } = /** @type {Scales} */ (this.scales);
    const place = [x.inverse(column), y.inverse(row)].slice(0, this.data.window.length);
    const label = this.data.window.length === 1 ? Number(y.inverse(row) >= 0.5) : this.label;
    return { place: ownPlace(place, this.data), label };
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const { place, label } = this.pointAt(pixelIn(this.picture, event));
    const change = this.data.window.length === 1 ? { place, label } : { place };
    this.slide(change);
  }

  /**
   * Move the point that is held; the way back leads to where it was taken up.
   * @param {Partial<Point>} change
   */
  slide(change) {
    const past = this.points.past.filter((points) => points !== this.before);
    this.owner.say(this.points.change(this.chosen, change));
    this.points.past = [...past, this.before];
    this.owner.repaint();
  }

  letGo() {
    this.held = false;
    this.tell();
  }

  tell() {
    if (this.points.areThose(this.told)) return;
    this.told = this.points.now;
    this.pending = true;
    this.owner.tell(this.points);
  }

  /**
   * Do something to the points and tell of it, or say why it cannot be.
   * @param {() => string} action
   */
  act(action) {
    const refused = action();
    this.chosen = Math.min(this.chosen, this.points.now.length - 1);
    this.owner.say(refused);
    this.owner.repaint();
    if (!refused) this.tell();
  }

  /** @param {number} label for the chosen point, and for those to come */
  choose(label) {
    this.label = label;
    if (this.now && this.now.label !== label) this.act(() => this.points.change(this.chosen, { label }));
    this.owner.repaint();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (hasModifier(event) || !this.scales) return;
    const { window } = this.data;
    const arrow = ARROWS[event.key];
    /** @type {Record<string, () => void>} */
    const actions = {
      n: () => { this.chosen = (this.chosen + 1) % this.points.now.length; },
      c: () => this.now && this.choose(1 - this.now.label),
      Delete: () => this.now && this.act(() => this.points.remove(this.chosen)),
      Enter: () => this.act(() => this.points.add({ label: this.label,
        place: ownPlace(window.map(([low, high]) => (low + high) / 2), this.data) })),
    };
    if (!arrow && !actions[event.key]) return;
    claim(event);
    if (arrow && this.now) {
      const from = this.seen(this.now.place);
      const place = from.map((value, j) => value + (arrow[j] * (window[j][1] - window[j][0])) / MOVES);
      this.owner.say(this.points.change(this.chosen, { place: ownPlace(place, this.data) }));
      this.release.wait();
    } else actions[event.key]?.();
    this.owner.repaint();
  }
}
