import { isLight } from "../drawing/colors.js";
import { make, setAttribute, setText } from "../drawing/dom.js";
import { labelHtml } from "../drawing/letters.js";
import { formatNumber } from "../drawing/numbers.js";
import { Panel } from "./panel.js";

/** @import { Handle, Picture } from "./panel.js" */
/** @import { Scene } from "../wire/film.js" */

/** What Python sends for a rank that rounding decides. */
const UNDECIDED = 255;

/** The lanes of a race as a table: their numbers and colors, their rank and read-outs now. */
export class StandingsPanel extends Panel {
  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel, { canvas: false });
    /** @type {ReturnType<typeof makeRow>[]} */
    this.rows = [];
    this.structure = "";
    this.table = make("table", { class: "ll-ranks" });
    this.frame.picture.setAttribute("role", "presentation");
    this.frame.picture.append(this.table);
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    setAttribute(this.table, "aria-label", panel.alt);
    const structure = JSON.stringify([scene.lanes, scene.readings.map(({ columns }) => (
      columns.map(({ label }) => label)))]);
    if (structure === this.structure) return;
    this.structure = structure;
    const heads = scene.readings[0].columns.map(({ label }) => {
      const head = make("th", { scope: "col" });
      head.innerHTML = labelHtml(label);
      return head;
    });
    this.rows = scene.lanes.map((lane, k) => makeRow(lane, scene.readings[k].columns.length));
    this.table.replaceChildren(
      make("thead", {}, make("tr", {}, make("th", { scope: "col", text: "" }),
        make("th", { scope: "col", class: "ll-entrant", text: "" }), ...heads)),
      make("tbody", {}, ...this.rows.map(({ element }) => element)));
  }

  /** @param {Picture} picture */
  draw({ scene, selection, frame }) {
    const { rank, notes, noted } = this.panel;
    scene.readings.forEach(({ columns }, k) => {
      const row = this.rows[k];
      // Of a run that is tried only its path and its costs are known, and nobody's rank.
      const tried = selection.varies(k);
      const place = selection.isHome ? rank.data[k * rank.shape[1] + frame] : null;
      // At the start all are equal.
      setText(row.rank, frame === 0 || place === null ? "" : formatRank(place));
      setAttribute(row.element, "data-rank", frame === 0 || place === null ? "" : place);
      setAttribute(row.rank, "title", frame && place === UNDECIDED ? "Rounding decides this rank." : "");
      columns.forEach(({ values }, c) => setText(row.values[c], tried ? "" : formatEntry(values[frame])));
      setText(row.note, tried ? "" : notes[noted.data[k * noted.shape[1] + frame]]);
    });
  }
}

/** @param {number} place */
function formatRank(place) {
  if (place === UNDECIDED) return "?";
  return place ? `${place}.` : "✕";
}

/**
 * Counts are said whole.
 * @param {number} value
 */
function formatEntry(value) {
  return Number.isInteger(value) && Math.abs(value) < 1e6 ? String(value).replace("-", "−")
    : formatNumber(value);
}

/**
 * @param {import("../wire/film.js").Lane} lane
 * @param {number} count of columns
 */
function makeRow(lane, count) {
  const rank = make("td", { class: "ll-rank" });
  const chip = make("i", { class: "ll-chip", text: lane.short });
  chip.style.setProperty("--lane", lane.color);
  chip.style.setProperty("--chip-ink", isLight(lane.color) ? "#14161A" : "#FFFFFF");
  const note = make("span", { class: "ll-standing" });
  const [name, ...details] = lane.label.split(", ");
  const head = make("th", { scope: "row", class: "ll-entrant", title: lane.label },
    make("span", { class: "ll-who" }, chip, make("span", { class: "ll-name", text: name }), " ",
      make("span", { class: "ll-detail", text: details.join(", "), hidden: details.length ? undefined : "" }), " ",
      note));
  const values = Array.from({ length: count }, () => make("td"));
  return { element: make("tr", {}, rank, head, ...values), rank, note, values };
}
