import { make, setAttribute, setText } from "../drawing/dom.js";
import { signColor } from "../model/parameters.js";
import { fitted } from "./kernel_sizes.js";

const STRONGEST = 0.62;
/** Numbers smaller than this are rounding, and have no color. */
const ROUNDING = 1e-6;
/** @type {Record<string, number[]>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * A cell: its value and how it is written; its kind ("number", "input" that a reader may change, "margin",
 * "side" beside a matrix, "empty" where a matrix can have no number, "corner" nothing); whether it is lit,
 * its name, and what has become of a reader's entry ("right", "wrong", "no number", "refused").
 * @typedef {{value: number, text: string, kind: string, lit: boolean, name: string, mark?: string}} Cell
 * @typedef {{point: (row: number, column: number) => void, type: (row: number, column: number, text: string) => void,
 *   commit: (row: number, column: number, text: string) => string}} Calls; commit returns what the cell then holds
 */

/** A matrix of numbers as cells: color by sign and value, the number, and some for the reader to fill in. */
export class Cells {
  /** @type {HTMLElement[][]} */
  cells = [];

  structure = "";

  /** How wide cells are for a number, and how wide a text is. */
  room = Infinity;

  widthOf = (/** @type {string} */ text) => 0 * text.length;

  /**
   * @param {string} heading
   * @param {string} name for assistive technology
   * @param {Calls} calls
   */
  constructor(heading, name, calls) {
    this.calls = calls;
    this.grid = make("div", { class: "ll-grid", role: "group", "aria-label": name });
    this.title = make("div", { class: "ll-cells-name", text: heading });
    this.element = make("div", { class: "ll-matrix-of-cells", "data-grid": name }, this.title, this.grid);
  }

  /**
   * Show these rows of cells; elements stay where their kinds do, so that nobody loses the cursor.
   * @param {Cell[][]} rows
   * @param {Record<string, string>} colors
   */
  show(rows, colors) {
    const structure = rows.map((row) => row.map(({ kind }) => kind).join(" ")).join("|");
    if (structure !== this.structure) this.build(rows);
    this.structure = structure;
    // What stands beside a matrix has shades of its own.
    /** @type {(side: boolean) => number} */
    const most = (side) => Math.max(ROUNDING, ...rows.flat().filter(({ kind }) => (kind === "side") === side)
      .map(({ value }) => Math.abs(value)).filter(Number.isFinite));
    const [own, beside] = [most(false), most(true)];
    rows.forEach((row, i) => row.forEach((cell, j) => (
      showCell(this.cells[i][j], cell, { ...fitted(cell.text, this.room, this.widthOf),
        most: cell.kind === "side" ? beside : own, colors }))));
  }

  /**
   * Cells have another size: numbers are written as they fit.
   * @param {Cell[][]} rows
   * @param {Record<string, string>} colors
   */
  measure(rows, colors) {
    const { fontSize, fontFamily } = getComputedStyle(this.grid);
    const pencil = make("canvas").getContext("2d");
    if (!pencil || !this.cells.length || fontSize === "0px") return;
    pencil.font = `${fontSize} ${fontFamily}`;
    this.room = this.cells[0][0].clientWidth;
    this.widthOf = (text) => pencil.measureText(text).width;
    this.show(rows, colors);
  }

  /** @param {Cell[][]} rows */
  build(rows) {
    this.cells = rows.map((row, i) => row.map((cell, j) => this.made(cell, i, j)));
    this.grid.style.setProperty("--columns", String(rows[0]?.length ?? 0));
    this.grid.replaceChildren(...this.cells.flat());
  }

  /**
   * @param {Cell} cell
   * @param {number} i
   * @param {number} j
   */
  made({ kind }, i, j) {
    const { point, type, commit } = this.calls;
    const shared = { class: `ll-cell ll-cell-${kind}`,
      onpointerenter: () => point(i, j), onfocus: () => point(i, j), onclick: () => point(i, j),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.onKey(event, i, j) };
    if (kind !== "input") return make("span", { ...shared, tabindex: kind === "number" ? "-1" : false });
    const input = make("input", { ...shared, type: "text", inputmode: "decimal", autocomplete: "off", size: "1" });
    input.addEventListener("change", () => {
      input.value = commit(i, j, input.value);
      input.dataset.before = input.value;
    });
    input.addEventListener("input", () => type(i, j, input.value));
    input.addEventListener("focus", () => {
      input.value = input.dataset.whole ?? "";
      input.dataset.before = input.value;
      input.select();
    });
    return input;
  }

  /**
   * Escape brings back what stood there; arrows go from cell to cell; within a number that is being written, left and right stay in it.
   * @param {KeyboardEvent} event
   * @param {number} i
   * @param {number} j
   */
  onKey(event, i, j) {
    if (event.key === "Escape" && event.target instanceof HTMLInputElement) {
      event.target.value = event.target.dataset.before ?? "";
      this.calls.type(i, j, event.target.value);
      return;
    }
    const step = STEPS[event.key];
    const writing = event.target instanceof HTMLInputElement && step?.[0] === 0
      && event.target.selectionStart === event.target.selectionEnd;
    if (!step || writing) return;
    event.preventDefault();
    this.cells[i + step[0]]?.[j + step[1]]?.focus();
  }

  /** One stop for the tab key in a grid of which nothing can be changed; the arrows do the rest. */
  reachable() {
    const first = this.cells.flat().find((cell) => cell.classList.contains("ll-cell-number"));
    if (first) setAttribute(first, "tabindex", "0");
  }
}

/**
 * @param {HTMLElement} element
 * @param {Cell} cell
 * @param {{text: string, share: number, most: number, colors: Record<string, string>}} look what is written, in type
 *   of which share of the usual, and the strongest value
 */
function showCell(element, { value, text: whole, kind, lit, name, mark }, { text, share: size, most, colors }) {
  element.style.fontSize = size < 1 ? `${Math.floor(100 * size)}%` : "";
  if (element instanceof HTMLInputElement) {
    element.dataset.whole = whole;
    if (element !== document.activeElement && element.value !== text) element.value = text;
    setAttribute(element, "title", `${name} = ${whole}`);
    setAttribute(element, "aria-invalid", String(mark === "refused" || mark === "no number"));
    setAttribute(element, "aria-label", mark ? `${name}: ${mark}` : name);
  } else {
    setText(element, text);
    if (kind !== "corner") setAttribute(element, "title", `${name} = ${whole}`);
  }
  const share = Math.abs(value) > ROUNDING ? Math.round(100 * STRONGEST * (Math.abs(value) / most)) : 0;
  const shade = `color-mix(in srgb, ${signColor(value, colors)} ${share}%, var(--ll-paper))`;
  if (element.dataset.shade !== shade) element.style.backgroundColor = shade;
  element.dataset.shade = shade;
  element.dataset.mark = mark ?? "";
  element.classList.toggle("ll-lit", lit);
}
