import { memberOf } from "../model/activations.js";
import { pair, product, windowsOf } from "../model/layer_maps.js";

/** @import { Sequential, LayerDescription, Statistics } from "../model/layers.js" */
/** @import { Place } from "../model/layer_maps.js" */

const STEP = 1e-5;

/**
 * The slope of an activation; where it is straight but for a corner at 0, that on its left there.
 * @param {{name: string} & Record<string, any>} description
 * @returns {(z: number) => number}
 */
function slopeOf(description) {
  const member = memberOf(description);
  const activation = member.of(description);
  if (!member.homogeneous) return (z) => (activation(z + STEP) - activation(z - STEP)) / (2 * STEP);
  return (z) => (z ? activation(z) / z : -activation(-1));
}

/**
 * The derivative of one unit by the image (*input_shape), of a single sample: δ goes back layer by layer.
 * Normalization over a batch has the means and spreads that it is given.
 * @param {Sequential} network
 * @param {ArrayLike<number>} p
 * @param {Float64Array[]} features what enters, and what leaves each layer
 * @param {number} level number of the layer, from 0
 * @param {number} unit its number among what leaves that layer
 * @param {Statistics} [statistics]
 */
export function derivativeOf(network, p, features, level, unit, statistics = new Map()) {
  /** @type {Float64Array} */
  let delta = new Float64Array(features[level + 1].length);
  delta[unit] = 1;
  for (let l = level; l >= 0; l -= 1) {
    const [layer, place] = [network.description.layers[l], network.places[l]];
    delta = back(layer, place, { p, delta, a: features[l], z: features[l + 1], statistics: statistics.get(l) });
  }
  return delta;
}

/**
 * @typedef {{p: ArrayLike<number>, delta: Float64Array, a: Float64Array, z: Float64Array,
 *   statistics?: import("../model/layer_maps.js").Measured}} Given
 */

/**
 * @param {LayerDescription} layer
 * @param {Place} place
 * @param {Given} given
 * @returns {Float64Array}
 */
function back(layer, place, given) {
  const { delta, a } = given;
  switch (layer.name) {
    case "Dense": return throughDense(place, given);
    case "Conv2d": return throughConvolution(layer, place, given);
    case "MaxPool2d":
    case "AvgPool2d": return throughPooling(layer, place, given);
    case "Activate": {
      const slope = slopeOf(layer.activation);
      return delta.map((d, n) => (d ? d * slope(a[n]) : 0));
    }
    case "LayerNorm": return throughLayerNorm(layer, place, given);
    case "BatchNorm": return throughBatchNorm(place, given);
    default: return delta;
  }
}

/**
 * @param {Place} place
 * @param {Given} given
 */
function throughDense({ below: [inputs], at }, { p, delta }) {
  const out = new Float64Array(inputs);
  delta.forEach((d, j) => { for (let k = 0; d && k < inputs; k += 1) out[k] += p[at + j * inputs + k] * d; });
  return out;
}

/**
 * @param {LayerDescription} layer
 * @param {Place} place
 * @param {Given} given
 */
function throughConvolution(layer, place, { p, delta }) {
  const { below, shape: [channels], at } = place;
  const { pixels, each, places } = windowsOf(/** @type {any} */ (layer), place);
  const [entering, own, image] = [below[0] / layer.groups, channels / layer.groups, below[1] * below[2]];
  const out = new Float64Array(product(below));
  delta.forEach((d, n) => {
    if (!d) return;
    const [o, window] = [Math.floor(n / places), n % places];
    for (let c = 0; c < entering; c += 1) {
      const from = (Math.floor(o / own) * entering + c) * image;
      for (let k = 0; k < each; k += 1) {
        const pixel = pixels[window * each + k];
        if (pixel >= 0) out[from + pixel] += p[at + (o * entering + c) * each + k] * d;
      }
    }
  });
  return out;
}

/**
 * Of equal ones the first is the largest, as in the engine.
 * @param {LayerDescription} layer
 * @param {Place} place
 * @param {Given} given
 */
