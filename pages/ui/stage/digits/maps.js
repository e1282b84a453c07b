import { contextOf, openCanvas, writeText } from "../drawing/canvas.js";
import { toRgb } from "../drawing/colors.js";
import { make, setAttribute } from "../drawing/dom.js";
import { formatNumber } from "../drawing/numbers.js";
import { Panel } from "../panels/panel.js";
import { pixelIn, claim, hasModifier } from "../drawing/gestures.js";
import { clamp } from "../drawing/numbers.js";
import { fitted, rowsOf, strongest } from "./map_rows.js";
import { Picked } from "./picked.js";
import { pick, pickedUnit, unitOfText, unitText } from "./units.js";
import { readerOf } from "./reader.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Opened, Theme } from "../drawing/canvas.js" */
/** @import { Sequential } from "../model/layers.js" */
/** @import { Row } from "./map_rows.js" */
/** @import { Scene } from "../wire/film.js" */
/** @import { Unit } from "./units.js" */

/**
 * A tile as it is drawn: its row of pictures, its number in it, its corner and the side of its cells.
 * @typedef {{row: Row, tile: number, left: number, upper: number, cell: number}} Tile
 */

/** @typedef {Record<"paper" | "ink" | "positive" | "negative", number[]>} Inks */

const LABEL = 100;
const GAP = 4;
const BETWEEN = 6;
const LARGEST_CELL = 15;
/** @type {Record<string, [number, number, number]>} tiles, rows and columns that a key goes */
const MOVES = { ArrowUp: [0, -1, 0], ArrowDown: [0, 1, 0], ArrowLeft: [0, 0, -1], ArrowRight: [0, 0, 1],
  PageUp: [-1, 0, 0], PageDown: [1, 0, 0] };
const KEYS = "Kernels and feature maps: enter picks a unit, arrows move in its map, page keys go from map to map, "
  + "escape lets it go";

/**
 * Kernels and feature maps, row by row from the image to the logits, for the image on the pad. A unit
 * can be picked: the pad says what it sees.
 */
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
    /** @type {Tile[]} */
    this.tiles = [];
    this.unit = new Picked(handle, "unit", (text) => pick(handle, unitOfText(text)));
    const { canvas } = this.frame;
    for (const [name, value] of Object.entries({ tabindex: 0, role: "application", "aria-label": KEYS })) {
      setAttribute(canvas, name, value);
    }
    canvas.addEventListener("click", (event) => this.onClick(event));
    canvas.addEventListener("keydown", (event) => this.onKey(event));
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    this.unit.hear(scene);
  }

  /** @param {Unit | null} unit */
  pick(unit) {
    pick(this.handle, unit);
    this.unit.tell(unitText(unit));
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const at = pixelIn(this.frame.canvas, event);
    const unit = this.tiles.map((tile) => unitAt(tile, at)).find((found) => found !== null) ?? null;
    const picked = this.network && pickedUnit(this.handle, this.network);
    const again = unit && picked && unit.level === picked.level && unit.index === picked.index;
    this.pick(again ? null : unit);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (hasModifier(event) || !this.network) return;
    const picked = pickedUnit(this.handle, this.network);
    const move = MOVES[event.key];
    if (event.key === "Escape" && picked) this.pick(null);
    else if (event.key === "Enter") this.pick(picked ?? unitOf(this.tiles[0], 0));
    else if (move && picked) this.pick(this.moved(picked, move));
    else return;
    claim(event);
  }

  /**
   * @param {Unit} unit
   * @param {[number, number, number]} move
   */
  moved({ level, index }, [tiles, rows, columns]) {
    const at = this.tiles.findIndex(({ row, tile }) => row.level === level && tile === Math.floor(index / (row.w * row.h)));
    const next = this.tiles[clamp(at + tiles, 0, this.tiles.length - 1)];
    const { row: { w, h } } = next;
    const cell = tiles ? 0 : index % (w * h);
    return unitOf(next, clamp(Math.floor(cell / w) + rows, 0, h - 1) * w + clamp((cell % w) + columns, 0, w - 1));
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
    this.tiles = [];
    let top = 2;
    for (const row of this.rows) {
      const height = (room * row.weight) / whole;
      this.drawRow(opened, picture, row, row.values(reading.p, reading.features), top, height);
      top += height + BETWEEN;
    }
    const unit = pickedUnit(this.handle, reader.network);
    if (unit) this.drawPicked(opened.context, unit, picture.theme);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Unit} unit
   * @param {Theme} theme
   */
  drawPicked(context, { level, index }, theme) {
    for (const { row, tile, left, upper, cell } of this.tiles) {
      const own = index - tile * row.w * row.h;
      if (row.level !== level || own < 0 || own >= row.w * row.h) continue;
      const [x, y] = [left + cell * (own % row.w), upper + cell * Math.floor(own / row.w)];
      for (const [color, width] of /** @type {[string, number][]} */ ([[theme.paper, 4], [theme.ink, 2]])) {
        Object.assign(context, { strokeStyle: color, lineWidth: width });
        context.strokeRect(x, y, cell, cell);
      }
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
      if (row.level !== undefined) this.tiles.push({ row, tile, left, upper, cell });
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
 * @param {Tile} tile
 * @param {number} cell its number in the tile
 * @returns {Unit}
 */
function unitOf({ row, tile }, cell) {
  return { level: row.level ?? 0, index: tile * row.w * row.h + cell };
}

/**
 * The unit of a tile at a place of the canvas, if one is there.
 * @param {Tile} tile
 * @param {number[]} place
 */
function unitAt(tile, [x, y]) {
  const [column, row] = [x - tile.left, y - tile.upper].map((away) => Math.floor(away / tile.cell));
  const { w, h } = tile.row;
  return column >= 0 && row >= 0 && column < w && row < h ? unitOf(tile, row * w + column) : null;
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
