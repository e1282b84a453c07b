import { make, setAttribute, setText } from "../drawing/dom.js";
import { labelHtml, withSubscripts } from "../drawing/letters.js";
import { formatNumber } from "../drawing/numbers.js";
import { Panel } from "../panels/panel.js";
import { rowAt, said } from "./positions.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Scene } from "../wire/film.js" */

const PAUSE_BEFORE_SPEAKING = 700;

/** What theory says beside what the run gives, for each quantity, at the position shown. */
export class ComparisonPanel extends Panel {
  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel, { canvas: false });
    this.structure = "";
    /** @type {HTMLElement[][]} */
    this.cells = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.table = make("table", { class: "ll-compared" });
    this.sentence = make("p", { class: "ll-verdict" });
    this.live = make("p", { class: "ll-aloud", "aria-live": "polite" });
    this.frame.picture.setAttribute("role", "presentation");
    this.frame.picture.append(this.table, this.sentence, this.live);
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    setAttribute(this.table, "aria-label", panel.alt);
    const structure = JSON.stringify([panel.rows, panel.heads]);
    if (structure === this.structure) return;
    this.structure = structure;
    const heads = ["", ...panel.heads, "apart"].map((text) => make("th", { scope: "col", text }));
    /** @type {string[]} */
    const labels = panel.rows;
    const rows = labels.map((label) => {
      const head = make("th", { scope: "row" });
      head.innerHTML = labelHtml(label);
      return { head, cells: [make("td"), make("td"), make("td")] };
    });
    this.cells = rows.map(({ cells }) => cells);
    this.table.replaceChildren(make("thead", {}, make("tr", {}, ...heads)),
      make("tbody", {}, ...rows.map(({ head, cells }) => make("tr", {}, head, ...cells))));
  }

  /** @param {Picture} picture */
  draw(picture) {
    const { panel } = this;
    const [predicted, measured] = [panel.predicted, panel.measured].map((grid) => rowAt(grid, picture, panel));
    this.cells.forEach(([one, other, apart], k) => {
      const values = [predicted[k], measured[k], Math.abs(predicted[k] - measured[k])];
      [one, other, apart].forEach((cell, c) => {
        setText(cell, said(values[c], formatNumber));
        setAttribute(cell, "title", Number.isFinite(values[c]) ? String(values[c]) : "");
      });
    });
    const words = withSubscripts(panel.sentences[rowAt(panel.sentence, picture, panel)[0]] ?? "");
    if (this.sentence.textContent === words) return;
    setText(this.sentence, words);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => setText(this.live, words), PAUSE_BEFORE_SPEAKING);
  }

  destroy() {
    clearTimeout(this.timer);
  }
}
