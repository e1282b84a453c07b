import { openCanvas, writeText } from "../drawing/canvas.js";
import { setAttribute } from "../drawing/dom.js";
import { formatNumber } from "../drawing/numbers.js";
import { Panel } from "../panels/panel.js";
import { fitted, rowsOf, strongest } from "./map_rows.js";
import { readerOf } from "./reader.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Opened } from "../drawing/canvas.js" */
/** @import { Sequential } from "../model/layers.js" */
/** @import { Row } from "./map_rows.js" */

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
    super(handle, panel);
    /** @type {Sequential | null} */
    this.network = null;
    /** @type {Row[]} */
    this.rows = [];
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
    for (let tile = 0; tile < row.tiles; tile += 1) {
      const left = LABEL + step * (tile % abreast) + (step - wide) / 2;
      const upper = first + Math.floor(tile / abreast) * (tall + GAP);
      context.fillStyle = theme.wash;
      context.fillRect(left, upper, wide, tall);
      for (let k = 0; k < row.w * row.h; k += 1) {
        const value = values[tile * row.w * row.h + k];
        if (!value || !Number.isFinite(value)) continue;
        context.globalAlpha = Math.abs(value) / most;
        context.fillStyle = row.signed ? colors[value < 0 ? "negative" : "positive"] : theme.ink;
        context.fillRect(left + (k % row.w) * cell, upper + Math.floor(k / row.w) * cell, cell, cell);
      }
      context.globalAlpha = 1;
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
