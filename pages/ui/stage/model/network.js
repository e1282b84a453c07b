import { sigmoid } from "../drawing/numbers.js";

/** The activations of core, by the names of its menu; `alpha` where one has a constant. */
export const ACTIVATIONS = {
  identity: (z) => z,
  sigmoid,
  tanh: Math.tanh,
  relu: (z) => Math.max(z, 0),
  "leaky-relu": (z, alpha = 0.01) => (z > 0 ? z : alpha * z),
  elu: (z, alpha = 1) => (z > 0 ? z : alpha * Math.expm1(z)),
  silu: (z) => z * sigmoid(z),
  gelu: (z) => (z * (1 + erf(z / Math.SQRT2))) / 2,
  softplus: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
};

/**
 * What a network says of N points.
 * @param {{widths: number[], hidden: string | string[], output: string, alpha?: number}} network
 * @param {Float32Array | Float64Array} p
 * @param {Float64Array[]} inputs one array (N,) for each input
 * @param {Float64Array[][]} room arrays that a former call for as many points has returned
 * @returns {Float64Array[][]} the activations of each layer after the first, unit by unit
 */
export function forward({ widths, hidden, output, alpha }, p, inputs, room = []) {
  let [a, at] = [inputs, 0];
  return widths.slice(1).map((units, l) => {
    const last = l === widths.length - 2;
    const activation = ACTIVATIONS[last ? output : Array.isArray(hidden) ? hidden[l] : hidden];
    const bias = at + units * a.length;
    const layer = Array.from({ length: units }, (_, j) => {
      const z = room[l]?.[j] ?? new Float64Array(inputs[0].length);
      z.fill(p[bias + j]);
      a.forEach((from, k) => addMultiple(z, p[at + j * a.length + k], from));
      for (let n = 0; n < z.length; n += 1) z[n] = activation(z[n], alpha);
      return z;
    });
    at = bias + units;
    a = layer;
    return layer;
  });
}

function addMultiple(z, w, from) {
  for (let n = 0; n < z.length; n += 1) z[n] += w * from[n];
}

/** A network over the plane of its two inputs, evaluated at the middle of each cell. */
export class NetworkField {
  constructor(network, window, cells) {
    this.network = network;
    this.cells = cells;
    const middles = window.map(([low, high]) => (
      Float64Array.from({ length: cells }, (_, k) => low + ((k + 0.5) / cells) * (high - low))));
    const size = cells * cells;
    this.inputs = [Float64Array.from({ length: size }, (_, n) => middles[0][n % cells]),
      Float64Array.from({ length: size }, (_, n) => middles[1][Math.floor(n / cells)])];
    this.room = [];
  }

  /**
   * level = 255·(lean to class 1), which may leave 0…255 where the output is not bounded.
   * @returns {{columns: number, rows: number, level: Float32Array}}
   */
  at(p) {
    this.room = forward(this.network, p, this.inputs, this.room);
    const [first, second] = this.room[this.room.length - 1];
    const level = new Float32Array(first.length);
    const both = this.network.show === "difference";
    for (let n = 0; n < level.length; n += 1) {
      level[n] = 255 * (both ? (1 + second[n] - first[n]) / 2 : first[n]);
    }
    return { rows: this.cells, columns: this.cells, level };
  }
}

/** factor·Σ‖y - F(x)‖² over the data x (N, n_1), y (N, n_L) of the wire. */
export function costOf(network, p, x) {
  const { targets: { shape: [count, outputs], data }, factor } = network;
  const inputs = Array.from({ length: network.widths[0] }, (_, i) => (
    Float64Array.from({ length: count }, (_, n) => x.data[n * network.widths[0] + i])));
  const layers = forward(network, p, inputs);
  const last = layers[layers.length - 1];
  return factor * data.reduce((sum, y, at) => (
    sum + (y - last[at % outputs][Math.floor(at / outputs)]) ** 2), 0);
}

/** Abramowitz & Stegun (1964), 7.1.26: right to 1.5e-7. */
function erf(x) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741
    + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - sum * Math.exp(-x * x));
}
