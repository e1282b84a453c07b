const LINES = 14;

/**
 * Diagonals over the grid points where the mask is set, with NaN between: what figures.py draws
 * for a surface that stands still.
 * @param {import("./grid.js").CostGrid} grid
 * @param {ArrayLike<number>} mask
 * @returns {{x: Float32Array, y: Float32Array, z: Float32Array}}
 */
export function hatchLines({ alpha, beta, values }, mask) {
  const [columns, rows] = [alpha.length, beta.length];
  /** @type {number[][]} */
  const points = [];
  for (let c = 0; c < rows + columns - 1; c += Math.max(1, Math.floor(rows / LINES))) {
    for (let i = Math.max(0, c - columns + 1); i <= Math.min(rows - 1, c); i += 1) {
      const at = i * columns + c - i;
      points.push(mask[at] ? [alpha[c - i], beta[i], values[at]] : [NaN, NaN, NaN]);
    }
    points.push([NaN, NaN, NaN]);
  }
  const [x, y, z] = [0, 1, 2].map((axis) => Float32Array.from(points, (point) => point[axis]));
  return { x, y, z };
}
