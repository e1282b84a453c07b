/**
 * What bundle.py writes of a member of core's menu of activations.
 *
 * @typedef {object} Member
 * @property {boolean} homogeneous σ(cz) = c σ(z) for c > 0: straight but for a corner at 0
 * @property {(knobs: Record<string, number>) => (z: number) => number} of σ with its knobs
 * @typedef {{name: string} & Record<string, any>} Description a member's name, and its knobs beside it
 */

const SERIES_UP_TO = 2.5;
const SMALLEST = 1e-17;
const FRACTION_DEPTH = 60;

/**
 * Every activation by its name in the menu.
 * @type {Record<string, Member>}
 */
export const ACTIVATIONS = {};

/**
 * The member that a description names; an Error that says so if there is none.
 * @param {Description} description
 * @returns {Member}
 */
export function memberOf({ name }) {
  const member = ACTIVATIONS[name];
  if (!member) throw new Error(`There is no activation “${name}” here: reload the page.`);
  return member;
}

/**
 * The error function, right to some units in the last place: near 0 by its series, farther out by
 * the continued fraction of its complement (Abramowitz & Stegun 1964, 7.1.6 and 7.1.14).
 * @param {number} x
 * @returns {number}
 */
export function erf(x) {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return NaN;
  if (size >= 6) return Math.sign(x);
  const scale = (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x);
  if (size < SERIES_UP_TO) {
    let [term, sum] = [x, x];
    for (let n = 1; Math.abs(term) > SMALLEST * Math.abs(sum); n += 1) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return scale * sum;
  }
  let fraction = size;
  for (let n = FRACTION_DEPTH; n > 0; n -= 1) fraction = size + n / 2 / fraction;
  return Math.sign(x) * (1 - (0.5 * scale) / fraction);
}
