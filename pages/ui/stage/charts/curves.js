import { openCanvas, strokeLine, widthOf, writeBelow, writeLeft, writeText, writeTicks } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { drawDisc } from "../drawing/marks.js";
import { formatTick, linearTicks, makeScale } from "../drawing/numbers.js";
import { Panel } from "../panels/panel.js";
import { positionOf } from "./positions.js";

/** @import { Scale } from "../drawing/numbers.js" */
/** @import { Picture } from "../panels/panel.js" */
/** @import { Grid } from "../wire/film.js" */

const MARGIN = { left: 38, right: 10, top: 8, bottom: 24 };

/** Functions of one input at the position shown: many thin ones, a few with names, and data. */
export class CurvesPanel extends Panel {
  /** @param {Picture} picture */
  draw(picture) {
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { context, width, height } = opened;
    const { theme } = picture;
    const { panel } = this;
    const [first, last] = [panel.x[0], panel.x[panel.x.length - 1]];
    const scales = { x: makeScale([first, last], [MARGIN.left, width - MARGIN.right]),
      y: makeScale(panel.ends, [height - MARGIN.bottom, MARGIN.top]) };
    for (const tick of linearTicks(panel.ends, height / 40)) {
      strokeLine(context, [[MARGIN.left, scales.y(tick)], [width - MARGIN.right, scales.y(tick)]],
        { color: tick === 0 ? theme.faint : theme.hair });
      writeLeft(context, formatTick(tick), MARGIN.left - 5, scales.y(tick), theme);
    }
    const ticks = linearTicks([first, last], width / 70).map((tick) => ({ text: formatTick(tick), x: scales.x(tick) }));
    writeTicks(context, ticks, height - 8, [0, width - 30], theme);
    writeBelow(context, panel.label, width - MARGIN.right, height - 8, theme, true);
    context.save();
    context.beginPath();
    context.rect(MARGIN.left, MARGIN.top, width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom);
    context.clip();
    const v = Math.max(0, positionOf(picture.scene, picture.selection, panel));
    const [name] = panel.colors;
    for (const row of rowsOf(panel.cloud, v)) this.stroke(context, scales, row, { color: withAlpha(name, 0.3), width: 1 });
    rowsOf(panel.lines, v).forEach((row, k) => this.stroke(context, scales, row,
      { color: panel.colors[k], width: 2.5, dash: panel.dashes.includes(k) ? [6, 4] : [] }));
    const data = panel.points?.data ?? [];
    for (let k = 0; k < data.length; k += 2) {
      drawDisc(context, scales.x(data[k]), scales.y(data[k + 1]), 3, { fill: theme.ink, rim: theme.paper, width: 1 });
    }
    context.restore();
    const widest = Math.max(...panel.names.map((/** @type {string} */ words) => widthOf(context, words, { theme, size: 11 })));
    const left = width - MARGIN.right - widest - 30;
    panel.names.forEach((/** @type {string} */ words, /** @type {number} */ k) => {
      const y = MARGIN.top + 9 + 15 * k;
      strokeLine(context, [[left, y], [left + 18, y]], { color: panel.colors[k], width: 2.5, dash: panel.dashes.includes(k) ? [5, 3] : [] });
      writeText(context, words, left + 24, y, { theme, color: theme.ink, size: 11, baseline: "middle", halo: theme.paper, plate: true });
    });
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {{x: Scale, y: Scale}} scales
   * @param {ArrayLike<number>} row
   * @param {{color: string, width: number, dash?: number[]}} style
   */
  stroke(context, { x, y }, row, style) {
    strokeLine(context, Array.from(row, (value, m) => [x(this.panel.x[m]), y(value)]), style);
  }
}

/**
 * The curves (C, M) of an array (V, C, M) at a position.
 * @param {Grid | null} grid
 * @param {number} position
 */
function rowsOf(grid, position) {
  if (!grid) return [];
  const { shape: [positions, count, points], data } = grid;
  const v = positions === 1 ? 0 : position;
  return Array.from({ length: count }, (_, c) => {
    const at = (v * count + c) * points;
    return data.subarray(at, at + points);
  });
}
