import { make, setText } from "../drawing/dom.js";
import { lengthOf, pickedUnit, sayUnit, seenBy } from "./units.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Reader } from "./reader.js" */
/** @import { Seen } from "./units.js" */

/** On the pad, what the unit that is picked among the maps sees: a frame, dots in the pixels, and words. */
export class SeenOverlay {
  /** @param {Handle} handle */
  constructor(handle) {
    this.handle = handle;
    this.field = make("div", { class: "ll-pad-field", "aria-hidden": "true" });
    this.words = make("p", { class: "ll-pad-seen", "aria-live": "polite" });
  }

  /**
   * @param {HTMLElement[]} cells of the image
   * @param {Reader} reader
   * @param {{p: ArrayLike<number>, features: Float64Array[]}} reading
   * @param {Picture} picture
   */
  draw(cells, { network, side, statistics }, { p, features }, { scene: { colors } }) {
    const unit = pickedUnit(this.handle, network);
    const seen = unit && seenBy(network, p, features, unit, statistics);
    this.field.hidden = !seen;
    setText(this.words, unit && seen ? sayUnit(network, unit, features[unit.level + 1][unit.index], seen) : "");
    drawDots(cells, seen, colors);
    if (!seen) return;
    const [rows, columns] = seen.inside.map((ends) => [ends[0], lengthOf(ends)].map((n) => `${(100 * n) / side}%`));
    Object.assign(this.field.style, { top: rows[0], height: rows[1], left: columns[0], width: columns[1] });
  }
}

/**
 * A dot in each pixel by which the derivative is not 0, in the color of its sign.
 * @param {HTMLElement[]} cells
 * @param {Seen | null} seen
 * @param {Record<string, string>} colors
 */
function drawDots(cells, seen, colors) {
  const most = seen ? Math.max(...Array.from(seen.derivative, Math.abs)) : 0;
  cells.forEach((cell, k) => {
    const g = seen ? seen.derivative[k] : 0;
    const dot = g ? `${Math.round(22 + 46 * Math.sqrt(Math.abs(g) / most))}% ${g < 0 ? colors.negative : colors.positive}` : "";
    if ((cell.dataset.dot ?? "") === dot) return;
    cell.dataset.dot = dot;
    const [size, color] = dot.split(" ");
    cell.style.setProperty("--dot", size || "0%");
    cell.style.setProperty("--dot-color", color || "transparent");
  });
}
