import { make, setAttribute, setText } from "../drawing/dom.js";
import { raised } from "../drawing/letters.js";
import { nameOf, parametersOf, signColor, strength } from "../model/parameters.js";
import { Panel } from "../panels/panel.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Scene } from "../wire/film.js" */

const WIDEST = 74;
const TALLEST = 36;
const LARGE = [52, 30];
const SMALLEST_WITH_NUMBER = [33, 13];
const GAP = 6;
const LABEL = 54;
const STRONGEST = 0.7;

/** W and b of every layer as cells with their numbers, colored like the edges of the diagram. */
export class MatrixPanel extends Panel {
  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel, { canvas: false });
    this.structure = "";
    this.size = "";
    this.tiny = false;
    /** @type {{element: HTMLElement, name: string, shade: string}[]} in the order of p */
    this.cells = [];
    /** @type {{grid: HTMLElement, element: HTMLElement}[]} */
    this.layers = [];
    this.frame.picture.setAttribute("role", "group");
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    const structure = panel.widths.join("-");
    if (structure === this.structure) return;
    this.structure = structure;
    this.size = "";
    this.cells = [];
    this.layers = Array.from({ length: panel.widths.length - 1 }, (_, k) => this.makeLayer(k + 2));
    this.frame.picture.replaceChildren(...this.layers.map(({ element }) => element));
  }

  /**
   * The rows of (W | b) of a layer; its cells go where they are in p.
   * @param {number} layer
   */
  makeLayer(layer) {
    const own = parametersOf(this.panel.widths).filter((parameter) => parameter.layer === layer);
    for (const parameter of own) {
      const name = nameOf(parameter);
      const element = make("span", { class: parameter.from ? false : "ll-bias", "data-weight": name,
        onpointerenter: () => this.handle.point(parameter.index),
        onpointerleave: () => this.handle.point(null) });
      this.cells[parameter.index] = { element, name, shade: "" };
    }
    const rows = own.map(({ index, to, from }) => ({ index, to, place: from || Infinity }))
      .sort((a, b) => a.to - b.to || a.place - b.place);
    const grid = make("div", { class: "ll-cells" }, ...rows.map(({ index }) => this.cells[index].element));
    const heading = make("b", { text: `W${raised(layer)}`,
      title: `W${raised(layer)} and, in its last column, b${raised(layer)}` });
    return { grid, element: make("div", { class: "ll-layer" }, heading, grid,
      make("b", { text: `b${raised(layer)}` })) };
  }

  /** Layers below each other or side by side, whichever leaves their cells more room. */
  fit() {
    const { clientWidth: width, clientHeight: height } = this.frame.picture;
    if (this.size === `${width}×${height}` || width < 40) return;
    this.size = `${width}×${height}`;
    /** @type {{widths: number[]}} */
    const { widths } = this.panel;
    const columns = widths.slice(0, -1).map((n) => n + 1);
    const rows = widths.slice(1);
    const gaps = GAP * (rows.length - 1);
    /** @type {(values: number[]) => number} */
    const sum = (values) => values.reduce((total, n) => total + n, 0);
    const stacked = [(width - LABEL - 24) / Math.max(...columns) - 1, (height - gaps - 8) / sum(rows) - 1];
    const abreast = [(width - gaps - 40) / sum(columns) - 1, (height - 26) / Math.max(...rows) - 1];
    /** @type {(cell: number[]) => number} */
    const room = ([w, h]) => Math.min(w / 2.3, h);
    const below = room(stacked) >= room(abreast);
    const [cellWidth, cellHeight] = below ? stacked : abreast;
    this.frame.picture.classList.toggle("ll-stacked", below);
    this.tiny = cellWidth < SMALLEST_WITH_NUMBER[0] || cellHeight < SMALLEST_WITH_NUMBER[1];
    // Cells without numbers stand next to each other: the pixel between them is theirs.
    const [w, h] = [Math.min(WIDEST, cellWidth), Math.min(TALLEST, cellHeight)]
      .map((v) => Math.max(1, this.tiny ? v + 1 : v));
    this.layers.forEach(({ grid }, l) => {
      grid.style.setProperty("--cell-height", `${h}px`);
      grid.style.gridTemplateColumns = `repeat(${columns[l] - 1}, ${w}px) ${w + 5}px`;
      grid.classList.toggle("ll-large", w >= LARGE[0] && h >= LARGE[1]);
      grid.classList.toggle("ll-tiny", this.tiny);
    });
  }

  /** @param {Picture} picture */
  draw({ scene, selection, frame, pointed }) {
    this.fit();
    const { lane } = this.panel;
    const p = selection.model(lane, frame);
    if (!p) return;
    const changed = selection.isChanged(lane, frame);
    this.cells.forEach((cell, index) => {
      const { element, name } = cell;
      if (!this.tiny || index === pointed) {
        setText(element, shortNumber(p[index]));
        setAttribute(element, "title", `${name} = ${p[index]}`);
      }
      const shade = `color-mix(in srgb, ${signColor(p[index], scene.colors)} `
        + `${Math.round(100 * STRONGEST * strength(p[index]))}%, var(--ll-paper))`;
      if (shade !== cell.shade) element.style.backgroundColor = shade;
      cell.shade = shade;
      element.classList.toggle("ll-pointed", index === pointed);
      element.classList.toggle("ll-changed", changed && selection.changed.has(index));
    });
  }
}

/**
 * Two or three significant digits in at most six places.
 * @param {number} value
 */
function shortNumber(value) {
  const size = Math.abs(value);
  const decimals = size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0;
  return value.toFixed(decimals).replace("-", "−");
}
