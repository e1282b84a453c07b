import { lowered } from "../drawing/letters.js";

/** @import { Exercise, Matrix } from "./correlation.js" */

/**
 * What a reader points at: an output of the map, a pixel of the image, a number of the kernel, or an
 * entry of T; `asked` says which of the two sides, a value or a derivative.
 * @typedef {{kind: "output" | "pixel" | "tap" | "entry", index: number, derivative?: boolean}} Focus
 * @typedef {{x: Matrix, K: Matrix, delta: Matrix}} Given
 */

/**
 * The cells of each grid, row by row, that belong to what is pointed at.
 * @param {Exercise} exercise
 * @param {Focus} focus
 * @returns {Record<"x" | "K" | "y" | "T" | "columns", number[]>}
 */
export function linkedTo({ taps, columns }, focus) {
  const [pixels, count] = [taps[0].length, columns[0].length];
  const entry = focus.kind === "entry" ? [Math.floor(focus.index / pixels), focus.index % pixels] : null;
  /** @type {{output: number, pixel: number, tap: number}[]} */
  const meetings = taps.flatMap((row, output) => row.flatMap((tap, pixel) => (
    tap >= 0 ? [{ output, pixel, tap }] : [])));
  const own = meetings.filter((one) => (
    entry ? one.output === entry[0] && one.pixel === entry[1] : one[/** @type {"tap"} */ (focus.kind)] === focus.index));
  /** @type {(name: "output" | "pixel" | "tap") => number[]} */
  const each = (name) => [...new Set([...(focus.kind === name ? [focus.index] : []), ...own.map((one) => one[name])])];
  return { x: each("pixel"), K: each("tap"), y: each("output"),
    T: own.map(({ output, pixel }) => output * pixels + pixel),
    columns: own.map(({ output, tap }) => output * count + tap) };
}

/**
 * How what is pointed at is computed, with its numbers; without the result where it is asked for.
 * @param {Exercise} exercise
 * @param {Given} given
 * @param {Focus} focus
 * @param {boolean} hidden
 */
export function told(exercise, { x, K, delta }, focus, hidden) {
  const { taps, y, byImage, byKernel, columns } = exercise;
  const { index } = focus;
  const [d, k, pixels] = [delta.flat(), K.flat(), x.flat()];
  const [width, side] = [x[0].length, K[0].length];
  /** @type {(letter: string, at: number, across: number) => string} */
  const named = (letter, at, across) => letter + lowered(Math.floor(at / across) + 1) + lowered((at % across) + 1);
  /** @type {(products: number[][], result: number) => string} */
  const sum = (products, result) => (
    [...(products.length > 0 ? [products.map((pair) => pair.map(factor).join("·")).join(" + ")] : []),
      hidden ? "?" : written(result)].join(" = "));
  if (focus.kind === "output" && !focus.derivative) {
    const products = taps[index].flatMap((tap, pixel) => (tap < 0 ? [] : [[k[tap], pixels[pixel]]]));
    return `${named("y", index, y[0].length)} = ${sum(products, y.flat()[index])}: `
      + `row ${index + 1} of T times vec X, or row ${index + 1} of im2col times vec K.`;
  }
  if (focus.kind === "output") {
    return `${named("δ", index, y[0].length)} = ${written(d[index])} adds itself times the kernel to its window of `
      + `∂C/∂X: row ${index + 1} of T. A transposed convolution stamps its input in this way.`;
  }
  if (focus.kind === "pixel" && focus.derivative) {
    const products = taps.flatMap((row, output) => (row[index] < 0 ? [] : [[k[row[index]], d[output]]]));
    return `${named("∂C/∂x", index, width)} = ${sum(products, byImage.flat()[index])}: column ${index + 1} of T times vec δ.`;
  }
  if (focus.kind === "tap" && focus.derivative) {
    const products = columns.map((row, output) => [row[index], d[output]]);
    return `${named("∂C/∂k", index, side)} = ${sum(products, byKernel.flat()[index])}: `
      + `column ${index + 1} of im2col times vec δ.`;
  }
  if (focus.kind === "pixel") {
    const count = taps.filter((row) => row[index] >= 0).length;
    return `${named("x", index, width)} = ${written(pixels[index])} is column ${index + 1} of T: ${seen(count)}.`;
  }
  if (focus.kind === "tap") {
    const count = taps.flat().filter((tap) => tap === index).length;
    return `${named("k", index, side)} = ${written(k[index])} stands at ${standing(count)}.`;
  }
  const [output, pixel] = [Math.floor(index / pixels.length), index % pixels.length];
  const tap = taps[output][pixel];
  const [from, to] = [named("x", pixel, width), named("y", output, y[0].length)];
  const where = `Row ${output + 1}, column ${pixel + 1} of T`;
  return tap < 0 ? `${where} is 0 whatever the kernel: ${to} does not see ${from}.`
    : `${where} is ${named("k", tap, side)} = ${written(k[tap])}: through it ${to} sees ${from}.`;
}

/** @param {number} count */
function seen(count) {
  if (count === 0) return "no output sees it";
  return count === 1 ? "one output sees it" : `${count} outputs see it, each through another number of the kernel`;
}

/** @param {number} count */
function standing(count) {
  if (count === 0) return "no place of T: it meets nothing but zeros of the margin";
  return count === 1 ? "one place of T" : `${count} places of T: one number, shared`;
}

/**
 * A number as one writes it: at most four decimals, no rounding dust, a true minus sign.
 * @param {number} value
 */
export function written(value) {
  return String(Math.round(value * 1e4) / 1e4 + 0).replace("-", "−");
}

/** @param {number} value */
function factor(value) {
  return value < 0 ? `(${written(value)})` : written(value);
}
