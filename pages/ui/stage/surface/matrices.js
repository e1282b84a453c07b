/** A 4 × 4 matrix by columns, as WebGL and DOMMatrix order it. @typedef {number[]} Matrix */

/**
 * The matrix that applies b first.
 * @param {Matrix} a
 * @param {Matrix} b
 * @returns {Matrix}
 */
export function product(a, b) {
  return Array.from({ length: 16 }, (_, at) => {
    const [row, column] = [at % 4, 4 * Math.floor(at / 4)];
    return a[row] * b[column] + a[row + 4] * b[column + 1] + a[row + 8] * b[column + 2]
      + a[row + 12] * b[column + 3];
  });
}

/**
 * Homogeneous coordinates of a point.
 * @param {Matrix} m
 * @param {number[]} point [x, y, z]
 * @returns {number[]}
 */
export function transform(m, [x, y, z]) {
  return [0, 1, 2, 3].map((row) => m[row] * x + m[row + 4] * y + m[row + 8] * z + m[row + 12]);
}

/**
 * A point after a matrix with perspective.
 * @param {Matrix} m
 * @param {number[]} point [x, y, z]
 * @returns {number[]}
 */
export function project(m, point) {
  const [x, y, z, w] = transform(m, point);
  return [x / w, y / w, z / w];
}

/**
 * By Gauss-Jordan with pivots; entries are not finite where the matrix is singular.
 * @param {Matrix} m
 * @returns {Matrix}
 */
export function inverse(m) {
  const rows = [0, 1, 2, 3].map((row) => [0, 1, 2, 3, 4, 5, 6, 7].map((column) => (
    column < 4 ? m[row + 4 * column] : Number(column - 4 === row))));
  for (let k = 0; k < 4; k += 1) {
    const pivot = [0, 1, 2, 3].slice(k).reduce((best, row) => (
      Math.abs(rows[row][k]) > Math.abs(rows[best][k]) ? row : best), k);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    const scaled = rows[k].map((value) => value / rows[k][k]);
    rows.forEach((row, i) => {
      rows[i] = i === k ? scaled : row.map((value, column) => value - row[k] * scaled[column]);
    });
  }
  return Array.from({ length: 16 }, (_, at) => rows[at % 4][4 + Math.floor(at / 4)]);
}

/**
 * Look from one point at another; `up` need not be orthogonal.
 * @param {number[]} eye
 * @param {number[]} center
 * @param {number[]} up
 * @returns {Matrix}
 */
export function lookAt(eye, center, up) {
  const back = normalized(eye.map((value, k) => value - center[k]));
  const right = normalized(cross(up, back));
  const top = cross(back, right);
  const columns = [0, 1, 2].flatMap((k) => [right[k], top[k], back[k], 0]);
  return [...columns, ...[right, top, back].map((axis) => -dot(axis, eye)), 1];
}

const [NEAR, FAR] = [0.01, 1000];
/** Half the height of the picture at distance 1, an angle of π/8. */
const HALF = Math.tan(Math.PI / 8);

/**
 * A camera's lens, that of Plotly's scenes.
 * @param {number} aspect width by height
 * @returns {Matrix}
 */
export function perspective(aspect) {
  const depth = NEAR - FAR;
  return [1 / (HALF * aspect), 0, 0, 0, 0, 1 / HALF, 0, 0, 0, 0, (NEAR + FAR) / depth, -1,
    0, 0, (2 * NEAR * FAR) / depth, 0];
}

/**
 * @param {number[]} a
 * @param {number[]} b
 */
export function dot(a, b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/**
 * @param {number[]} a
 * @param {number[]} b
 */
export function cross(a, b) {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** @param {number[]} v */
export function normalized(v) {
  const length = Math.hypot(...v) || 1;
  return v.map((value) => value / length);
}
