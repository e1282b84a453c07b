/** @import { Network } from "./network.js" */

const SAMPLES = 36;
const GRID_STEP = 0.25;

/** A network (2, H, 1) with its parameters p in core's flat order: W row by row, c, w, b. */
export class HiddenLayer {
  /**
   * @param {Network} network
   * @param {ArrayLike<number>} p
   */
  constructor(network, p) {
    this.network = network;
    this.units = network.widths[1];
    this.p = p;
    this.b = p[4 * this.units];
  }

  /**
   * z_j = W_j·x + c_j.
   * @param {number} j
   * @param {number[]} x
   */
  z(j, x) {
    return this.network.preactivationAt(this.p, x, j);
  }

  /**
   * The weight of unit j in the output.
   * @param {number} j
   */
  w(j) {
    return this.p[3 * this.units + j];
  }

  /**
   * All units at a point: z for bend 0, h for bend 1, and what lies between.
   * @param {number[]} x
   * @param {number} bend
   */
  unitsAt(x, bend = 1) {
    return this.network.unitsAt(this.p, x, bend);
  }

  /**
   * wᵀh + b.
   * @param {ArrayLike<number>} h
   */
  output(h) {
    let sum = this.b;
    for (let j = 0; j < this.units; j += 1) sum += this.w(j) * h[j];
    return sum;
  }

  /**
   * F at a point of the inputs.
   * @param {number[]} x
   */
  at(x) {
    return this.output(this.unitsAt(x));
  }

  /**
   * Points from a to b so close that the straight pieces between them are the line's image. There is
   * one wherever a unit's z changes its sign: with a homogeneous activation the image is exact.
   * @param {number[]} a
   * @param {number[]} b
   */
  along(a, b) {
    const places = [0, 1];
    for (let j = 0; j < this.units; j += 1) {
      const [from, to] = [this.z(j, a), this.z(j, b)];
      if (from * to < 0) places.push(from / (from - to));
    }
    if (!this.network.homogeneous) {
      for (let k = 1; k < SAMPLES; k += 1) places.push(k / SAMPLES);
    }
    return places.sort((s, t) => s - t).map((t) => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
  }
}

/**
 * The lines of a grid through a window of the inputs, with those through whole numbers marked.
 * @returns {{ends: number[][], axis: number, whole: boolean}[]} axis 0: x₁ is constant
 * @param {[number, number][]} window
 */
export function gridLines(window) {
  return [0, 1].flatMap((axis) => {
    const [low, high] = window[axis];
    const other = window[1 - axis];
    const first = Math.ceil(low / GRID_STEP - 1e-9);
    const last = Math.floor(high / GRID_STEP + 1e-9);
    return Array.from({ length: last - first + 1 }, (_, k) => {
      const value = (first + k) * GRID_STEP;
      const ends = other.map((v) => (axis === 0 ? [value, v] : [v, value]));
      return { ends, axis, whole: Number.isInteger(value) };
    });
  });
}

/**
 * The rows of data (N, 2) as points.
 * @param {import("../wire/film.js").Grid} data
 * @returns {number[][]}
 */
export function pointsOf({ shape: [count], data }) {
  return Array.from({ length: count }, (_, n) => [data[2 * n], data[2 * n + 1]]);
}

/**
 * Where z_j = 0 crosses a window, as two points with the active side at the left, or null.
 * @param {HiddenLayer} layer
 * @param {number} j
 * @param {[number, number][]} window
 */
export function creaseOf(layer, j, window) {
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([i, k]) => [window[0][i], window[1][k]]);
  const ends = corners.flatMap((corner, k) => {
    const next = corners[(k + 1) % 4];
    const [from, to] = [layer.z(j, corner), layer.z(j, next)];
    if (from > 0 === to > 0) return [];
    const t = from / (from - to);
    return [corner.map((v, i) => v + t * (next[i] - v))];
  });
  if (ends.length < 2) return null;
  const [[ax, ay], [bx, by]] = ends;
  const left = -(by - ay) * layer.p[2 * j] + (bx - ax) * layer.p[2 * j + 1] > 0;
  return left ? ends : ends.reverse();
}
