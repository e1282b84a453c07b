import { make, setAttribute, setText } from "../drawing/dom.js";
import { claim, hasModifier, onRelease, pixelIn } from "../drawing/gestures.js";
import { clamp } from "../drawing/numbers.js";
import { Panel } from "../panels/panel.js";
import { named, read, rounded, Told, written } from "./drawn.js";
import { inked, stroke } from "./ink.js";
import { readerOf } from "./reader.js";
import { SeenOverlay } from "./seen.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Reader, Sheet } from "./reader.js" */

const CLASSES = 10;
/** @type {Record<string, [number, number]>} rows and columns that a key goes */
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** An image to draw with the pointer or with keys, and the share that the network gives each class. */
export class PadPanel extends Panel {
  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel, { canvas: false });
    this.frame.picture.setAttribute("role", "group");
    /** @type {Reader | null} of the last picture, and the image on it */
    this.reader = null;
    /** @type {Sheet | null} */
    this.sheet = null;
    this.cell = 0;
    /** @type {number[] | null} where the pointer has last been, in cells */
    this.last = null;
    this.rubbing = false;
    /** @type {HTMLElement[]} */
    this.cells = [];
    this.grid = make("div", { class: "ll-pad-grid", role: "grid" });
    this.bars = Array.from({ length: CLASSES }, (_, digit) => makeBar(digit));
    this.said = make("p", { class: "ll-pad-said" });
    this.seen = new SeenOverlay(handle);
    this.frame.picture.append(make("div", { class: "ll-pad-sheet" }, this.grid),
      make("div", { class: "ll-pad-bars" }, ...this.bars.map(({ element }) => element)), this.said, this.seen.words);
    this.rub = this.makeTools();
    this.listen();
    this.told = new Told();
  }

  /**
   * @param {any} panel
   * @param {import("../wire/film.js").Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    if (!this.told.hear(scene.drawn)) return;
    const { number, pixels } = read(scene.drawn, panel.scale);
    if (pixels) this.put(pixels);
    else this.handle.present(readerOf({ scene }).sheet(number));
  }

  /** The buttons above the pad; the one that rubs out stays known. */
  makeTools() {
    /** @type {(text: string, title: string, onclick: () => void) => HTMLButtonElement} */
    const button = (text, title, onclick) => make("button", { type: "button", class: "ll-toggle", text, title,
      onclick });
    const rub = button("Erase", "Rub out instead of drawing", () => {
      this.rubbing = !this.rubbing;
      this.handle.repaint();
    });
    this.frame.tools.append(
      button("‹", "The test digit before", () => this.turn(-1)),
      button("›", "The next test digit", () => this.turn(1)),
      button("Clear", "An empty sheet to draw on", () => {
        this.put(new Float64Array(this.reader?.size ?? 0));
        this.tell("");
      }),
      rub,
    );
    return rub;
  }

  listen() {
    const { grid } = this;
    grid.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      grid.setPointerCapture(event.pointerId);
      // A stroke on somebody else's digit begins a sheet of its own.
      if (!this.rubbing && this.sheet && this.sheet.number >= 0) this.sheet = blank(this.sheet);
      this.last = this.placeOf(event);
      this.draft(this.last);
    });
    grid.addEventListener("pointermove", (event) => this.last && this.draft(this.placeOf(event)));
    onRelease(grid, () => {
      if (this.last) this.finish();
      this.last = null;
    });
    grid.addEventListener("keydown", (event) => this.onKey(event));
  }

  /**
   * Where the pointer is, [across, down] in cells.
   * @param {PointerEvent} event
   */
  placeOf(event) {
    const side = this.reader?.side ?? 1;
    const [x, y] = pixelIn(this.grid, event);
    return [(x / this.grid.clientWidth) * side, (y / this.grid.clientHeight) * side];
  }

  /** @param {number[]} to the end of a piece of a stroke */
  draft(to) {
    if (!this.sheet || !this.reader || !this.last) return;
    this.put(stroke(this.sheet.pixels, this.reader.side, this.last, to, this.rubbing));
    this.last = to;
  }

  /**
   * Another test digit.
   * @param {number} step
   */
  turn(step) {
    if (!this.reader || !this.sheet) return;
    this.handle.present(this.reader.sheet(Math.max(this.sheet.number, -1) + step));
  }

  /** A stroke is done: the digit goes into the address, with the ink that a text can say. */
  finish() {
    if (!this.sheet) return;
    this.put(rounded(this.sheet.pixels, this.panel.scale));
    this.tell(written(this.sheet.pixels, this.panel.scale));
  }

  /** @param {string} text of what is on the pad */
  tell(text) {
    if (this.told.tell(text)) this.handle.tell("digit", text);
  }

  /** @param {Float64Array} pixels of an image that nobody has named */
  put(pixels) {
    this.sheet = { pixels, label: null, number: -1 };
    this.handle.present(this.sheet);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (!this.sheet || !this.reader || hasModifier(event)) return;
    const { side } = this.reader;
    const move = MOVES[event.key];
    if (move) {
      claim(event);
      const [row, column] = [Math.floor(this.cell / side), this.cell % side];
      this.cell = clamp(row + move[0], 0, side - 1) * side + clamp(column + move[1], 0, side - 1);
      this.handle.repaint();
      this.cells[this.cell].focus();
    } else if (event.key === " " || event.key === "Enter") {
      claim(event);
      this.put(inked(this.sheet.pixels, this.cell));
      this.finish();
    }
  }

  /** @param {Picture} picture */
  draw(picture) {
    const reader = readerOf(picture);
    this.reader = reader;
    this.sheet = reader.shown(picture);
    // One of the others, from wherever it was chosen, takes the place of the reader's own.
    if (this.sheet.number >= 0) this.tell(named(this.sheet.number));
    if (this.cells.length !== reader.size) this.makeCells(reader);
    this.drawCells(this.sheet);
    setAttribute(this.rub, "aria-pressed", this.rubbing);
    const reading = reader.reading(picture);
    if (!reading) return;
    this.bars.forEach((bar, digit) => bar.show(reading.shares[digit], digit === reading.class,
      digit === this.sheet?.label));
    setText(this.said, sayReading(reading, this.sheet));
    this.seen.draw(this.cells, reader, reading, picture);
  }

  /** @param {Reader} reader */
  makeCells({ size, side }) {
    this.cells = Array.from({ length: size }, (_, k) => make("span", { role: "gridcell", "data-cell": k,
      onfocus: () => { this.cell = k; } }));
    this.grid.style.setProperty("--side", String(side));
    setAttribute(this.grid, "aria-label", `Image of ${side} × ${side} pixels: arrows move, space fills or empties`);
    this.grid.replaceChildren(...Array.from({ length: side }, (_, row) => (
      make("div", { role: "row" }, ...this.cells.slice(row * side, (row + 1) * side)))), this.seen.field);
  }

  /** @param {Sheet} sheet */
  drawCells({ pixels }) {
    const side = this.reader?.side ?? 1;
    this.cells.forEach((cell, k) => {
      const percent = `${Math.round(100 * pixels[k])}%`;
      if (cell.dataset.ink !== percent) {
        cell.style.setProperty("--ink", percent);
        cell.dataset.ink = percent;
        setAttribute(cell, "aria-label", `row ${Math.floor(k / side) + 1}, column ${(k % side) + 1}: ${percent}`);
      }
      setAttribute(cell, "tabindex", k === this.cell ? 0 : -1);
    });
  }
}

