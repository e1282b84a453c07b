import { clamp } from "../drawing/numbers.js";

const GAP = 12;
const LARGEST_CELL = 68;
const SMALLEST_WITH_NUMBER = [17, 12];
/** So much of a cell's side is the height of its number, within these bounds. */
const [OF_CELL, LEAST_NUMBER, LARGEST_NUMBER] = [0.34, 12, 20];
/** Rows of a matrix may be as high as this, and higher where its cells are wider. */
const HIGH_ROW = 26;
/** Below this a panel scrolls with its page. */
const NARROW = 640;

/**
 * How many cells stand beside and below each other.
 * @typedef {object} Counts
 * @property {number} side of the image
 * @property {number} margin rows and columns of zeros around it, both sides together
 * @property {number} kernel
 * @property {number} map
 */

/**
 * The side of a cell of the grids above.
 * @param {number} width of the panel
 * @param {number} height
 * @param {Counts} counts
 */
export function cellOf(width, height, { side, margin, kernel, map }) {
  if (width < NARROW) return 30;
  const across = 3 * side + margin + 3 * kernel + 2 * map;
  return Math.floor(Math.min(LARGEST_CELL, (width - 17 * GAP) / across - 1, (0.4 * height) / Math.max(side + margin, map)));
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
  const tall = clamp(left / rows - 1, 4, Math.max(HIGH_ROW, wide));
  const wordless = wide < SMALLEST_WITH_NUMBER[0] || tall < SMALLEST_WITH_NUMBER[1];
  // Rows without numbers stand next to each other.
  return { tall: wordless ? tall + 1 : tall, wordless };
}

/**
 * The height of a number in a cell.
 * @param {number} side
 */
export function numberOn(side) {
  return clamp(OF_CELL * side, LEAST_NUMBER, LARGEST_NUMBER);
}
