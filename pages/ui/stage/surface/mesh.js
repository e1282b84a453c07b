import { inWorld, onAxis } from "./box.js";

/**
 * A surface as points of the world, rows along beta, with what each shows.
 *
 * @typedef {object} Mesh
 * @property {number} columns
 * @property {number} rows
 * @property {Float32Array} position (rows * columns, 3)
 * @property {Float32Array} normal (rows * columns, 3), of length 1
 * @property {Float32Array} shade (rows * columns), 0 for the lowest and 1 for the highest
 * @property {Float32Array} height (rows * columns), on the vertical axis
 */

/**
 * The mesh of a surface trace. A point that is not finite has no finite position.
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>, z: ArrayLike<number>[],
 *   surfacecolor?: ArrayLike<number>[], cmin?: number, cmax?: number}} trace
 * @param {import("./box.js").Box} box
 * @param {number} points a coarser grid is refined to so many or more along each axis
 * @returns {Mesh}
 */
export function meshOf(trace, box, points) {
  const across = refined(trace.x, points);
  const along = refined(trace.y, points);
  const [columns, rows] = [across.length, along.length];
  const height = new Float32Array(columns * rows);
  const shade = new Float32Array(columns * rows);
  const position = new Float32Array(3 * columns * rows);
  const heights = trace.z.map((row) => Float64Array.from(row, (value) => onAxis(box[2], value)));
  const colored = trace.surfacecolor ?? heights;
  const [low, high] = [trace.cmin, trace.cmax].every(Number.isFinite)
    ? [Number(trace.cmin), Number(trace.cmax)] : endsOf(colored);
  along.forEach((v, i) => across.forEach((u, j) => {
    const at = i * columns + j;
    height[at] = bilinear(heights, v, u);
    shade[at] = (bilinear(colored, v, u) - low) / (high - low || 1);
    position[3 * at] = inWorld(box[0], valueAt(trace.x, u));
    position[3 * at + 1] = inWorld(box[1], valueAt(trace.y, v));
    position[3 * at + 2] = inWorld(box[2], height[at]);
  }));
  return { columns, rows, position, normal: normals(position, columns, rows), shade, height };
}

/**
 * Positions between the entries of an axis, in entries.
 * @param {ArrayLike<number>} axis
 * @param {number} points
 */
function refined({ length }, points) {
  let fine = length;
  while (fine < points) fine *= 2;
  const factor = Math.round(fine / length);
  return Float64Array.from({ length: (length - 1) * factor + 1 }, (_, k) => k / factor);
}

/**
 * @param {ArrayLike<number>} values
 * @param {number} place
 */
function valueAt(values, place) {
  const k = Math.min(Math.floor(place), values.length - 2);
  return values[k] + (place - k) * (values[k + 1] - values[k]);
}

/**
 * @param {ArrayLike<number>[]} rows
 * @param {number} v
 * @param {number} u
 */
function bilinear(rows, v, u) {
  const i = Math.min(Math.floor(v), rows.length - 2);
  const low = valueAt(rows[i], u);
  return v === i ? low : low + (v - i) * (valueAt(rows[i + 1], u) - low);
}

/**
 * The lowest and the highest of the finite values.
 * @param {ArrayLike<number>[]} rows
 */
export function endsOf(rows) {
  let [low, high] = [Infinity, -Infinity];
  for (const row of rows) {
    for (let j = 0; j < row.length; j += 1) {
      if (!Number.isFinite(row[j])) continue;
      if (row[j] < low) low = row[j];
      if (row[j] > high) high = row[j];
    }
  }
  return [low, high];
}

/**
 * From central differences; one-sided at the edges.
 * @param {Float32Array} position
 * @param {number} columns
 * @param {number} rows
 */
function normals(position, columns, rows) {
  const normal = new Float32Array(position.length);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      const [west, east] = [3 * (i * columns + Math.max(0, j - 1)), 3 * (i * columns + Math.min(columns - 1, j + 1))];
      const [south, north] = [3 * (Math.max(0, i - 1) * columns + j), 3 * (Math.min(rows - 1, i + 1) * columns + j)];
      const slopeAcross = (position[east + 2] - position[west + 2]) / (position[east] - position[west]);
      const slopeAlong = (position[north + 2] - position[south + 2]) / (position[north + 1] - position[south + 1]);
      const length = Math.hypot(slopeAcross, slopeAlong, 1);
      const at = 3 * (i * columns + j);
      normal[at] = -slopeAcross / length;
      normal[at + 1] = -slopeAlong / length;
      normal[at + 2] = 1 / length;
    }
  }
  return normal;
}
