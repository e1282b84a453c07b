/**
 * A quadratic loss of two parameters, and the shape of a penalty, as penalty_panels.py says them.
 * @typedef {object} Loss
 * @property {import("../wire/film.js").Grid} H (2, 2)
 * @property {ArrayLike<number>} c (2,)
 * @property {number} rest
 * @typedef {{shape: string, share: number}} Shape
 */

/** @import { Relief } from "../surface/levels.js" */

const ANGLES = 360;
const POINTS = 161;
const LINES = 18;
/** A panel wider than high shows more than its window. */
const BEYOND = 1.9;

/**
 * ½ wᵀHw - cᵀw + rest.
 * @param {Loss} problem
 * @param {number} u
 * @param {number} v
 */
export function lossAt({ H: { data: [a, b, , d] }, c, rest }, u, v) {
  return 0.5 * (a * u * u + 2 * b * u * v + d * v * v) - c[0] * u - c[1] * v + rest;
}

/**
 * Hw - c.
 * @param {Loss} problem
 * @param {Iterable<number>} w
 */
export function slopeAt({ H: { data: [a, b, , d] }, c }, [u, v]) {
  return [a * u + b * v - c[0], b * u + d * v - c[1]];
}

/**
 * The penalty with λ = 1.
 * @param {Shape} problem
 * @param {number} u
 * @param {number} v
 */
export function penaltyAt({ shape, share }, u, v) {
  if (shape === "max") return Math.max(Math.abs(u), Math.abs(v));
  return share * (Math.abs(u) + Math.abs(v)) + 0.5 * (1 - share) * (u * u + v * v);
}

/**
 * The edge of the ball whose penalty is `size`, as points around 0; its corners are among them.
 * @param {Shape} problem
 * @param {number} size
 */
export function ballOf({ shape, share }, size) {
  return Array.from({ length: ANGLES + 1 }, (_, k) => {
    const angle = (2 * Math.PI * k) / ANGLES;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const [bend, kink] = shape === "max" ? [0, Math.max(Math.abs(x), Math.abs(y))]
      : [(1 - share) / 2, share * (Math.abs(x) + Math.abs(y))];
    // The root of bend r² + kink r = size, written so that it has no difference.
    const radius = (2 * size) / (kink + Math.sqrt(kink * kink + 4 * bend * size));
    return size > 0 ? [radius * x, radius * y] : [0, 0];
  });
}

/**
 * The corners of the set of subgradients at w, of the penalty with λ = 1: one, two or four.
 * @param {Shape} problem
 * @param {Iterable<number>} w
 * @returns {number[][]}
 */
export function subgradientsAt({ shape, share }, [u, v]) {
  if (shape === "max") return ofMax(u, v);
  const side = (/** @type {number} */ value) => {
    const pull = (1 - share) * value;
    if (value) return [pull + share * Math.sign(value)];
    return share ? [-share, share] : [0];
  };
  const [across, along] = [side(u), side(v)];
  const corners = across.map((x) => along.map((y) => [x, y]));
  // Around the square, not zigzag.
  return corners.flatMap((column, k) => (k % 2 ? column.reverse() : column));
}

/**
 * @param {number} u
 * @param {number} v
 */
function ofMax(u, v) {
  if (!u && !v) return [[1, 0], [0, 1], [-1, 0], [0, -1]];
  if (Math.abs(u) === Math.abs(v)) return [[Math.sign(u), 0], [0, Math.sign(v)]];
  return Math.abs(u) > Math.abs(v) ? [[Math.sign(u), 0]] : [[0, Math.sign(v)]];
}

/**
 * The loss on a grid around a window.
 * @param {Loss & {window: number[][]}} panel
 * @returns {Relief}
 */
export function reliefOf(panel) {
  const [x, y] = panel.window.map(([low, high]) => Float64Array.from({ length: POINTS }, (_, k) => (
    (low + high) / 2 + BEYOND * (high - low) * (k / (POINTS - 1) - 0.5))));
  return { x, y, rows: Array.from(y, (v) => Float64Array.from(x, (u) => lossAt(panel, u, v))) };
}

/**
 * Levels whose distances from the lowest grow like squares: lines of a bowl at even distances.
 * @param {Relief} relief
 */
export function levelsFor({ rows }) {
  let [low, high] = [Infinity, -Infinity];
  for (const row of rows) for (const value of Array.from(row)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return Array.from({ length: LINES }, (_, k) => low + (high - low) * ((k + 0.5) / LINES) ** 2);
}
