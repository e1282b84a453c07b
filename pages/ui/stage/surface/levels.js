import { ticksOf } from "./ticks.js";

/**
 * A grid of values seen from above.
 * @typedef {{x: ArrayLike<number>, y: ArrayLike<number>, rows: ArrayLike<number>[]}} Relief
 */

/**
 * The levels at which a contour trace has lines: those it names, or round numbers.
 * @param {any} trace
 * @param {number} low
 * @param {number} high
 * @returns {number[]}
 */
export function levelsOf({ contours, ncontours }, low, high) {
  const { start, end, size } = contours ?? {};
  if (size > 0) return Array.from({ length: Math.floor((end - start) / size + 1e-9) + 1 }, (_, k) => start + k * size);
  const axis = { low, high, log: false, size: 1, extent: high - low, title: "", ticks: ncontours || 15 };
  return ticksOf(axis).map(({ place }) => place).filter((level) => level > low && level < high);
}

/**
 * A level's line in pieces: in each cell, between the sides it crosses.
 * @param {Relief} relief
 * @param {number} level
 * @returns {number[][][]} pieces [[x, y], [x, y]]
 */
export function linesAt({ x, y, rows }, level) {
  /** @type {number[][][]} */
  const pieces = [];
  for (let i = 0; i + 1 < rows.length; i += 1) {
    const [lower, upper] = [rows[i], rows[i + 1]];
    for (let j = 0; j + 1 < x.length; j += 1) {
      const above = Number(lower[j] > level) + Number(lower[j + 1] > level) + Number(upper[j + 1] > level)
        + Number(upper[j] > level);
      if (above === 0 || above === 4) continue;
      const corners = [[x[j], y[i], lower[j]], [x[j + 1], y[i], lower[j + 1]],
        [x[j + 1], y[i + 1], upper[j + 1]], [x[j], y[i + 1], upper[j]]];
      const ends = corners.flatMap((a, k) => {
        const b = corners[(k + 1) % 4];
        if (a[2] > level === b[2] > level) return [];
        const t = (level - a[2]) / (b[2] - a[2]);
        return Number.isFinite(t) ? [[a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]] : [];
      });
      for (let k = 0; k + 1 < ends.length; k += 2) pieces.push([ends[k], ends[k + 1]]);
    }
  }
  return pieces;
}

/**
 * A relief's colors pixel by pixel, bilinear between grid points, first row highest.
 * @param {Relief} relief
 * @param {{x: number[], y: number[], width: number, height: number}} window shown ranges and its pixels
 * @param {(share: number) => number[]} colorAt from the lowest, 0, to the highest, 1
 * @param {number[]} ends lowest and highest value
 */
export function shaded({ x, y, rows }, window, colorAt, [low, high]) {
  const { width, height } = window;
  const data = new Uint8ClampedArray(4 * width * height);
  const ramp = Array.from({ length: 256 }, (_, k) => colorAt(k / 255));
  const across = Float64Array.from({ length: width }, (_, k) => indexOf(x, between(window.x, (k + 0.5) / width)));
  for (let row = 0; row < height; row += 1) {
    const v = indexOf(y, between(window.y, 1 - (row + 0.5) / height));
    if (Number.isNaN(v)) continue;
    const i = Math.min(Math.floor(v), y.length - 2);
    for (let column = 0; column < width; column += 1) {
      const u = across[column];
      if (Number.isNaN(u)) continue;
      const j = Math.min(Math.floor(u), x.length - 2);
      const south = rows[i][j] + (u - j) * (rows[i][j + 1] - rows[i][j]);
      const north = rows[i + 1][j] + (u - j) * (rows[i + 1][j + 1] - rows[i + 1][j]);
      const share = (south + (v - i) * (north - south) - low) / (high - low || 1);
      if (Number.isNaN(share)) continue;
      const color = ramp[Math.round(255 * Math.min(1, Math.max(0, share)))];
      const at = 4 * (row * width + column);
      [data[at], data[at + 1], data[at + 2]] = color;
      data[at + 3] = 255;
    }
  }
  return data;
}

/**
 * @param {number[]} range
 * @param {number} share
 */
function between([from, to], share) {
  return from + share * (to - from);
}

/**
 * Where a value is among evenly spaced ones; NaN beyond them.
 * @param {ArrayLike<number>} values
 * @param {number} value
 */
function indexOf(values, value) {
  const last = values.length - 1;
  const place = ((value - values[0]) / (values[last] - values[0])) * last;
  return place >= 0 && place <= last ? place : NaN;
}
