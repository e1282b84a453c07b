import { pointsOf } from "../model/hidden_layer.js";
import { STAGES } from "../model/projections.js";

/** @import { Projection, Projections } from "../model/projections.js" */
/** @import { Grid, Numbers } from "../wire/film.js" */

/**
 * What Python says of the panel, as far as its window depends on it.
 * @typedef {{x: Grid, network: {widths: number[]}, window: Box}} Described
 * @typedef {number[][]} Box [low, high] across and [low, high] up
 */

const SAMPLED_FRAMES = 60;
const AROUND = 0.3;
const ROOM = 0.09;
/** A frame whose picture is so many times larger than the usual one (a run that diverges) does not count. */
const OUTLIER = 20;

/**
 * The windows of a hidden space: at each stage what the points, and the plane a little around them,
 * need in the whole film, so that the picture stands still while the film plays.
 */
export class SpaceWindow {
  /**
   * @param {Described} panel
   * @param {Projections} projections
   * @param {Numbers[]} run the parameters p (s,) at each frame
   */
  constructor(panel, projections, run) {
    this.panel = panel;
    this.inner = innerPoints(panel);
    /** @type {Box[] | null} */
    this.grown = null;
    const stride = Math.max(1, Math.ceil(run.length / SAMPLED_FRAMES));
    const frames = run.map((_, k) => k).filter((k) => k % stride === 0 || k === run.length - 1);
    this.boxes = Object.values(STAGES).map((stage) => {
      const all = frames.map((k) => boxOf(projections.of(run[k], k), this.inner, stage));
      const sizes = all.map(sizeOf).sort((a, b) => a - b);
      const usual = sizes[Math.floor(sizes.length / 2)];
      return all.filter((box) => sizeOf(box) <= OUTLIER * usual).reduce(union);
    });
  }

  /**
   * [[low, high], [low, high]] at a stage; while weights are changed by hand it only grows.
   * @param {number} stage
   * @param {Projection | null} changed by hand, or null
   */
  at(stage, changed) {
    if (changed) {
      this.grown ??= this.boxes;
      this.grown = this.grown.map((box, k) => union(box, boxOf(changed, this.inner, k)));
    } else this.grown = null;
    const boxes = (this.grown ?? this.boxes).map((box, k) => this.dressed(box, k));
    const from = Math.min(1, Math.floor(stage));
    return boxes[from].map((range, i) => range.map((v, e) => v + (stage - from) * (boxes[from + 1][i][e] - v)));
  }

  /**
   * With room at the edges; (h₁, h₂) on one scale, x as it is beside it.
   * @param {Box} box
   * @param {number} stage
   */
  dressed(box, stage) {
    if (this.panel.network.widths[1] !== 2) return box.map(([low, high]) => around(low, high, high - low));
    if (stage === STAGES.x) return this.panel.window;
    const size = sizeOf(box);
    return box.map(([low, high]) => around(low, high, size));
  }
}

/**
 * The points, and for one or two units the corners of a box around them.
 * @param {Described} panel
 */
function innerPoints({ x, network }) {
  const points = pointsOf(x);
  if (network.widths[1] > 2) return points;
  const [[a, b], [c, d]] = [0, 1].map((i) => {
    const values = points.map((point) => point[i]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return [low - AROUND * (high - low), high + AROUND * (high - low)];
  });
  return [...points, [a, c], [a, d], [b, c], [b, d]];
}

/**
 * @param {Projection} projection
 * @param {number[][]} points
 * @param {number} stage
 * @returns {Box}
 */
function boxOf(projection, points, stage) {
  const places = points.map((x) => projection.place(x, stage));
  return [0, 1].map((i) => {
    const values = places.map((place) => place[i]).filter(Number.isFinite);
    return values.length ? [Math.min(...values), Math.max(...values)] : [0, 1];
  });
}

/**
 * @param {Box} a
 * @param {Box} b
 * @returns {Box}
 */
function union(a, b) {
  return a.map(([low, high], i) => [Math.min(low, b[i][0]), Math.max(high, b[i][1])]);
}

/** @param {Box} box */
function sizeOf(box) {
  return Math.max(...box.map(([low, high]) => high - low));
}

/**
 * @param {number} low
 * @param {number} high
 * @param {number} size
 */
function around(low, high, size) {
  const half = (0.5 + ROOM) * Math.max(size, 0.1);
  return [(low + high) / 2 - half, (low + high) / 2 + half];
}
