import { make, setText } from "../drawing/dom.js";
import { costOf, differences, exercise, rowsOf } from "../kernels/correlation.js";
import { told, written } from "../kernels/linked.js";
import { Panel, setNote } from "../panels/panel.js";
import { Cells } from "./cells.js";
import { Entries, givenOf, marked, refusal } from "./entries.js";
import { cellOf, numberOn, readable, rowOf, wideOf } from "./kernel_sizes.js";
import { answers, ASKED, tablesOf } from "./kernel_tables.js";
import { differenceOf, gapOf, progressOf, STEP } from "./kernel_words.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Exercise, Laying, Matrix } from "../kernels/correlation.js" */
/** @import { Focus } from "../kernels/linked.js" */

/** @typedef {"x" | "K" | "delta"} Editable */

const HEADINGS = { x: "image X", K: "kernel K", y: "map y", delta: "δ = ∂C/∂y", byImage: "∂C/∂X", imageMeasured: "measured",
  byKernel: "∂C/∂K", kernelMeasured: "measured", T: "vec y = T vec X, across; vec ∂C/∂X = Tᵀ vec δ, down",
  columns: "vec y = P vec K; vec ∂C/∂K = Pᵀ vec δ; P is im2col" };
/** The grids above, from left to right. */
const TOP = ["x", "K", "y", "delta", "byImage", "imageMeasured", "byKernel", "kernelMeasured"];
const INVITATION = "Point at any number, or tap it: what it is made of lights up everywhere, and its sum is written here.";

/** One kernel on one image, computed here: the map, its matrix, and both derivatives. */
export class KernelPanel extends Panel {
  /** @type {{x: Matrix, K: Matrix, delta: Matrix}} */
  given;

  /** @type {Laying} */
  laying;

  /** @type {Exercise} */
  exercise;

  /** @type {{byImage: Matrix, byKernel: Matrix}} */
  measured;

  /** @type {Focus | null} */
  focus = null;

  /** What is said of an entry that is not taken, and the cell it was written into. */
  refused = "";
  refusedAt = "";

  received = "";

  /** Of kernel and map: what is pointed at in one is nothing in another. */
  sizes = "";
  size = "";

