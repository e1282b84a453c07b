import { memberOf } from "./activations.js";

/**
 * @import { Description } from "./activations.js"
 * @import { Field } from "../drawing/fields.js"
 * @import { Grid } from "../wire/film.js"
 */

/**
 * What Network.described() says, and what of it the stage is to show.
 *
 * @typedef {object} NetworkDescription
 * @property {number[]} widths n_1, …, n_L
 * @property {Description[]} activations of each layer from the second to the last
 * @property {"difference" | "first"} [show] of the outputs
 * @property {Grid} [targets] (N, n_L) with `factor`, where the cost can be told
 * @property {number} [factor]
 */

/**
 * The description of a single sigmoid unit with so many inputs, p = (w, b).
 * @param {number} inputs
 * @returns {NetworkDescription}
 */
export function sigmoidUnit(inputs) {
  return { widths: [inputs, 1], activations: [{ name: "sigmoid" }], show: "first" };
}

/** Rows and columns of a field that the stage evaluates itself. */
export const CELLS = 100;

/** A network as a function of its flat parameters: layer by layer W row by row, then b. */
export class Network {
  /** @param {NetworkDescription} description */
  constructor(description) {
    this.description = description;
    this.widths = description.widths;
    this.activations = description.activations.map((each) => memberOf(each).of(each));
    /** Are its hidden units straight but for a corner at 0? */
    this.homogeneous = description.activations.slice(0, -1).every((each) => memberOf(each).homogeneous);
    /** @type {Float64Array[][]} what the last call has returned, to be written over */
    this.room = [];
  }

  /**
   * What the network says of N points; arrays are used again if the next call is for as many.
   * @param {ArrayLike<number>} p
   * @param {Float64Array[]} inputs one array (N,) for each input
   * @returns {Float64Array[][]} the activations of each layer after the first, unit by unit
   */
  forward(p, inputs) {
    const count = inputs[0].length;
    let [a, at] = [inputs, 0];
    this.room = this.activations.map((activation, l) => {
      const units = this.widths[l + 1];
      const bias = at + units * a.length;
      const layer = Array.from({ length: units }, (_, j) => {
        const known = this.room[l]?.[j];
        const z = known?.length === count ? known : new Float64Array(count);
        z.fill(p[bias + j]);
        for (let k = 0; k < a.length; k += 1) addMultiple(z, p[at + j * a.length + k], a[k]);
        for (let n = 0; n < count; n += 1) z[n] = activation(z[n]);
        return z;
      });
      at = bias + units;
      a = layer;
      return layer;
    });
    return this.room;
  }

  /**
   * The activations of the first hidden layer at a point: z for bend 0, h for bend 1, and what lies
   * between for the rest.
   * @param {ArrayLike<number>} p
   * @param {number[]} x
   * @param {number} bend
   */
  unitsAt(p, x, bend = 1) {
    const [activation] = this.activations;
    const all = new Float64Array(this.widths[1]);
    for (let j = 0; j < all.length; j += 1) {
      const z = this.preactivationAt(p, x, j);
      all[j] = bend === 0 ? z : (1 - bend) * z + bend * activation(z);
    }
    return all;
  }

  /**
   * z_j = W_j·x + b_j of unit j of the second layer.
   * @param {ArrayLike<number>} p
   * @param {number[]} x
   * @param {number} j
   */
  preactivationAt(p, x, j) {
    const [inputs, units] = this.widths;
    let z = 0;
    for (let k = 0; k < inputs; k += 1) z += p[inputs * j + k] * x[k];
    return z + p[inputs * units + j];
  }

  /**
   * factor·Σ‖y - F(x)‖² over the data x (N, n_1) and the description's targets; NaN without these.
   * @param {ArrayLike<number>} p
   * @param {Grid} x
   */
  costOf(p, { data }) {
    const { targets, factor = 1 } = this.description;
    if (!targets) return NaN;
    const { shape: [count, outputs] } = targets;
    const [width] = this.widths;
    const inputs = Array.from({ length: width }, (_, i) => (
      Float64Array.from({ length: count }, (_v, n) => data[n * width + i])));
    const last = this.forward(p, inputs)[this.activations.length - 1];
    let sum = 0;
    for (let at = 0; at < targets.data.length; at += 1) {
      sum += (targets.data[at] - last[at % outputs][Math.floor(at / outputs)]) ** 2;
    }
    return factor * sum;
  }
}

/**
 * @param {Float64Array} z
 * @param {number} w
 * @param {Float64Array} from
 */
function addMultiple(z, w, from) {
  for (let n = 0; n < z.length; n += 1) z[n] += w * from[n];
}

/** A network over the plane of its two inputs, evaluated at the middle of each cell. */
export class NetworkField {
  /**
   * @param {NetworkDescription} description
   * @param {[number, number][]} window
   * @param {number} cells in each direction
   */
  constructor(description, window, cells) {
    this.network = new Network(description);
    this.isUnit = description.widths.join() === "2,1" && description.activations[0].name === "sigmoid";
    this.window = window;
    this.cells = cells;
    const middles = window.map(([low, high]) => (
      Float64Array.from({ length: cells }, (_, k) => low + ((k + 0.5) / cells) * (high - low))));
    const size = cells * cells;
    this.inputs = [Float64Array.from({ length: size }, (_, n) => middles[0][n % cells]),
      Float64Array.from({ length: size }, (_, n) => middles[1][Math.floor(n / cells)])];
  }

  /**
   * level = 255·(lean to class 1), which may leave 0…255 where the output is not bounded.
   * @param {ArrayLike<number>} p
   * @returns {Field}
   */
  at(p) {
    const level = this.isUnit ? this.unit(p) : this.levels(p);
    return { rows: this.cells, columns: this.cells, level };
  }

  /** @param {ArrayLike<number>} p */
  levels(p) {
    const layers = this.network.forward(p, this.inputs);
    const [first, second] = layers[layers.length - 1];
    const level = new Float32Array(first.length);
    const both = this.network.description.show === "difference";
    for (let n = 0; n < level.length; n += 1) {
      level[n] = 255 * (both ? (1 + second[n] - first[n]) / 2 : first[n]);
    }
    return level;
  }

  /**
   * σ(w₁x₁ + w₂x₂ + b) without the detour over layers: this is painted for many runs at once.
   * @param {ArrayLike<number>} p
   */
  unit(p) {
    const { window, cells } = this;
    const level = new Uint8Array(cells * cells);
    const [dx, dy] = window.map(([low, high]) => (high - low) / cells);
    for (let row = 0; row < cells; row += 1) {
      const base = p[2] + p[1] * (window[1][0] + (row + 0.5) * dy) + p[0] * (window[0][0] + 0.5 * dx);
      for (let column = 0; column < cells; column += 1) {
        level[row * cells + column] = 255 / (1 + Math.exp(-(base + p[0] * column * dx)));
      }
    }
    return level;
  }
}
