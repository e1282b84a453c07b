import { formatNumber } from "../drawing/numbers.js";

/** @import { Exercise, Matrix } from "../kernels/correlation.js" */
/** @import { Focus } from "../kernels/linked.js" */
/** @import { Table } from "./kernel_tables.js" */

/** @typedef {{byImage: Matrix, byKernel: Matrix}} Measured both derivatives by central differences */

/** How far a number is moved for a central difference. */
export const STEP = 1e-3;

/**
 * How far formulas and central differences are apart.
 * @param {Exercise} exercise
 * @param {Measured} measured
 */
export function gapOf({ byImage, byKernel }, measured) {
  const pairs = [[byImage, measured.byImage], [byKernel, measured.byKernel]];
  const gaps = pairs.flatMap(([a, b]) => a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i][j]))));
  return `formulas and central differences are at most ${formatNumber(Math.max(...gaps))} apart`;
}

/**
 * The central difference beside a derivative that is pointed at; nothing beside a value.
 * @param {Focus} focus
 * @param {Measured} measured
 */
export function differenceOf({ kind, index, derivative }, measured) {
  if (!derivative || kind === "output") return "";
  const values = (kind === "pixel" ? measured.byImage : measured.byKernel).flat();
  return ` The central difference with h = ${STEP} is ${values[index].toPrecision(12).replace("-", "−")}.`;
}

/**
 * How many of the cells that are asked for are right.
 * @param {Table[]} asked
 */
export function progressOf(asked) {
  const marks = asked.flatMap(({ cells }) => cells.flat().map(({ mark }) => mark));
  const [right, wrong] = ["right", "wrong"].map((one) => marks.filter((mark) => mark === one).length);
  if (right + wrong === 0) return "Fill in any cell: it is marked at once. Pointing at a cell writes down its products.";
  return right === marks.length ? `All ${right} cells are right.` : `${right} of ${marks.length} cells right ✓, ${wrong} wrong ✗.`;
}