function throughPooling(layer, place, { delta, a, z }) {
  const { below } = place;
  const { pixels, each, places } = windowsOf(/** @type {any} */ ({ ...layer, stride: layer.stride ?? layer.kernel }), place);
  const [image, mean] = [below[1] * below[2], layer.name === "AvgPool2d"];
  const out = new Float64Array(a.length);
  delta.forEach((d, n) => {
    if (!d) return;
    const from = Math.floor(n / places) * image;
    const first = (n % places) * each;
    const inside = Array.from(pixels.subarray(first, first + each)).filter((pixel) => pixel >= 0);
    const taken = mean ? inside : inside.filter((pixel) => a[from + pixel] === z[n]).slice(0, 1);
    const share = mean ? 1 / (layer.count_padding ? each : inside.length) : 1;
    for (const pixel of taken) out[from + pixel] += share * d;
  });
  return out;
}

/**
 * @param {LayerDescription} layer
 * @param {Place} place
 * @param {Given} given
 */
function throughLayerNorm({ epsilon }, { at }, { p, delta, a }) {
  const size = a.length;
  const mean = a.reduce((sum, value) => sum + value, 0) / size;
  const spread = Math.sqrt(a.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size + epsilon);
  const x = a.map((value) => (value - mean) / spread);
  const g = delta.map((d, k) => p[at + k] * d);
  const [shift, along] = [g, g.map((value, k) => value * x[k])].map((one) => one.reduce((sum, v) => sum + v, 0) / size);
  return g.map((value, k) => (value - shift - along * x[k]) / spread);
}

/**
 * @param {Place} place
 * @param {Given} given
 */
function throughBatchNorm({ below, at }, { p, delta, statistics }) {
  if (!statistics) throw new Error("Normalization over a batch needs its means and spreads.");
  const each = product(below.slice(1));
  return delta.map((d, n) => {
    const channel = Math.floor(n / each) % below[0];
    return (p[at + channel] * d) / statistics.spread[channel];
  });
}

/**
 * The rows and columns of the image that a unit can see, [first, last] each; they may reach over it.
 * Going down, first ← first·s − p and last ← last·s − p + d (k − 1). What is no window on a map sees all.
 * @param {Sequential} network
 * @param {number} level
 * @param {number} unit
 * @returns {[[number, number], [number, number]]}
 */
export function fieldOf({ description, places }, level, unit) {
  const [, height, width] = description.input_shape;
  const { shape } = places[level];
  const flat = description.layers.slice(0, level + 1).some(({ name }) => name === "Flatten" || name === "LayerNorm");
  if (flat || shape.length < 3) return [[0, height - 1], [0, width - 1]];
  const at = [Math.floor(unit / shape[2]) % shape[1], unit % shape[2]];
  const [rows, columns] = at.map((place, axis) => {
    let [first, last] = [place, place];
    for (let l = level; l >= 0; l -= 1) {
      const layer = description.layers[l];
      if (layer.kernel === undefined) continue;
      const [k, s, d] = [layer.kernel, layer.stride ?? layer.kernel, layer.dilation ?? 1].map((one) => pair(one)[axis]);
      const margin = marginOf(layer.padding, axis);
      [first, last] = [first * s - margin, last * s - margin + d * (k - 1)];
    }
    return /** @type {[number, number]} */ ([first, last]);
  });
  return [rows, columns];
}

/**
 * The margin above, or at the left.
 * @param {number | any[]} padding
 * @param {number} axis
 */
function marginOf(padding, axis) {
  const given = Array.isArray(padding) ? padding : [padding, padding];
  return given.length === 4 ? given[2 * axis] : pair(given[axis])[0];
}

/**
 * How wide the mass |g| of a derivative is, down and across: its standard deviation in pixels; NaN
 * where there is none.
 * @param {ArrayLike<number>} g (height, width)
 * @param {number} width
 */
export function effectiveWidth(g, width) {
  const mass = Array.from(g, Math.abs);
  const all = mass.reduce((sum, m) => sum + m, 0);
  return [(/** @type {number} */ k) => Math.floor(k / width), (/** @type {number} */ k) => k % width].map((at) => {
    const mean = mass.reduce((sum, m, k) => sum + m * at(k), 0) / all;
    return Math.sqrt(mass.reduce((sum, m, k) => sum + m * (at(k) - mean) ** 2, 0) / all);
  });
}
