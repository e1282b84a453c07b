import { lowered } from "../drawing/letters.js";
import { pixelOf } from "../kernels/correlation.js";
import { linkedTo, written } from "../kernels/linked.js";
import { marked, numberOf } from "./entries.js";

/** @import { Exercise, Laying, Matrix } from "../kernels/correlation.js" */
/** @import { Focus, Given } from "../kernels/linked.js" */
/** @import { Cell } from "./cells.js" */

/**
 * @typedef {object} State of the exercise on stage
 * @property {Given} given
 * @property {Laying} laying
 * @property {Exercise} exercise
 * @property {{byImage: Matrix, byKernel: Matrix}} measured by central differences
 * @property {Focus | null} focus
 * @property {boolean} hidden whether results are the reader's to fill in
 * @property {(key: string) => string} entry what a reader has written there
 * @property {string} [refused] the cell whose last entry was not taken
 * @typedef {{cells: Cell[][], focus: (i: number, j: number) => Focus | null}} Table
 */

/** The results that a reader can be asked for. */
export const ASKED = /** @type {const} */ (["y", "byImage", "byKernel"]);

/**
 * Every table of an exercise, its cells and what each of them points at.
 * @param {State} state
 * @returns {Record<string, Table>}
 */
export function tablesOf(state) {
  const { given: { x, K, delta }, exercise: { y, T, taps, columns, byImage, byKernel }, measured, hidden } = state;
  const links = state.focus ? linkedTo(state.exercise, state.focus) : null;
  const lit = Object.fromEntries(Object.entries(links ?? {}).map(([name, cells]) => [name, new Set(cells)]));
  /** @type {(name: string, at: number) => boolean} */
  const isLit = (name, at) => lit[name]?.has(at) ?? false;
  /** @type {(kind: "pixel" | "tap" | "output", derivative: boolean, across: number) => (i: number, j: number) => Focus} */
  const to = (kind, derivative, across) => (i, j) => ({ kind, index: i * across + j, derivative });
  const [w, k, m] = [x[0].length, K[0].length, y[0].length];
  /** @type {(value: number, name: string, at: boolean, kind?: string) => Cell} */
  const cell = (value, name, at, kind = "number") => ({ value, text: written(value), kind, lit: at, name });
  /** @type {(values: Matrix, name: string, of: string, kind?: string) => Cell[][]} */
  const grid = (values, name, of, kind) => values.map((row, i) => row.map((value, j) => (
    cell(value, nameOf(name, i, j), isLit(of, i * row.length + j), kind))));
  /** @type {(key: string, values: Matrix, name: string, of: string) => Cell[][]} */
  const asked = (key, values, name, of) => {
    const cells = grid(values, name, of, hidden ? "input" : "number");
    return hidden ? cells.map((row, i) => row.map((one, j) => filledIn(one, state.entry(`${key} ${i} ${j}`)))) : cells;
  };
  /** @type {(cells: Cell[][]) => Cell[][]} */
  const secret = (cells) => cells.map((row) => row.map((one) => (hidden ? { ...one, value: 0, text: "?" } : one)));
  const measuredCells = (/** @type {Matrix} */ values, /** @type {string} */ name, /** @type {string} */ of) => (
    secret(grid(values, `central difference ${name}`, of)));
  const side = { delta: grid(delta, "δ", "y", "side").flat(), y: secret(grid(y, "y", "y", "side")).flat() };
  return {
    x: { cells: refusedIn("x", withMargin(grid(x, "x", "x", "input"), state), state), focus: (i, j) => inside(i, j, state) },
    K: { cells: refusedIn("K", grid(K, "k", "K", "input"), state), focus: to("tap", false, k) },
    y: { cells: asked("y", y, "y", "y"), focus: to("output", false, m) },
    delta: { cells: refusedIn("delta", grid(delta, "δ", "y", "input"), state), focus: to("output", true, m) },
    byImage: { cells: asked("byImage", byImage, "∂C/∂x", "x"), focus: to("pixel", true, w) },
    imageMeasured: { cells: measuredCells(measured.byImage, "∂C/∂x", "x"), focus: to("pixel", true, w) },
    byKernel: { cells: asked("byKernel", byKernel, "∂C/∂k", "K"), focus: to("tap", true, k) },
    kernelMeasured: { cells: measuredCells(measured.byKernel, "∂C/∂k", "K"), focus: to("tap", true, k) },
    T: framed(connected(grid(T, "T", "T"), taps), { ...side, above: grid(x, "x", "x", "side").flat(),
      below: secret(grid(byImage, "∂C/∂x", "x", "side")).flat(), across: "pixel" }),
    columns: framed(grid(columns, "im2col", "columns"), { ...side, above: grid(K, "k", "K", "side").flat(),
      below: secret(grid(byKernel, "∂C/∂k", "K", "side")).flat(), across: "tap" }),
  };
}

