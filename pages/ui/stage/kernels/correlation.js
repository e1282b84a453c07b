/**
 * One kernel on one image, as an exercise: matrices are arrays of rows.
 *
 * @typedef {number[][]} Matrix
 * @typedef {{stride: number, padding: number, more: number, dilation: number, turned: boolean}} Laying
 *   how the kernel is laid on the image: zeros on each side, and more of them below and at the right;
 *   turned by 180° it is the convolution of mathematics
 * @typedef {object} Exercise
 * @property {[number, number]} shape of the map
 * @property {Matrix} y the map
 * @property {Matrix} taps which number of the kernel, row by row, T has at output and pixel; -1 for none
 * @property {Matrix} T
 * @property {Matrix} columns im2col: the window of each output as a row, in the order of the kernel
 * @property {Matrix} byImage ∂C/∂X = Tᵀδ
 * @property {Matrix} byKernel ∂C/∂K
 */

/**
 * How many windows fit along an axis: ⌊(n + 2p + more − d(k − 1) − 1)/s⌋ + 1.
 * @param {number} n
 * @param {number} k
 * @param {Laying} laying
 */
export function placesOf(n, k, { stride, padding, more, dilation }) {
  return Math.floor((n + 2 * padding + more - dilation * (k - 1) - 1) / stride) + 1;
}

/**
 * Rows of so many numbers.
 * @param {ArrayLike<number>} flat
 * @param {number} columns
 * @returns {Matrix}
 */
export function rowsOf(flat, columns) {
  return Array.from({ length: flat.length / columns }, (_, i) => (
    Array.from({ length: columns }, (_, j) => flat[i * columns + j])));
}

/**
 * The pixel [row, column] that a number of the kernel meets at an output; it may be in the margin.
 * @param {number} output row by row
 * @param {number} tap the number's, row by row in the kernel as it is written
 * @param {{shape: [number, number], kernel: [number, number]}} sizes
 * @param {Laying} laying
 */
export function pixelOf(output, tap, { shape, kernel }, { stride, padding, dilation, turned }) {
  const laid = turned ? kernel[0] * kernel[1] - 1 - tap : tap;
  const [i, j] = [Math.floor(output / shape[1]), output % shape[1]];
  const [u, v] = [Math.floor(laid / kernel[1]), laid % kernel[1]];
  return [i * stride + u * dilation - padding, j * stride + v * dilation - padding];
}

/**
 * Everything that an exercise asks for.
 * @param {Matrix} x
 * @param {Matrix} K
 * @param {Matrix} delta as large as the map
 * @param {Laying} laying
 * @returns {Exercise}
 */
export function exercise(x, K, delta, laying) {
  const [h, w] = [x.length, x[0].length];
  /** @type {[number, number]} */
  const kernel = [K.length, K[0].length];
  /** @type {[number, number]} */
  const shape = [placesOf(h, kernel[0], laying), placesOf(w, kernel[1], laying)];
  const [outputs, taps] = [shape[0] * shape[1], kernel[0] * kernel[1]];
  const at = Array.from({ length: outputs }, () => new Array(h * w).fill(-1));
  const columns = at.map((row, output) => Array.from({ length: taps }, (_, tap) => {
    const [i, j] = pixelOf(output, tap, { shape, kernel }, laying);
    if (i < 0 || j < 0 || i >= h || j >= w) return 0;
    row[i * w + j] = tap;
    return x[i][j];
  }));
  const [k, d] = [K.flat(), delta.flat()];
  const T = at.map((row) => row.map((tap) => (tap < 0 ? 0 : k[tap])));
  return { shape, taps: at, T, columns,
    y: rowsOf(times(columns, k), shape[1]),
    byImage: rowsOf(timesTransposed(T, d), w),
    byKernel: rowsOf(timesTransposed(columns, d), kernel[1]) };
}

/**
 * The cost whose derivative by the map is δ: C = Σ δ y.
 * @param {Matrix} x
 * @param {Matrix} K
 * @param {Matrix} delta
 * @param {Laying} laying
 */
export function costOf(x, K, delta, laying) {
  const [y, d] = [exercise(x, K, delta, laying).y.flat(), delta.flat()];
  return y.reduce((sum, value, k) => sum + value * d[k], 0);
}

/**
 * Central differences of a function by each entry of a matrix.
 * @param {(changed: Matrix) => number} f
 * @param {Matrix} matrix
 * @param {number} h
 * @returns {Matrix}
 */
export function differences(f, matrix, h) {
  /** @type {(i: number, j: number, by: number) => Matrix} */
  const changed = (i, j, by) => matrix.map((row, k) => row.map((v, l) => (k === i && l === j ? v + by : v)));
  return matrix.map((row, i) => row.map((_, j) => (f(changed(i, j, h)) - f(changed(i, j, -h))) / (2 * h)));
}

/**
 * A v.
 * @param {Matrix} A
 * @param {number[]} v
 */
function times(A, v) {
  return A.map((row) => row.reduce((sum, a, k) => sum + a * v[k], 0));
}

/**
 * Aᵀ v.
 * @param {Matrix} A
 * @param {number[]} v
 */
function timesTransposed(A, v) {
  return A[0].map((_, j) => A.reduce((sum, row, i) => sum + row[j] * v[i], 0));
}