/** @param {Sheet} sheet */
function blank({ pixels }) {
  return { pixels: new Float64Array(pixels.length), label: null, number: -1 };
}

/**
 * What the network takes the image for.
 * @param {{shares: number[], class: number}} reading
 * @param {Sheet} sheet
 */
function sayReading({ shares, class: taken }, { label, number, pixels }) {
  const sure = `${Math.round(100 * shares[taken])} %`;
  if (number >= 0) {
    const verdict = taken === label ? "right" : `wrong, it is a ${label}`;
    return `Test digit ${number + 1}: read as ${taken} (${sure}), ${verdict}.`;
  }
  return pixels.some((ink) => ink > 0) ? `Yours: read as ${taken} (${sure}).`
    : `An empty sheet, read as ${taken} (${sure}): draw on it.`;
}

/** @param {number} digit */
function makeBar(digit) {
  const fill = make("i");
  const element = make("div", { class: "ll-pad-bar", "data-digit": digit }, make("span", {}, fill), make("b", { text: String(digit) }));
  /** @type {(share: number, taken: boolean, right: boolean) => void} */
  const show = (share, taken, right) => {
    fill.style.height = `${100 * share}%`;
    setAttribute(element, "title", `${digit}: ${(100 * share).toFixed(1)} %`);
    element.classList.toggle("ll-taken", taken);
    element.classList.toggle("ll-right", right);
  };
  return { element, show };
}