/**
 * What belongs into every cell that is asked for.
 * @param {Exercise} exercise
 */
export function answers(exercise) {
  return Object.fromEntries(ASKED.flatMap((key) => exercise[key].flatMap((row, i) => (
    row.map((value, j) => [`${key} ${i} ${j}`, written(value)])))));
}

/**
 * @param {Cell} cell
 * @param {string} entry
 * @returns {Cell}
 */
function filledIn(cell, entry) {
  return { ...cell, text: entry, value: numberOf(entry) ?? 0, mark: marked(entry, cell.value) };
}

/**
 * The cell whose last entry was not taken is marked.
 * @param {string} key
 * @param {Cell[][]} cells
 * @param {State} state
 */
function refusedIn(key, cells, { refused }) {
  return cells.map((row, i) => row.map((one, j) => (refused === `${key} ${i} ${j}` ? { ...one, mark: "refused" } : one)));
}

/**
 * Entries of T that are 0 whatever the kernel are points.
 * @param {Cell[][]} cells
 * @param {Matrix} taps
 */
function connected(cells, taps) {
  return cells.map((row, i) => row.map((cell, j) => (taps[i][j] < 0 ? { ...cell, text: "·", kind: "empty" } : cell)));
}

/**
 * The image within the zeros of its margin, over which windows reach.
 * @param {Cell[][]} cells
 * @param {State} state
 */
function withMargin(cells, { laying, exercise, given: { K }, focus }) {
  const { padding, more } = laying;
  const [h, w] = [cells, cells[0]].map(({ length }) => length + 2 * padding + more);
  const taps = K.length * K[0].length;
  const window = new Set(focus?.kind !== "output" ? [] : Array.from({ length: taps }, (_, tap) => (
    pixelOf(focus.index, tap, { shape: exercise.shape, kernel: [K.length, K[0].length] }, laying).join(" "))));
  return Array.from({ length: h }, (_, i) => Array.from({ length: w }, (_, j) => {
    const [row, column] = [i - padding, j - padding];
    const own = cells[row]?.[column];
    const lit = window.has(`${row} ${column}`);
    return own ? { ...own, lit: own.lit || lit } : { value: 0, text: "0", kind: "margin", lit, name: "margin" };
  }));
}

/**
 * @param {number} i
 * @param {number} j
 * @param {State} state
 * @returns {Focus | null}
 */
function inside(i, j, { laying: { padding }, given: { x } }) {
  const [row, column] = [i - padding, j - padding];
  const there = row >= 0 && column >= 0 && row < x.length && column < x[0].length;
  return there ? { kind: "pixel", index: row * x[0].length + column } : null;
}

/**
 * A matrix with what it is multiplied by above and at its left, and the products at its right and below:
 * M above = right, and Mᵀ left = below.
 * @param {Cell[][]} cells
 * @param {{delta: Cell[], y: Cell[], above: Cell[], below: Cell[], across: "pixel" | "tap"}} sides
 * @returns {Table}
 */
function framed(cells, { delta, y, above, below, across }) {
  /** @type {Cell} */
  const corner = { value: 0, text: "", kind: "corner", lit: false, name: "" };
  const [rows, columns] = [cells.length, cells[0].length];
  return {
    cells: [[corner, ...above, corner], ...cells.map((row, i) => [delta[i], ...row, y[i]]), [corner, ...below, corner]],
    focus: (i, j) => {
      const [row, column] = [i - 1, j - 1];
      const [inRows, inColumns] = [row >= 0 && row < rows, column >= 0 && column < columns];
      if (!inRows && !inColumns) return null;
      if (!inRows) return { kind: across, index: column, derivative: row > 0 };
      if (!inColumns) return { kind: "output", index: row, derivative: column < 0 };
      return across === "pixel" ? { kind: "entry", index: row * columns + column } : { kind: "output", index: row };
    },
  };
}

/**
 * @param {string} letter
 * @param {number} i
 * @param {number} j
 */
function nameOf(letter, i, j) {
  return `${letter}${lowered(i + 1)}${i > 8 || j > 8 ? "," : ""}${lowered(j + 1)}`;
}
