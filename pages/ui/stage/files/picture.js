import { contextOf, readTheme, widthOf, writeText } from "../drawing/canvas.js";

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
  const [titled, noted] = [{ theme, size: TITLE_SIZE, weight: 600 }, { theme, size: NOTE_SIZE }];
  const canvas = document.createElement("canvas");
  const context = contextOf(canvas);
  const rows = rowsOf(note, (text) => widthOf(context, text, noted) <= width - 2 * MARGIN);
  const caption = ROW * (1 + rows.length) + MARGIN;
  [canvas.width, canvas.height] = [sheets[0].width, Math.round((height + caption) * ratio)];
  context.scale(ratio, ratio);
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, height + caption);
  writeText(context, title, MARGIN, ROW, { ...titled, color: theme.ink });
  rows.forEach((text, k) => writeText(context, text, MARGIN, ROW * (k + 2), { ...noted, color: theme.muted }));
  for (const sheet of sheets) context.drawImage(sheet, 0, caption, width, height);
  return canvas;
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
