import { HiddenLayer, pointsOf } from "./hidden_layer.js";
import { Network } from "./network.js";

/** @import { Numbers } from "../wire/film.js" */

/**
 * A direction among the hidden units, and the mean of the hidden points.
 * @typedef {{up: number[], middle: number[]}} Direction
 */

const SQUARINGS = 10;
const TINY = 1e-12;

/** The stages of the way from x over z = Wx + c to h = σ(z). */
/** @type {Record<string, number>} */
export const STAGES = { x: 0, z: 1, h: 2 };

/**
 * What a picture of the hidden space shows of a network: two numbers for each point of the inputs.
 * H = 2: (h₁, h₂), and on the way there x and z. H = 1: h₁ across and F up. H > 2: F across and a
 * direction `up` orthogonal to w. With H ≠ 2 there is no x to begin with: the way is from z to h.
 */
export class Projection {
  /**
   * @param {HiddenLayer} layer
   * @param {ArrayLike<number>} up for H > 2 only
   * @param {ArrayLike<number>} middle the mean of the hidden points, which is removed
   */
  constructor(layer, up = [], middle = []) {
    this.layer = layer;
    this.up = up;
    this.middle = middle;
  }

  /**
   * Where an input is at a stage 0…2 of the way.
   * @param {number[]} x
   * @param {number} stage
   */
  place(x, stage) {
    const { layer, up, middle } = this;
    if (layer.units === 2 && stage <= STAGES.z) {
      return x.map((v, j) => (1 - stage) * v + stage * layer.z(j, x));
    }
    const g = layer.unitsAt(x, Math.max(0, stage - STAGES.z));
    if (layer.units === 2) return [g[0], g[1]];
    if (layer.units === 1) return [g[0], layer.output(g)];
    return [layer.output(g), dot(up, g) - dot(up, middle)];
  }
}

/** The projections of one run: those of more than two units keep their direction from frame to frame. */
export class Projections {
  /**
   * @param {any} panel the panel's description
   * @param {Numbers[]} run the parameters p (s,) at each frame
   */
  constructor({ network, x }, run) {
    this.network = new Network(network);
    this.points = pointsOf(x);
    /** @type {number[][]} */
    this.ups = [];
    if (network.widths[1] <= 2) return;
    /** @type {number[] | null} */
    let before = null;
    for (const p of run) {
      before = aligned(principal(new HiddenLayer(this.network, p), this.points), before).up;
      this.ups.push(before);
    }
  }

  /**
   * That of a model at a frame, changed by hand or not.
   * @param {Numbers} p
   * @param {number} frame
   */
  of(p, frame) {
    const layer = new HiddenLayer(this.network, p);
    if (layer.units <= 2) return new Projection(layer);
    const { up, middle } = aligned(principal(layer, this.points), this.ups[frame]);
    return new Projection(layer, up, middle);
  }
}

/**
 * Of two opposite directions the one that is closer to the direction before.
 * @param {Direction} direction
 * @param {number[] | null} before
 * @returns {Direction}
 */
function aligned({ up, middle }, before) {
  if (!before) return { up, middle };
  if (dot(up, up) === 0) return { up: before, middle };
  return { up: dot(up, before) < 0 ? up.map((v) => -v) : up, middle };
}

/**
 * The principal component of the hidden points after what they have along w is taken out, from the
 * largest eigenvalue of their (N, N) matrix of inner products; 0 where nothing is left.
 * @param {HiddenLayer} layer
 * @param {number[][]} points
 * @returns {Direction}
 */
function principal(layer, points) {
  const hidden = points.map((x) => Array.from(layer.unitsAt(x)));
  const middle = hidden[0].map((_, j) => hidden.reduce((sum, h) => sum + h[j], 0) / hidden.length);
  const w = Float64Array.from({ length: layer.units }, (_, j) => layer.w(j));
  const size = dot(w, w);
  const rest = hidden.map((h) => {
    const centered = h.map((v, j) => v - middle[j]);
    const share = size > 0 ? dot(centered, w) / size : 0;
    return centered.map((v, j) => v - share * w[j]);
  });
  let gram = rest.map((a) => rest.map((b) => dot(a, b)));
  if (gram.reduce((sum, row, n) => sum + row[n], 0) < TINY) return { up: middle.map(() => 0), middle };
  for (let k = 0; k < SQUARINGS; k += 1) {
    const trace = gram.reduce((sum, row, n) => sum + row[n], 0);
    const scaled = gram.map((row) => row.map((v) => v / trace));
    gram = scaled.map((row) => scaled.map((column) => dot(row, column)));
  }
  const lengths = gram.map((row, n) => row[n]);
  const shares = gram[lengths.indexOf(Math.max(...lengths))];
  const up = middle.map((_, j) => rest.reduce((sum, r, n) => sum + shares[n] * r[j], 0));
  const length = Math.sqrt(dot(up, up));
  return { up: length > 0 ? up.map((v) => v / length) : up, middle };
}

/**
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number>} b
 */
function dot(a, b) {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += a[k] * b[k];
  return sum;
}