  /** Pixels that the panel is higher for a matrix of many rows. */
  extra = 0;

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel, { canvas: false });
    this.entries = new Entries(`ll-${panel.name}`);
    /** @type {Record<string, ReturnType<typeof tablesOf>[string]>} */
    this.tables = {};
    this.grids = Object.fromEntries(Object.entries(HEADINGS).map(([name, heading]) => [name, new Cells(heading, name, {
      point: (i, j) => this.point(this.tables[name].focus(i, j)),
      type: (i, j, text) => this.type(name, i, j, text),
      commit: (i, j, text) => this.commit(name, i, j, text) })]));
    const { x, K, y, delta, byImage, imageMeasured, byKernel, kernelMeasured, T, columns } = this.grids;
    this.sign = make("b");
    const forward = make("div", { class: "ll-chain" }, x.element, this.sign, K.element, make("b", { text: "=" }), y.element);
    const back = make("div", { class: "ll-chain" }, delta.element, make("b", { text: "→" }), byImage.element,
      imageMeasured.element, make("b", { text: "→" }), byKernel.element, kernelMeasured.element);
    this.top = make("div", { class: "ll-kernel-top" }, forward, back);
    this.bottom = make("div", { class: "ll-kernel-bottom" }, T.element, columns.element);
    this.said = make("p", { class: "ll-kernel-said", "aria-live": "polite" });
    this.show = make("button", { type: "button", class: "ll-toggle", text: "Show me",
      onclick: () => this.fill(answers(this.exercise)) });
    this.clear = make("button", { type: "button", class: "ll-toggle", text: "Clear", onclick: () => this.fill({}) });
    this.frame.tools.append(this.show, this.clear);
    this.frame.picture.setAttribute("role", "group");
    this.frame.picture.append(this.top, this.said, this.bottom);
    this.element.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType === "mouse" && !document.activeElement?.closest(".ll-kernel .ll-cell")) this.point(null);
    });
  }

  /**
   * @param {any} panel
   * @param {import("../wire/film.js").Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    const { image, kernel, delta, stride, padding, more, dilation, turned, blanks } = panel;
    const laying = { stride, padding, more, dilation, turned };
    const received = JSON.stringify([...[image, kernel, delta].map(({ data }) => [...data]), laying]);
    if (received !== this.received) {
      this.received = received;
      const sizes = String([kernel.shape, delta.shape]);
      if (sizes !== this.sizes) this.focus = null;
      this.sizes = sizes;
      this.given = { x: gridOf(image), K: gridOf(kernel), delta: gridOf(delta) };
      this.laying = laying;
      this.solve();
    }
    setText(this.sign, turned ? "∗" : "⋆");
    this.show.hidden = !blanks;
    this.clear.hidden = !blanks;
    this.size = "";
  }

  /** Everything anew from the numbers that are given. */
  solve() {
    const { given: { x, K, delta }, laying } = this;
    this.exercise = exercise(x, K, delta, laying);
    this.measured = { byImage: differences((one) => costOf(one, K, delta, laying), x, STEP),
      byKernel: differences((one) => costOf(x, one, delta, laying), K, STEP) };
    this.entries.of(JSON.stringify([this.given, laying]));
  }

  /** @param {Focus | null} focus */
  point(focus) {
    this.focus = focus;
    this.handle.repaint();
  }

  /**
   * A reader writes into a cell: what is asked for is marked at once, what is given waits for the end.
   * @param {string} name
   * @param {number} i
   * @param {number} j
   * @param {string} text
   */
  type(name, i, j, text) {
    this.refuse();
    if (this.isAsked(name)) {
      this.entries.set(`${name} ${i} ${j}`, text);
      if (marked(text, 0) === "no number") {
        this.refused = `“${text.trim()}” is no number here: write one such as −1, 0.25 or 2.`;
      }
    }
    this.handle.repaint();
  }

  /**
   * Say that an entry is not taken, and mark its cell; or nothing any more.
   * @param {string} said
   * @param {string} at
   */
  refuse(said = "", at = "") {
    this.refused = said;
    this.refusedAt = at;
  }

  /** @param {string} name */
  isAsked(name) {
    return ASKED.some((asked) => asked === name);
  }

  /**
   * The reader has pressed Enter or left a cell: a number that may be given changes everything here and
   * stands in the address, and any other leaves all as it was.
   * @param {string} name
   * @param {number} i
   * @param {number} j
   * @param {string} text
   * @returns {string} what the cell then holds
   */
  commit(name, i, j, text) {
    this.type(name, i, j, text);
    if (this.isAsked(name)) return text;
    const at = name === "x" ? this.laying.padding : 0;
    const row = this.given[/** @type {Editable} */ (name)][i - at];
    const number = givenOf(text, this.panel.largest);
    if (number === null) {
      this.refuse(refusal(text, this.tables[name].cells[i][j].name, written(row[j - at]), this.panel.largest),
        `${name} ${i} ${j}`);
    } else if (number !== row[j - at]) {
      row[j - at] = number;
      this.solve();
      // Whatever Python says next holds, even if it is what it said last.
      this.received = "";
      this.handle.tell("cells", [this.panel.settings[name], this.given[/** @type {Editable} */ (name)].flat()]);
    }
    return written(row[j - at]);
  }

  /** @param {Record<string, string>} written */
  fill(written) {
    this.entries.replace(written);
    this.refuse();
    this.handle.repaint();
  }

  /** @param {Picture} picture */
  draw({ scene: { colors } }) {
    const { given, laying, measured, focus, panel: { blanks } } = this;
    this.tables = tablesOf({ given, laying, exercise: this.exercise, measured, focus, hidden: blanks,
      entry: (key) => this.entries.get(key), refused: this.refusedAt });
    for (const [name, grid] of Object.entries(this.grids)) {
      grid.show(this.tables[name].cells, colors);
      grid.reachable();
    }
    if (this.fit()) Object.entries(this.grids).forEach(([name, grid]) => grid.measure(this.tables[name].cells, colors));
    const idle = blanks ? progressOf(ASKED.map((name) => this.tables[name])) : INVITATION;
    const words = focus && told(this.exercise, given, focus, blanks) + (blanks ? "" : differenceOf(focus, measured));
    setText(this.said, [this.refused, words ?? (this.refused ? "" : idle)].filter(Boolean).join(" "));
    setNote(this.frame, blanks ? "fill in y, ∂C/∂X and ∂C/∂K" : gapOf(this.exercise, measured));
  }

  /** Cells as large as there is room for; whether that is another size than before. */
  fit() {
    const { picture } = this.frame;
    const [width, height] = [picture.clientWidth, picture.clientHeight - this.extra];
    const key = `${width}×${height} ${this.sizes} ${JSON.stringify(this.laying)}`;
    if (key === this.size || width < 40) return false;
    this.size = key;
    const { given: { x, K }, exercise: { shape, T, columns }, laying: { padding, more } } = this;
    const cell = cellOf(width, height, { side: x.length, margin: 2 * padding + more, kernel: K.length, map: shape[0],
      titles: TOP.map((name) => this.grids[name].title.offsetWidth) });
    picture.style.setProperty("--cell", `${cell}px`);
    picture.style.setProperty("--number", `${numberOn(cell)}px`);
    const both = /** @type {const} */ ([[this.grids.T, T, columns], [this.grids.columns, columns, T]]);
    const wides = both.map(([{ grid }, own, other]) => {
      const wide = wideOf(width, own[0].length, other[0].length);
      grid.style.setProperty("--wide", `${wide}px`);
      return wide;
    });
    // A title takes as many lines as its matrix is too narrow for.
    const title = Math.max(...both.map(([{ title: { offsetHeight } }]) => offsetHeight));
    const scrolls = getComputedStyle(this.bottom).flexWrap === "wrap";
    const above = this.top.offsetHeight + this.said.offsetHeight + title + 26;
    this.extra = scrolls ? 0 : Math.max(0, Math.ceil(above + readable(T.length + 2, numberOn(0)) - height));
    this.element.parentElement?.style.setProperty("--ll-extra", `${this.extra}px`);
    const left = scrolls ? Infinity : height + this.extra - above;
    both.forEach(([{ grid }, own], n) => {
      const { tall, wordless } = rowOf(wides[n], left, own.length + 2);
      grid.style.setProperty("--tall", `${tall}px`);
      grid.style.setProperty("--number", `${numberOn(Math.min(wides[n], tall))}px`);
      grid.classList.toggle("ll-wordless", wordless);
    });
    return true;
  }
}

/**
 * @param {import("../wire/film.js").Grid} grid
 * @returns {Matrix}
 */
function gridOf({ shape: [, columns], data }) {
  return rowsOf(data, columns);
}
