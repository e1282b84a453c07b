import { contextOf, drawInstead, readTheme, widthOf, writeText } from "../drawing/canvas.js";
import { toRgba } from "../drawing/colors.js";
import { SvgContext } from "./svg.js";

/** @import { Theme } from "../drawing/canvas.js" */

/** Sizes in pixels of the picture's caption. */
const [ROW, MARGIN, TITLE_SIZE, NOTE_SIZE] = [18, 10, 13, 11];

/**
 * Canvases that lie over each other as one picture, with a caption above, as sharp as they are.
 * @param {HTMLCanvasElement[]} sheets from the lowest, all of one place and size
 * @param {{title: string, note: string}} words
 * @returns {HTMLCanvasElement}
 */
export function pictureOf(sheets, { title, note }) {
  const [{ clientWidth: width, clientHeight: height }] = sheets;
  const ratio = sheets[0].width / width;
  const theme = readTheme(sheets[0]);
  const canvas = document.createElement("canvas");
  const context = contextOf(canvas);
  const rows = noteRows(context, note, width, theme);
  const caption = heightOf(rows);
  [canvas.width, canvas.height] = [sheets[0].width, Math.round((height + caption) * ratio)];
  context.scale(ratio, ratio);
  writeCaption(context, title, rows, { theme, width, height: height + caption });
  for (const sheet of sheets) context.drawImage(sheet, 0, caption, width, height);
  return canvas;
}

/**
 * A picture as SVG, with the same caption above.
 * @param {HTMLCanvasElement} canvas
 * @param {() => void} draw what is on it
 * @param {{title: string, note: string}} words
 * @returns {string}
 */
export function linesOf(canvas, draw, { title, note }) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const theme = readTheme(canvas);
  const ruler = contextOf(document.createElement("canvas"));
  /** @type {Map<string, number[]>} */
  const known = new Map();
  const drawing = new SvgContext(canvas, { ruler, rgba: (color) => {
    if (!known.has(color)) known.set(color, toRgba(color));
    return known.get(color) ?? [];
  } });
  const context = /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (drawing));
  const rows = noteRows(ruler, note, width, theme);
  const whole = height + heightOf(rows);
  writeCaption(context, title, rows, { theme, width, height: whole });
  drawing.save();
  drawing.translate(0, heightOf(rows));
  drawInstead(canvas, context, draw);
  drawing.restore();
  return drawing.toFile(width, whole, title);
}

/** @type {(context: CanvasRenderingContext2D, note: string, width: number, theme: Theme) => string[]} */
const noteRows = (context, note, width, theme) => (
  rowsOf(note, (text) => widthOf(context, text, { theme, size: NOTE_SIZE }) <= width - 2 * MARGIN));

/** @param {string[]} rows */
const heightOf = (rows) => ROW * (1 + rows.length) + MARGIN;

/**
 * Paper, the title and the rows of the note.
 * @param {CanvasRenderingContext2D} context
 * @param {string} title
 * @param {string[]} rows
 * @param {{theme: Theme, width: number, height: number}} paper
 */
function writeCaption(context, title, rows, { theme, width, height }) {
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, height);
  writeText(context, title, MARGIN, ROW, { theme, size: TITLE_SIZE, weight: 600, color: theme.ink });
  rows.forEach((text, k) => (
    writeText(context, text, MARGIN, ROW * (k + 2), { theme, size: NOTE_SIZE, color: theme.muted })));
}

/**
 * A text in rows that fit, broken between words.
 * @param {string} text
 * @param {(row: string) => boolean} fits
 */
export function rowsOf(text, fits) {
  /** @type {string[]} */
  const rows = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const longer = rows.length ? `${rows[rows.length - 1]} ${word}` : word;
    if (rows.length && fits(longer)) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows;
}

/**
 * Give the reader a file.
 * @param {string} address of what is in it
 * @param {string} name
 */
export function save(address, name) {
  const link = document.createElement("a");
  link.download = name;
  link.href = address;
  link.click();
}

/**
 * Give the reader a file of these contents.
 * @param {Blob} contents
 * @param {string} name
 */
export function saveContents(contents, name) {
  const address = URL.createObjectURL(contents);
  save(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
