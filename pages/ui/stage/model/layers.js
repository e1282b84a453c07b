import { memberOf } from "./activations.js";
import { convolve, dense, measured, normalizeAll, normalizeEach, pair, pool, product, windowsOf } from "./layer_maps.js";

/**
 * What Sequential.described() says: the shape that enters, of each layer its kind, its fields and
 * the shape that leaves it, and the output's activation.
 *
 * @typedef {{name: string, shape: number[]} & Record<string, any>} LayerDescription
 * @typedef {{input_shape: number[], layers: LayerDescription[], output: any}} SequentialDescription
 *
 * Those of batch normalization, by the place of its layer.
 * @typedef {Map<number, import("./layer_maps.js").Measured>} Statistics
 * @typedef {import("./layer_maps.js").Place} Place
 * @typedef {(p: ArrayLike<number>, a: Float64Array, count: number, statistics: Statistics) => Float64Array} Forward
 */

/**
 * A network of layers as a function of its flat parameters, in core's order. Features of N samples
 * stand one sample after another, each in the order of its shape. Layers that are not known here
 * are an Error that names them.
 */
export class Sequential {
  /** @param {SequentialDescription} description */
  constructor(description) {
    this.description = description;
    let [below, at] = [description.input_shape, 0];
    this.places = description.layers.map((layer) => {
      const size = sizeOf(layer, below);
      const place = { below, shape: layer.shape, at, size };
      [below, at] = [layer.shape, at + size];
      return place;
    });
    /** Number of parameters. */
    this.size = at;
    /** Does a sample's output depend on the other samples? */
    this.together = description.layers.some(({ name }) => name === "BatchNorm");
    /** @type {Forward[]} */
    this.maps = description.layers.map((layer, l) => forwardOf(layer, this.places[l], l));
    this.output = memberOf(description.output).of(description.output);
  }

  /**
   * What enters, and what leaves each layer, of N samples x.
   * @param {ArrayLike<number>} p
   * @param {Float64Array} x (N, *input_shape)
   * @param {Statistics} [statistics] those of batch normalization, used where they are there and
   *   filled in where they are not
   * @returns {Float64Array[]} each (N, *shape)
   */
  features(p, x, statistics = new Map()) {
    const count = x.length / product(this.description.input_shape);
    const found = [x];
    for (const map of this.maps) found.push(map(p, found[found.length - 1], count, statistics));
    return found;
  }

  /**
   * The outputs F(x), (N, *output_shape).
   * @param {ArrayLike<number>} p
   * @param {Float64Array} x
   * @param {Statistics} [statistics]
   */
  outputs(p, x, statistics) {
    const all = this.features(p, x, statistics);
    return all[all.length - 1].map(this.output);
  }
}

/**
 * softmax(z): shares that add up to 1.
 * @param {ArrayLike<number>} z
 */
export function softmax(z) {
  const largest = Math.max(...Array.from(z));
  const powers = Array.from(z, (value) => Math.exp(value - largest));
  const sum = powers.reduce((all, value) => all + value, 0);
  return powers.map((value) => value / sum);
}

/**
 * The place of the first of the largest, as NumPy finds it.
 * @param {ArrayLike<number>} values
 * @param {number} from
 * @param {number} to
 */
export function largestOf(values, from = 0, to = values.length) {
  let best = from;
  for (let k = from + 1; k < to; k += 1) if (values[k] > values[best]) best = k;
  return best - from;
}

/**
 * How many parameters a layer has.
 * @param {LayerDescription} layer
 * @param {number[]} below
 */
function sizeOf(layer, below) {
  switch (layer.name) {
    case "Dense": return layer.units * (below[0] + 1);
    case "Conv2d": return layer.channels * ((below[0] / layer.groups) * product(pair(layer.kernel)) + 1);
    case "BatchNorm": return 2 * below[0];
    case "LayerNorm": return 2 * product(below);
    default: return 0;
  }
}

/**
 * @param {LayerDescription} layer
 * @param {Place} place
 * @param {number} number of the layer, from 0
 * @returns {Forward}
 */
function forwardOf(layer, place, number) {
  switch (layer.name) {
    case "Dense": return (p, a, count) => dense(p, a, count, place);
    case "Conv2d": {
      const windows = windowsOf(layer, place);
      return (p, a, count) => convolve(p, a, count, place, layer.groups, windows);
    }
    case "MaxPool2d":
    case "AvgPool2d": {
      const windows = windowsOf({ ...layer, stride: layer.stride ?? layer.kernel }, place);
      const mean = layer.name === "AvgPool2d";
      return (_p, a, count) => pool(a, count, place, windows, mean, layer.count_padding);
    }
    case "Activate": {
      const activation = memberOf(layer.activation).of(layer.activation);
      return (_p, a) => a.map(activation);
    }
    case "Flatten":
    case "Dropout": return (_p, a) => a;
    case "LayerNorm": return (p, a, count) => normalizeEach(p, a, count, place, layer.epsilon);
    case "BatchNorm": return (p, a, count, statistics) => {
      if (!statistics.has(number)) statistics.set(number, measured(a, count, place, layer.epsilon));
      return normalizeAll(p, a, place, /** @type {any} */ (statistics.get(number)));
    };
    default: throw new Error(`The layer “${layer.name}” is not known here: reload the page.`);
  }
}
