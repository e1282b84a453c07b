/** @import { Sequential } from "../model/layers.js" */

import { pair } from "../model/layer_maps.js";

/**
 * A row of pictures: of each of `tiles` units a tile of w × h cells. `signed` values may be negative.
 * `values` finds all cells, tile by tile, row by row, in the parameters or in the features.
 * @typedef {object} Row
 * @property {string} title
 * @property {boolean} signed
 * @property {number} tiles
 * @property {number} w
 * @property {number} h
 * @property {number} weight its share of the height
 * @property {number} [level] the number of the layer, from 0, whose units they are
 * @property {(p: ArrayLike<number>, features: Float64Array[]) => ArrayLike<number>} values
 */

/**
 * The rows of pictures of a network, from the image to the logits.
 * @param {Sequential} network
 * @returns {Row[]}
 */
export function rowsOf(network) {
  const { layers } = network.description;
  return layers.flatMap((layer, l) => {
    const place = network.places[l];
    switch (layer.name) {
      case "Conv2d": return [kernels(place, pair(layer.kernel))];
      case "Activate": return [place.shape.length === 3 ? maps("maps", place.shape, l) : units(place.shape[0], l)];
      case "MaxPool2d":
      case "AvgPool2d": return [maps("pooled", place.shape, l)];
      case "Dense": return [...ofPixels(network, l), ...(l === layers.length - 1 ? [logits(place.shape[0], l)] : [])];
      default: return [];
    }
  });
}

/**
 * @param {import("../model/layers.js").Place} place
 * @param {number[]} kernel
 * @returns {Row}
 */
function kernels({ below: [entering], shape: [channels], at, size }, [h, w]) {
  return { title: `kernels ${entering > 1 ? `${entering}×` : ""}${h}×${w}`, signed: true, tiles: channels,
    w, h: h * entering, weight: entering > 1 ? 2.2 : 1.2, values: (p) => part(p, at, size - channels) };
}

/**
 * @param {string} what
 * @param {number[]} shape
 * @param {number} l
 * @returns {Row}
 */
function maps(what, [tiles, h, w], l) {
  return { title: `${what} ${h}×${w}`, signed: false, tiles, w, h, weight: 0.5 + Math.min(h, 8) / 5, level: l,
    values: (_p, features) => features[l + 1] };
}

/**
 * @param {number} tiles
 * @param {number} l
 * @returns {Row}
 */
function units(tiles, l) {
  return { title: `${tiles} units`, signed: false, tiles, w: 1, h: 1, weight: 0.8, level: l,
    values: (_p, features) => features[l + 1] };
}

/**
 * @param {number} tiles
 * @param {number} l
 * @returns {Row}
 */
function logits(tiles, l) {
  return { title: "logits", signed: true, tiles, w: 1, h: 1, weight: 0.7, level: l,
    values: (_p, features) => features[l + 1] };
}

/**
 * The weights of units that see every pixel of the image, each as an image.
 * @param {Sequential} network
 * @param {number} l
 * @returns {Row[]}
 */
function ofPixels({ description, places }, l) {
  const [channels, h, w] = description.input_shape;
  const sees = description.layers.slice(0, l).every(({ name }) => name === "Flatten");
  if (!sees || channels > 1) return [];
  const { shape: [tiles], at, size } = places[l];
  return [{ title: `weights ${h}×${w}`, signed: true, tiles, w, h, weight: 3,
    values: (p) => part(p, at, size - tiles) }];
}

/**
 * @param {ArrayLike<number>} p
 * @param {number} at
 * @param {number} count
 */
function part(p, at, count) {
  return Array.prototype.slice.call(p, at, at + count);
}

/**
 * Tiles in as many lines as lets them be largest: their size in pixels a cell, and how many abreast.
 * @param {Row} row
 * @param {number} width
 * @param {number} height
 * @param {number} gap
 */
export function fitted({ tiles, w, h }, width, height, gap) {
  let best = { cell: 0, abreast: tiles };
  for (let lines = 1; lines <= tiles; lines += 1) {
    const abreast = Math.ceil(tiles / lines);
    const cell = Math.min((width / abreast - gap) / w, (height / lines - gap) / h);
    if (cell > best.cell) best = { cell, abreast };
  }
  return best;
}

/**
 * The largest magnitude of a row's values: full strength.
 * @param {ArrayLike<number>} values
 */
export function strongest(values) {
  let most = 0;
  for (let k = 0; k < values.length; k += 1) most = Math.max(most, Math.abs(values[k]));
  return most;
}
