import { lowered, raised } from "../drawing/letters.js";

const HALF_STRENGTH = 4;

/**
 * The parameters of a network in the order of its flat p: layer by layer W row by row, then b.
 * @param {number[]} widths n_1, …, n_L
 * @typedef {{index: number, layer: number, to: number, from: number}} Parameter
 * @returns {Parameter[]} all counted from 1, except
 *   `index`, and `from` = 0 for a bias
 */
export function parametersOf(widths) {
  /** @type {Omit<Parameter, "index">[]} */
  const all = [];
  for (let layer = 2; layer <= widths.length; layer += 1) {
    const [inputs, units] = [widths[layer - 2], widths[layer - 1]];
    for (let to = 1; to <= units; to += 1) {
      for (let from = 1; from <= inputs; from += 1) all.push({ layer, to, from });
    }
    for (let to = 1; to <= units; to += 1) all.push({ layer, to, from: 0 });
  }
  return all.map((parameter, index) => ({ index, ...parameter }));
}

/**
 * w²₁₂ or b²₁.
 * @param {Omit<Parameter, "index">} parameter
 */
export function nameOf({ layer, to, from }) {
  const comma = Math.max(to, from) > 9 ? "," : "";
  return from === 0 ? `b${raised(layer)}${lowered(to)}`
    : `w${raised(layer)}${lowered(to)}${comma}${lowered(from)}`;
}

/**
 * How strong a weight looks, 0…1: the same at every moment, so that growth shows.
 * @param {number} value
 */
export function strength(value) {
  const size = Math.abs(value);
  return Number.isFinite(size) ? size / (size + HALF_STRENGTH) : 1;
}

/**
 * The color of a weight's sign.
 * @param {number} value
 * @param {Record<string, string>} colors
 */
export function signColor(value, colors) {
  return value < 0 ? colors.negative : colors.positive;
}
