import { clamp } from "../drawing/numbers.js";
import { written } from "../kernels/linked.js";
import { numberOf } from "./entries.js";

const GAP = 12;
const [LEAST_CELL, LARGEST_CELL] = [16, 68];
const SMALLEST_WITH_NUMBER = [17, 12];
/** So much of a cell's side is the height of its number, within these bounds. */
const [OF_CELL, LEAST_NUMBER, LARGEST_NUMBER] = [0.34, 12, 20];
/** Rows of a matrix may be as high as this, and higher where its cells are wider. */
const HIGH_ROW = 26;
/** Numbers that are long have type of so much of the usual at least. */
const LEAST_SHARE = 0.75;
/** With more rows than these a matrix is a picture without numbers. */
const MOST_READABLE = 28;
/** Below this a panel scrolls with its page. */
const NARROW = 640;

/**
 * How many cells stand beside and below each other.
 * @typedef {object} Counts
 * @property {number} side of the image
 * @property {number} margin rows and columns of zeros around it, both sides together
 * @property {number} kernel
 * @property {number} map
 * @property {number[]} titles how wide the titles are of image, kernel, map, δ, and of both derivatives twice
 */

/**
 * The side of a cell of the grids above.
 * @param {number} width of the panel
 * @param {number} height
 * @param {Counts} counts
 */
export function cellOf(width, height, { side, margin, kernel, map, titles }) {
  if (width < NARROW) return 30;
  const across = [side + margin, kernel, map, map, side, side, kernel, kernel];
  // A grid is as wide as its cells or as its title.
  const taken = (/** @type {number} */ cell) => (
    across.reduce((sum, columns, k) => sum + Math.max(columns * (cell + 1), titles[k] ?? 0), 17 * GAP));
  let cell = Math.floor(Math.min(LARGEST_CELL, (0.4 * height) / Math.max(side + margin, map)));
  while (cell > LEAST_CELL && taken(cell) > width) cell -= 1;
  return cell;
}

/**
 * The width of the cells of one of two matrices, each with a column on both sides.
 * @param {number} width
 * @param {number} columns of this one
 * @param {number} others of the other one
 */
export function wideOf(width, columns, others) {
  const room = width < NARROW ? (width - 10) / (columns + 2) : (width - 4 * GAP) / (columns + others + 4);
  return Math.min(LARGEST_CELL, Math.floor(room) - 1);
}

/**
 * The height of a matrix's rows, and whether their cells are too small for numbers.
 * @param {number} wide
 * @param {number} left the height that is left for all rows
 * @param {number} rows
 */
export function rowOf(wide, left, rows) {
  const tall = clamp(left / rows - 1, 0, Math.max(HIGH_ROW, wide));
  const wordless = wide < SMALLEST_WITH_NUMBER[0] || tall < SMALLEST_WITH_NUMBER[1];
  // Rows without numbers stand next to each other.
  return { tall: wordless ? tall + 1 : tall, wordless };
}

/**
 * The height that a matrix's rows need for their numbers; that of none where they are too many for a panel.
 * @param {number} rows
 * @param {number} number the height of a number
 */
export function readable(rows, number) {
  return rows > MOST_READABLE ? 0 : rows * (Math.max(SMALLEST_WITH_NUMBER[1], number) + 2);
}

/**
 * A number as it fits into its cell: with as many decimals as there is room for, rounded; "≈0" where only
 * 0 would be left of it. A whole part that is too wide has smaller type, of this share of the usual, and
 * where that would be too small "…" stands for it. What is no number stays.
 * @param {string} text
 * @param {number} room
 * @param {(text: string) => number} widthOf
 */
export function fitted(text, room, widthOf) {
  const value = numberOf(text);
  if (value === null || widthOf(text) <= room) return { text, share: 1 };
  const shorter = [3, 2, 1, 0].map((decimals) => written(Number(value.toFixed(decimals))));
  const shown = shorter.find((one) => widthOf(one) <= room) ?? shorter[3];
  const share = Math.min(1, room / widthOf(shown));
  if (share < LEAST_SHARE) return { text: "…", share: 1 };
  return { text: shown === "0" ? "≈0" : shown, share };
}

/**
 * The height of a number in a cell.
 * @param {number} side
 */
export function numberOn(side) {
  return clamp(OF_CELL * side, LEAST_NUMBER, LARGEST_NUMBER);
}
