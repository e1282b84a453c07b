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
 * Paint levels 0…255 as colors from class 0 to class 1; beyond them the colors are full.
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
 * The color of one value of F, 0 for class 0 and 1 for class 1, as a field of them is painted.
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
 * 256 colors from class 0 over the paper to class 1, as the integers of ImageData (ABGR).
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

/** So near to ½, in 255ths, a value is ½ but for rounding: those of an area have either sign. */
const ROUNDED = 1e-3;
/** Every how many cells a line hatches an area. */
const HATCHED = 5;

/**
 * Where the field is ½ all over: diagonals through the 2×2 blocks of cells whose corners all are.
 * @returns {number[][][]} pieces as those of the level
 * @param {Field} field
 */
export function flatPieces(field) {
  const place = placeIn(field);
  return blocksOf(field).filter(({ row, column, heights }) => isFlat(heights) && (row + column) % HATCHED === 0)
    .map(({ row, column }) => [place([column, row + 1]), place([column + 1, row])]);
}

/**
 * The level ½ of a field: in each 2×2 block of cells, between the sides it crosses; beside an area
 * that is ½ all over there is none.
 * @returns {number[][][]} pieces [[u, v], [u, v]] in shares of the window, from its lower left
 * @param {Field} field
 */
export function levelPieces(field) {
  const [place, blocks] = [placeIn(field), blocksOf(field)];
  /** @type {Set<number>} the cells of areas */
  const flat = new Set(blocks.flatMap(({ cells, heights }) => (isFlat(heights) ? cells : [])));
  return blocks.filter(({ cells }) => !cells.some((cell) => flat.has(cell))).flatMap(({ row, column, heights }) => {
    const ends = crossings(heights, column, row).map(place);
    // A corner that is ½ itself is no piece.
    return ends.flatMap((end, k) => (k % 2 && `${end}` !== `${ends[k - 1]}` ? [[ends[k - 1], end]] : []));
  });
}

/**
 * The blocks that the level ½ goes through or fills: their cells, and how far these are above it,
 * around from the lower left.
 * @param {Field} field
 */
function blocksOf({ rows, columns, level }) {
  const found = [];
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      const at = row * columns + column;
      const [a, b, c, d] = [above(level[at]), above(level[at + 1]), above(level[at + columns + 1]),
        above(level[at + columns])];
      if ((a > 0 && b > 0 && c > 0 && d > 0) || (a < 0 && b < 0 && c < 0 && d < 0)) continue;
      found.push({ row, column, cells: [at, at + 1, at + columns + 1, at + columns], heights: [a, b, c, d] });
    }
  }
  return found;
}

/** How far a value is above ½; nothing where it is ½ but for rounding. @param {number} level */
function above(level) {
  return Math.abs(level - 127.5) < ROUNDED ? 0 : level - 127.5;
}

/** @param {number[]} heights */
function isFlat(heights) {
  return heights.every((height) => height === 0);
}

/**
 * Where a cell is, in shares of the window.
 * @param {Field} field
 * @returns {(cell: number[]) => number[]}
 */
function placeIn({ rows, columns }) {
  return ([column, row]) => [(column + 0.5) / columns, (row + 0.5) / rows];
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
