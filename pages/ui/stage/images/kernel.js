import { make, setText } from "../drawing/dom.js";
import { costOf, differences, exercise, rowsOf } from "../kernels/correlation.js";
import { told } from "../kernels/linked.js";
import { Panel, setNote } from "../panels/panel.js";
import { Cells } from "./cells.js";
import { Entries, marked, numberOf } from "./entries.js";
import { cellOf, numberOn, rowOf, wideOf } from "./kernel_sizes.js";
import { answers, ASKED, tablesOf } from "./kernel_tables.js";
import { differenceOf, gapOf, progressOf, STEP } from "./kernel_words.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Exercise, Laying, Matrix } from "../kernels/correlation.js" */
/** @import { Focus } from "../kernels/linked.js" */

/** @typedef {"x" | "K" | "delta"} Editable */

const HEADINGS = { x: "image X", K: "kernel K", y: "map y", delta: "δ = ∂C/∂y", byImage: "∂C/∂X", imageMeasured: "measured",
  byKernel: "∂C/∂K", kernelMeasured: "measured", T: "vec y = T vec X, across; vec ∂C/∂X = Tᵀ vec δ, down",
  columns: "vec y = P vec K; vec ∂C/∂K = Pᵀ vec δ; P is im2col" };
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

  /** What is said of an entry that is no number. */
  refused = "";

  received = "";

  /** Of kernel and map: what is pointed at in one is nothing in another. */
  sizes = "";

  size = "";

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
      this.refused = "";
      this.solve();
      this.retype();
    }
    setText(this.sign, turned ? "∗" : "⋆");
    this.show.hidden = !blanks;
    this.clear.hidden = !blanks;
    this.size = "";
  }

  /** What the reader is writing just now is newer than what has come. */
  retype() {
    for (const [name, grid] of Object.entries(this.grids)) {
      const writing = grid.writing();
      if (writing && !this.isAsked(name)) this.type(name, writing.i, writing.j, writing.text);
    }
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
    this.refused = "";
    this.handle.repaint();
  }

  /**
   * A reader writes into a cell: a number that is given changes everything at once.
   * @param {string} name
   * @param {number} i
   * @param {number} j
   * @param {string} text
   */
  type(name, i, j, text) {
    this.refused = "";
    if (this.isAsked(name)) {
      this.entries.set(`${name} ${i} ${j}`, text);
      if (marked(text, 0) === "no number") this.refuse(text, "write one such as −1, 0.25 or 2");
    } else {
      const number = numberOf(text);
      const usable = number !== null && Math.abs(number) <= this.panel.largest;
      const at = name === "x" ? this.laying.padding : 0;
      if (usable) {
        this.given[/** @type {Editable} */ (name)][i - at][j - at] = number;
        this.solve();
      } else this.refuse(text, `write one from −${this.panel.largest} to ${this.panel.largest}`);
    }
    this.handle.repaint();
  }

  /**
   * @param {string} text
   * @param {string} wanted
   */
  refuse(text, wanted) {
    this.refused = `“${text.trim()}” is no number here: ${wanted}.`;
  }

  /** @param {string} name */
  isAsked(name) {
    return ASKED.some((asked) => asked === name);
  }

  /**
   * The reader has left a cell: what is given now stands in the address too.
   * @param {string} name
   * @param {number} i
   * @param {number} j
   * @param {string} text
   */
  commit(name, i, j, text) {
    this.type(name, i, j, text);
    if (this.isAsked(name)) return;
    this.refused = "";
    // Whatever Python says next holds, even if it is what it said last.
    this.received = "";
    this.handle.tell("cells", [this.panel.settings[name], this.given[/** @type {Editable} */ (name)].flat()]);
  }

  /** @param {Record<string, string>} written */
  fill(written) {
    this.entries.replace(written);
    this.refused = "";
    this.handle.repaint();
  }

  /** @param {Picture} picture */
  draw({ scene: { colors } }) {
    const { given, laying, measured, focus, panel: { blanks } } = this;
    this.tables = tablesOf({ given, laying, exercise: this.exercise, measured, focus, hidden: blanks,
      entry: (key) => this.entries.get(key) });
    for (const [name, grid] of Object.entries(this.grids)) {
      grid.show(this.tables[name].cells, colors);
      grid.reachable();
    }
    this.fit();
    const idle = blanks ? progressOf(ASKED.map((name) => this.tables[name])) : INVITATION;
    const words = focus && told(this.exercise, given, focus, blanks) + (blanks ? "" : differenceOf(focus, measured));
    setText(this.said, this.refused || (words ?? idle));
    setNote(this.frame, blanks ? "fill in y, ∂C/∂X and ∂C/∂K" : gapOf(this.exercise, measured));
  }

  /** Cells as large as there is room for. */
  fit() {
    const { picture } = this.frame;
    const { clientWidth: width, clientHeight: height } = picture;
    const key = `${width}×${height} ${this.sizes} ${JSON.stringify(this.laying)}`;
    if (key === this.size || width < 40) return;
    this.size = key;
    const { given: { x, K }, exercise: { shape, T, columns }, laying: { padding, more } } = this;
    const cell = cellOf(width, height, { side: x.length, margin: 2 * padding + more, kernel: K.length, map: shape[0] });
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
    const left = getComputedStyle(this.bottom).flexWrap === "wrap" ? Infinity
      : height - this.top.offsetHeight - this.said.offsetHeight - title - 26;
    both.forEach(([{ grid }, own], n) => {
      const { tall, wordless } = rowOf(wides[n], left, own.length + 2);
      grid.style.setProperty("--tall", `${tall}px`);
      grid.style.setProperty("--number", `${numberOn(Math.min(wides[n], tall))}px`);
      grid.classList.toggle("ll-wordless", wordless);
    });
  }
}

/**
 * @param {import("../wire/film.js").Grid} grid
 * @returns {Matrix}
 */
function gridOf({ shape: [, columns], data }) {
  return rowsOf(data, columns);
}
