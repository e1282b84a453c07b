import { contextOf } from "./canvas.js";
import { toRgb } from "./colors.js";

const STRENGTH = 0.75;

/**
 * @typedef {{rows: number, columns: number, level: ArrayLike<number>}} Field level = 255·probability,
 *   first row lowest
 * @typedef {{x: number, y: number, width: number, height: number}} Frame in pixels
 * @typedef {{context: CanvasRenderingContext2D, image: ImageData, pixels: Uint32Array,
 *   ramp: Uint32Array, rampKey: string | null}} Painter
 * @typedef {{scene: {colors: Record<string, string>}, theme: import("./canvas.js").Theme}} Picture
 */

/** @type {WeakMap<HTMLCanvasElement, Painter>} */
const painters = new WeakMap();

/**
 * Paint levels 0…255 as colours from class 0 to class 1; beyond them the colours are full.
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLCanvasElement} canvas
 * @param {Field} field
 * @param {Frame} frame
 * @param {Picture} picture
 */
export function paintField(context, canvas, { rows, columns, level }, frame, picture) {
  const painter = painterFor(canvas, rows, columns);
  const ramp = rampFor(painter, picture);
  for (let row = 0; row < rows; row += 1) {
    const line = (rows - 1 - row) * columns;
    for (let k = 0; k < columns; k += 1) {
      painter.pixels[line + k] = ramp[Math.min(255, Math.max(0, level[row * columns + k])) | 0];
    }
  }
  painter.context.putImageData(painter.image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(painter.context.canvas, frame.x, frame.y, frame.width, frame.height);
}

/**
 * The colour of one value of F, 0 for class 0 and 1 for class 1, as a field of them is painted.
 * @param {number} value
 * @param {Record<string, string>} colors
 * @param {import("./canvas.js").Theme} theme
 */
export function colorOf(value, colors, theme) {
  const lean = 2 * value - 1;
  const share = 100 * STRENGTH * Math.min(1, Math.abs(lean));
  return `color-mix(in srgb, ${colors[lean < 0 ? "class0" : "class1"]} ${share.toFixed(1)}%, ${theme.paper})`;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} rows
 * @param {number} columns
 */
function painterFor(canvas, rows, columns) {
  const known = painters.get(canvas);
  if (known?.image.width === columns && known.image.height === rows) return known;
  const small = document.createElement("canvas");
  small.width = columns;
  small.height = rows;
  const context = contextOf(small);
  const image = context.createImageData(columns, rows);
  const painter = { context, image, pixels: new Uint32Array(image.data.buffer),
    ramp: new Uint32Array(256), rampKey: null };
  painters.set(canvas, painter);
  return painter;
}

/**
 * 256 colours from class 0 over the paper to class 1, as the integers of ImageData (ABGR).
 * @param {Painter} painter
 * @param {Picture} picture
 */
function rampFor(painter, { scene, theme }) {
  if (painter.rampKey === theme.key) return painter.ramp;
  const ends = [toRgb(scene.colors.class0), toRgb(scene.colors.class1)];
  painter.ramp = Uint32Array.from({ length: 256 }, (_, k) => {
    const lean = (k - 127.5) / 127.5;
    const share = STRENGTH * Math.abs(lean);
    const [r, g, b] = ends[lean < 0 ? 0 : 1].map((c, i) => c * share + theme.paperRgb[i] * (1 - share));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
  painter.rampKey = theme.key;
  return painter.ramp;
}

/**
 * The level ½ of a field: in each 2×2 block of cells, between the sides it crosses.
 * @returns {number[][][]} pieces [[u, v], [u, v]] in shares of the window, from its lower left
 * @param {Field} field
 */
export function levelPieces({ rows, columns, level }) {
  /** @type {number[][][]} */
  const pieces = [];
  /** @type {(cell: number[]) => number[]} */
  const place = ([column, row]) => [(column + 0.5) / columns, (row + 0.5) / rows];
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      const at = row * columns + column;
      const heights = [level[at] - 127.5, level[at + 1] - 127.5, level[at + columns + 1] - 127.5,
        level[at + columns] - 127.5];
      const above = Number(heights[0] > 0) + Number(heights[1] > 0) + Number(heights[2] > 0) + Number(heights[3] > 0);
      if (above === 0 || above === 4) continue;
      const ends = crossings(heights, column, row);
      for (let k = 0; k + 1 < ends.length; k += 2) pieces.push([place(ends[k]), place(ends[k + 1])]);
    }
  }
  return pieces;
}

/**
 * Where the sides of a block change their sign; its corners go around from the lower left.
 * @param {number[]} heights
 * @param {number} column
 * @param {number} row
 */
function crossings(heights, column, row) {
  const corners = [[column, row], [column + 1, row], [column + 1, row + 1], [column, row + 1]];
  return corners.flatMap((corner, k) => {
    const next = (k + 1) % 4;
    if (heights[k] > 0 === heights[next] > 0) return [];
    const t = heights[k] / (heights[k] - heights[next]);
    return [corner.map((v, i) => v + t * (corners[next][i] - v))];
  });
}
