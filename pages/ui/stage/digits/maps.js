import { contextOf, openCanvas, toRgb, writeText } from "../drawing/canvas.js";
import { make, setAttribute } from "../drawing/dom.js";
import { formatNumber } from "../drawing/numbers.js";
import { Panel } from "../panels/panel.js";
import { fitted, rowsOf, strongest } from "./map_rows.js";
import { readerOf } from "./reader.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Opened, Theme } from "../drawing/canvas.js" */
/** @import { Sequential } from "../model/layers.js" */
/** @import { Row } from "./map_rows.js" */

/** @typedef {Record<"paper" | "ink" | "positive" | "negative", number[]>} Inks */

const LABEL = 92;
const GAP = 4;
const BETWEEN = 6;
const LARGEST_CELL = 15;

/** Kernels and feature maps, row by row from the image to the logits, for the image on the pad. */
export class MapsPanel extends Panel {
  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel, { lines: false });
    /** @type {Sequential | null} */
    this.network = null;
    /** @type {Row[]} */
    this.rows = [];
    /** The cells of one row of pictures, a pixel each. */
    this.sheet = make("canvas");
    /** @type {Inks & {key: string}} */
    this.known = { key: "", paper: [], ink: [], positive: [], negative: [] };
  }

  /**
   * The colors as numbers, looked up once for each theme.
   * @param {Theme} theme
   * @param {Record<string, string>} colors
   * @returns {Inks}
   */
  inks(theme, { positive, negative }) {
    if (this.known.key !== theme.key) {
      this.known = { key: theme.key, paper: toRgb(theme.wash), ink: toRgb(theme.ink),
        positive: toRgb(positive), negative: toRgb(negative) };
    }
    return this.known;
  }

  /** @param {Picture} picture */
  draw(picture) {
    const reader = readerOf(picture);
    if (reader.network !== this.network) {
      this.network = reader.network;
      this.rows = rowsOf(reader.network);
    }
    const opened = openCanvas(this.frame.canvas);
    const reading = reader.reading(picture);
    if (!opened || !reading) return;
    setAttribute(this.frame.canvas, "data-class", reading.class);
    const whole = this.rows.reduce((sum, { weight }) => sum + weight, 0);
    const room = opened.height - 4 - BETWEEN * this.rows.length;
    let top = 2;
    for (const row of this.rows) {
      const height = (room * row.weight) / whole;
      this.drawRow(opened, picture, row, row.values(reading.p, reading.features), top, height);
      top += height + BETWEEN;
    }
  }

  /**
   * @param {Opened} opened
   * @param {Picture} picture
   * @param {Row} row
   * @param {ArrayLike<number>} values
   * @param {number} top
   * @param {number} height
   */
  drawRow({ context, width }, { theme, scene: { colors } }, row, values, top, height) {
    const most = strongest(values);
    const middle = top + height / 2;
    writeText(context, row.title, 10, middle - 1, { theme, color: theme.ink, size: 11 });
    writeText(context, `${row.signed ? "±" : "0 …"} ${formatNumber(most)}`, 10, middle + 13,
      { theme, color: theme.muted, size: 10 });
    const { cell: fit, abreast } = fitted(row, width - LABEL - 8, height, GAP);
    const cell = Math.min(LARGEST_CELL * (row.w === 1 ? 1.6 : 1), fit);
    const lines = Math.ceil(row.tiles / abreast);
    const [wide, tall] = [row.w * cell, row.h * cell];
    const step = Math.min((width - LABEL - 8) / abreast, 3 * wide + 24);
    const first = top + (height - lines * (tall + GAP)) / 2;
    paintCells(this.sheet, row, values, most, this.inks(theme, colors));
    context.imageSmoothingEnabled = false;
    for (let tile = 0; tile < row.tiles; tile += 1) {
      const left = LABEL + step * (tile % abreast) + (step - wide) / 2;
      const upper = first + Math.floor(tile / abreast) * (tall + GAP);
      context.drawImage(this.sheet, 0, tile * row.h, row.w, row.h, left, upper, wide, tall);
      context.strokeStyle = theme.faint;
      context.lineWidth = 0.75;
      context.strokeRect(left - 0.5, upper - 0.5, wide + 1, tall + 1);
      if (row.title === "logits") {
        writeText(context, String(tile), left + wide / 2, upper + tall / 2 + 0.5,
          { theme, color: theme.ink, size: 11, align: "center", baseline: "middle", halo: theme.paper });
      }
    }
  }
}

/**
 * All tiles of a row below each other, a pixel for each cell.
 * @param {HTMLCanvasElement} sheet
 * @param {Row} row
 * @param {ArrayLike<number>} values
 * @param {number} most full strength
 * @param {Inks} inks
 */
function paintCells(sheet, { tiles, w, h, signed }, values, most, { paper, ink, positive, negative }) {
  sheet.width = w;
  sheet.height = tiles * h;
  const context = contextOf(sheet);
  const image = context.createImageData(w, tiles * h);
  for (let k = 0; k < tiles * w * h; k += 1) {
    const value = Number.isFinite(values[k]) ? values[k] : 0;
    const strength = most ? Math.abs(value) / most : 0;
    const color = !signed ? ink : value < 0 ? negative : positive;
    for (let c = 0; c < 3; c += 1) image.data[4 * k + c] = strength * color[c] + (1 - strength) * paper[c];
    image.data[4 * k + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
