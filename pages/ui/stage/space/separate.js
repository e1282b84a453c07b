import { openCanvas } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { make, setAttribute, setText } from "../drawing/dom.js";
import { between } from "../drawing/geometry.js";
import { withSubscripts } from "../drawing/letters.js";
import { Tween, wantsStillness } from "../drawing/motion.js";
import { formatNumber } from "../drawing/numbers.js";
import { pointsOf } from "../model/hidden_layer.js";
import { Panel, setNote } from "../panels/panel.js";
import { LineGestures, PARTS } from "./line_gestures.js";
import { bestSide, countRight, drawGrips, drawLabelled, drawWholeLine, endsOf, lineThrough, rowOf, tileOf,
  tintSides }
  from "./separating.js";
import { drawSpaceAxes, inFrame, layOutSpace } from "./space_drawing.js";
import { functionOf, said } from "./words.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Scene } from "../wire/film.js" */
/** @import { Scales } from "./separating.js" */

const SHOWING_SECONDS = 0.6;
const FLAT = 1e-3;

/** A line that the reader drags, trying to separate points whose labels they can flip. */
export class SeparatePanel extends Panel {
  /** @type {number[]} */
  labels;

  /** @type {number[][]} */
  points;

  /** @type {number[][]} two points of the line */
  ends;

