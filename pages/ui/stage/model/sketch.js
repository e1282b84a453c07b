import { strokeLine } from "../drawing/canvas.js";
import { pixelIn } from "../drawing/gestures.js";
import { clamp } from "../drawing/numbers.js";

/** @import { Theme } from "../drawing/canvas.js" */
/** @import { Scale } from "../drawing/numbers.js" */

/** So many costs, evenly spaced over the steps, make a drawn curve. */
const COUNT = 24;

/**
 * Where a curve is drawn: a picture's scales, and the first and the last place of its axis.
 * @typedef {{x: Scale, y: Scale, first: number, last: number, top: number}} Paper
 */

/** A curve that the reader draws with the pointer before the run shows its own. */
export class Sketch {
  /** @type {Paper | null} null while nobody is asked to draw */
  paper = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{drawn: () => void, done: (costs: number[]) => void}} on
   */
  constructor(canvas, on) {
    this.canvas = canvas;
    this.on = on;
    this.open = false;
    /** Where a reader without a pointer is. */
    this.column = 0;
    this.costs = new Float64Array(COUNT).fill(NaN);
    /** @type {number[] | null} column and cost where the pointer was last */
    this.last = null;
    canvas.addEventListener("pointerdown", (event) => {
      if (!this.paper) return;
      canvas.setPointerCapture(event.pointerId);
      this.last = null;
      this.move(canvas, event);
    });
    canvas.addEventListener("pointermove", (event) => event.buttons === 1 && this.move(canvas, event));
    canvas.addEventListener("pointerup", () => this.finish());
    canvas.addEventListener("keydown", (event) => this.onKey(event));
  }

  /**
   * A reader is asked to draw, or no longer is.
   * @param {boolean} open
   */
  turn(open) {
    if (open && !this.open) this.costs.fill(NaN);
    if (open !== this.open) this.column = 0;
    this.open = open;
    this.canvas.tabIndex = open ? 0 : -1;
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {PointerEvent} event
   */
  move(canvas, event) {
    if (!this.paper) return;
    const [left, top] = pixelIn(canvas, event);
    const { x, y, first, last, top: highest } = this.paper;
    const share = (x.inverse(left) - first) / (last - first);
    const now = [Math.round(clamp(share, 0, 1) * (COUNT - 1)), clamp(y.inverse(top), 0, highest)];
    const [column, cost] = this.last ?? now;
    // A quick pointer leaves columns out: a straight line goes through them.
    const steps = Math.max(1, Math.abs(now[0] - column));
    for (let k = 0; k <= steps; k += 1) {
      this.costs[Math.round(column + (now[0] - column) * (k / steps))] = cost + (now[1] - cost) * (k / steps);
    }
    this.last = now;
    this.on.drawn();
  }

  /** The pointer is up: a curve over all steps is an answer, a part of one waits for the rest. */
  finish() {
    this.last = null;
    if (this.paper && this.costs.every(Number.isFinite)) this.on.done([...this.costs]);
  }

  /**
   * Without a pointer: up and down move the curve from here on, right goes on, Enter answers.
   * @param {KeyboardEvent} event
   */
  onKey(event) {
    if (!this.paper || !(event.key in KEYS || event.key === "Enter")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") {
      this.finish();
      return;
    }
    const [along, up] = KEYS[event.key];
    const { top } = this.paper;
    const cost = this.costs[this.column];
    this.column = clamp(this.column + along, 0, COUNT - 1);
    const level = clamp((Number.isFinite(cost) ? cost : 0.8 * top) + up * top, 0, top);
    this.costs.fill(level, this.column);
    this.on.drawn();
  }

  /**
   * What is being drawn, or has been.
   * @param {{context: CanvasRenderingContext2D, theme: Theme, scales: {x: Scale, y: Scale, costs: [number, number]}}} chart
   * @param {import("../wire/film.js").Asked | null} asked
   * @param {(step: number) => number} along the chart's axis
   * @param {number} last place of the axis
   */
  draw({ context, theme, scales: { x, y, costs: [low, high] } }, asked, along, last) {
    this.paper = asked?.open ? { x, y, first: along(0), last: along(last), top: asked.top } : null;
    const costs = asked?.open ? this.costs : asked?.sketch ?? [];
    const points = Array.from(costs, (cost, k) => (
      [x(along((last * k) / (COUNT - 1))), y(clamp(cost, low, high))]));
    for (const part of unbroken(points)) strokeLine(context, part, { color: theme.ink, width: 2, dash: [6, 4] });
  }
}

/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 0.05], ArrowDown: [0, -0.05] };

/**
 * The stretches of points that are there.
 * @param {number[][]} points
 * @returns {number[][][]}
 */
function unbroken(points) {
  /** @type {number[][][]} */
  const parts = [[]];
  for (const point of points) {
    if (Number.isFinite(point[1])) parts[parts.length - 1].push(point);
    else if (parts[parts.length - 1].length) parts.push([]);
  }
  return parts.filter((part) => part.length);
}
