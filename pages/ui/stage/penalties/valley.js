import { openCanvas, writeText } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { drawDisc } from "../drawing/marks.js";
import { makeScale } from "../drawing/numbers.js";
import { Panel } from "../panels/panel.js";
import { linesAt } from "../surface/levels.js";
import { drawAxes, drawTitle, strokePieces } from "./ball_drawing.js";
import { positionOf } from "../charts/positions.js";

/** @import { Picture } from "../panels/panel.js" */
/** @import { Relief } from "../surface/levels.js" */

const MARGIN = { left: 34, right: 10, top: 8, bottom: 24 };

/** Level lines of a loss with λ times a penalty on a grid, between its lowest and its highest value. */
export class ValleyPanel extends Panel {
  /** @param {Picture} picture */
  draw(picture) {
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { panel } = this;
    const { context, width, height } = opened;
    const { theme } = picture;
    const box = { left: MARGIN.left, top: MARGIN.top, width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
    const [across, along] = [ends(panel.x), ends(panel.y)];
    const plane = { context, panel, theme, box, across, along,
      x: makeScale(across, [box.left, box.left + box.width]), y: makeScale(along, [box.top + box.height, box.top]) };
    drawAxes(plane);
    const v = Math.max(0, positionOf(picture.scene, picture.selection, panel));
    const relief = summed(panel, panel.strengths[v]);
    levelsOf(relief, panel.shares).forEach((level, k, { length }) => {
      strokePieces(plane, linesAt(relief, level), { color: withAlpha(panel.color, 1 - (0.75 * k) / length), width: k ? 1.25 : 2 });
    });
    const [column, row] = lowest(relief);
    drawDisc(context, plane.x(column), plane.y(row), 5, { fill: theme.ink, rim: theme.paper, width: 2 });
    drawTitle(plane);
    writeText(context, "lowest", plane.x(column) + 8, plane.y(row) - 7, { theme, color: theme.ink, size: 11, halo: theme.paper,
      align: column > (across[0] + across[1]) / 2 ? "right" : "left" });
  }
}

/**
 * @param {ArrayLike<number>} axis
 * @returns {[number, number]}
 */
function ends(axis) {
  return [axis[0], axis[axis.length - 1]];
}

/**
 * Loss and λ times the penalty.
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>, loss: import("../wire/film.js").Grid, penalty: import("../wire/film.js").Grid}} panel
 * @param {number} strength
 * @returns {Relief}
 */
export function summed({ x, y, loss, penalty }, strength) {
  const count = x.length;
  return { x: Float64Array.from(x), y: Float64Array.from(y), rows: Array.from(y, (_, i) => Float64Array.from(x, (__, j) => (
    loss.data[i * count + j] + strength * penalty.data[i * count + j]))) };
}

/**
 * Levels at some shares of the way from the lowest value of a grid to the highest.
 * @param {Relief} relief
 * @param {number[]} shares
 */
export function levelsOf({ rows }, shares) {
  const [low, high] = [Math.min, Math.max].map((end) => end(...rows.map((row) => end(...Array.from(row)))));
  return shares.map((share) => low + share * (high - low));
}

/**
 * The lowest point of a grid.
 * @param {Relief} relief
 */
export function lowest({ x, y, rows }) {
  let [i, j] = [0, 0];
  for (let r = 0; r < y.length; r += 1) {
    for (let c = 0; c < x.length; c += 1) if (rows[r][c] < rows[i][j]) [i, j] = [r, c];
  }
  return [x[j], y[i]];
}