  /** @type {Scales} where the picture was last drawn */
  scales;

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel);
    this.count = make("strong", { class: "ll-right" });
    this.verdict = make("span");
    this.answer = make("button", { type: "button", class: "ll-toggle", onclick: () => this.showLine() });
    this.tiles = make("div", { class: "ll-labelings", role: "group", "aria-label": "All labelings of the points" });
    this.element.append(make("div", { class: "ll-separating" },
      make("p", { role: "status" }, this.count, this.verdict), this.answer, this.tiles));
    this.frame.picture.append(this.frame.note);
    this.side = 1;
    /** What its buttons are made for. */
    this.structure = "";
    this.solved = new Set();
    /** @type {number[][]} the ends and the middle in pixels */
    this.grips = [];
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    /** @type {{from: number[][], to: number[][], tween: Tween} | null} to the line that is being shown */
    this.way = null;
    this.gestures = new LineGestures(this);
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    const first = !this.panel;
    super.update(panel, scene);
    setAttribute(this.frame.picture, "role", "group");
    for (const name of ["class0", "class1"]) this.element.style.setProperty(`--ll-${name}`, scene.colors[name]);
    this.points = pointsOf(panel.x);
    if (first || this.labels.length !== this.points.length) {
      this.labels = Array.from(panel.y);
      this.ends = endsOf([1, 0.35, -0.75], panel.window);
    }
    const structure = JSON.stringify([panel.x, panel.labelings, panel.separable, panel.points]);
    if (structure === this.structure) return;
    this.structure = structure;
    this.buttons.forEach((button) => button.remove());
    this.buttons = this.points.map((_, n) => make("button", { type: "button", class: "ll-point",
      onclick: () => this.flip(n) }));
    this.frame.picture.append(...this.buttons);
    this.tiles.replaceChildren(...Array.from({ length: panel.labelings.shape[0] }, (_, row) => (
      tileOf(panel, this.points, row, (labels) => this.setLabels(labels)))));
  }

  /** The reader's (w₁, w₂, b): positive at label 1. */
  get line() {
    return lineThrough(this.ends).map((v) => this.side * v);
  }

  get row() {
    return rowOf(this.panel.labelings, this.labels);
  }

  /** @param {number} n */
  flip(n) {
    this.setLabels(this.labels.map((label, k) => (k === n ? 1 - label : label)));
  }

  /** @param {number[]} labels */
  setLabels(labels) {
    this.labels = labels;
    this.moved();
  }

  /** @param {number[][]} ends */
  moveTo(ends) {
    this.ends = ends;
    this.way = null;
    this.moved();
  }

  /** A line from Python's table, where there is one. */
  showLine() {
    const { lines, window, separable } = this.panel;
    const { row } = this;
    if (!separable[row]) return;
    const goal = endsOf(Array.from(lines.data.subarray(3 * row, 3 * row + 3)), window);
    this.way = { from: this.ends, to: goal, tween: new Tween(wantsStillness() ? 0 : SHOWING_SECONDS) };
    this.handle.repaint();
  }

  /** Line or labels have changed: as long as the labels are the lane's, so has its model. */
  moved() {
    const { handle, panel: { lane, y } } = this;
    this.side = bestSide(lineThrough(this.ends), this.points, this.labels, this.side);
    if (lane !== null) {
      handle.pause();
      const [w1, w2, b] = this.line;
      if (this.labels.every((label, n) => label === y[n])) {
        [w1, w2, b + 0.5].forEach((v, k) => handle.changeByHand(lane, k, v));
      } else handle.takeBack();
    }
    handle.repaint();
  }

  /**
   * Mean square of a linear model's residuals, or NaN for another lane.
   * @param {number} lane
   * @param {ArrayLike<number>} p
   */
  costOf(lane, p) {
    if (lane !== this.panel.lane) return NaN;
    const { points, panel: { y } } = this;
    return points.reduce((sum, [x1, x2], n) => sum + (p[0] * x1 + p[1] * x2 + p[2] - y[n]) ** 2, 0) / points.length;
  }

  /** @param {Picture} picture */
  draw(picture) {
    this.advance();
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { context } = opened;
    const { theme } = picture;
    const scales = layOutSpace(opened, this.panel.window, true);
    this.scales = scales;
    /** @type {(place: number[]) => number[]} */
    const pixel = ([u, v]) => [scales.x(u), scales.y(v)];
    const middle = [0, 1].map((i) => (this.ends[0][i] + this.ends[1][i]) / 2);
    this.grips = [this.ends[0], middle, this.ends[1]].map(pixel);
    const trained = this.trained(picture);
    inFrame(context, scales, () => {
      tintSides(context, scales, this.line, picture);
      if (trained && Math.hypot(trained.p[0], trained.p[1]) > FLAT) {
        drawWholeLine(context, scales, [trained.p[0], trained.p[1], trained.p[2] - 0.5],
          { color: withAlpha(trained.color, 0.95), width: 2, dash: [6, 4] });
      }
      drawWholeLine(context, scales, this.line, { color: theme.paper, width: 6 });
      drawWholeLine(context, scales, this.line, { color: theme.ink, width: 3 });
      drawLabelled(context, scales, { points: this.points, labels: this.labels, names: this.panel.points,
        line: this.line }, picture);
    });
    drawGrips(context, this.grips, theme);
    drawSpaceAxes(context, scales, ["x₁", "x₂"], theme);
    this.describe(picture, trained, pixel);
  }

  /**
   * The lane's own model at this moment, and its color.
   * @param {Picture} picture
   */
  trained({ selection, frame, scene }) {
    const { lane } = this.panel;
    const p = lane === null ? null : selection.weights(lane, selection.shownFrame(lane, frame));
    return p && { p, color: scene.lanes[lane].color };
  }

  /** On the way to the line that is being shown. */
  advance() {
    if (!this.way) return;
    const { from, to, tween } = this.way;
    const share = tween.share();
    this.ends = from.map((end, k) => between(end, to[k], share));
    if (share === 1) this.way = null;
    this.moved();
  }

  /**
   * @param {Picture} picture
   * @param {ReturnType<SeparatePanel["trained"]>} trained
   * @param {(place: number[]) => number[]} pixel
   */
  describe({ selection, frame }, trained, pixel) {
    const { panel, points, labels, row } = this;
    const right = countRight(this.line, points, labels);
    const can = Boolean(panel.separable[row]);
    if (right === points.length) this.solved.add(row);
    setText(this.count, `${right} of ${points.length} right. `);
    setText(this.verdict, `Labels ${labels.join("")}${functionOf(this.panel.points, labels)}: ${
      right === points.length ? "separated." : can ? "a line can separate them." : "no line separates them."}`);
    setText(this.answer, can ? "Show a line" : "None exists");
    this.answer.disabled = !can;
    [...this.tiles.children].forEach((tile, k) => {
      setAttribute(tile, "aria-pressed", k === row);
      setAttribute(tile, "data-solved", this.solved.has(k));
    });
    this.buttons.forEach((button, n) => {
      const [x, y] = pixel(points[n]);
      Object.assign(button.style, { left: `${x}px`, top: `${y}px` });
      setAttribute(button, "aria-label", `Point ${panel.points[n] || n + 1}, label ${labels[n]}: flip`);
    });
    PARTS.forEach((part, k) => {
      const [x, y] = this.grips[k];
      Object.assign(this.gestures.handles[k].style, { left: `${x}px`, top: `${y}px` });
      const place = this.placeOf(k).map((v) => formatNumber(v)).join(", ");
      setAttribute(this.gestures.handles[k], "aria-valuenow", this.placeOf(k)[0].toFixed(2));
      setAttribute(this.gestures.handles[k], "aria-valuetext", `${part} at ${place}; ${right} of ${points.length} right`);
    });
    const own = trained && selection.isChanged(panel.lane, frame) && selection.model(panel.lane, frame);
    const cost = own ? `your line's model, ‖w‖ = 1: cost ${formatNumber(this.costOf(panel.lane, own))}` : "";
    setNote(this.frame, [cost || (trained && said(trained.p, points)), panel.note].filter(Boolean).join(" · "));
    const words = `${panel.alt} ${this.count.textContent}${this.verdict.textContent}`;
    setAttribute(this.frame.picture, "aria-label", withSubscripts(words));
  }

  /** @param {number} k the grip whose place in the plane is asked for: first end, middle, second end */
  placeOf(k) {
    const [a, b] = this.ends;
    return k === 1 ? a.map((v, i) => (v + b[i]) / 2) : this.ends[k / 2];
  }
}
