import { openCanvas, strokeLine, widthOf, writeText, writeTicks } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { drawArrowhead } from "../drawing/marks.js";
import { clamp, formatNumber, formatTick, linearTicks, makeScale } from "../drawing/numbers.js";
import { signColor } from "../model/parameters.js";
import { Panel } from "../panels/panel.js";
import { positionOf, reach, rowAt, said } from "./positions.js";

/** @import { Picture } from "../panels/panel.js" */
/** @import { Scene } from "../wire/film.js" */
/** @import { Opened } from "../drawing/canvas.js" */

const MARGIN = { right: 54, top: 4, bottom: 18 };
const WIDEST_NAME = 0.42;
const TALLEST_BAR = 26;
const LEFT_ROOM = 48;
/** Pixels between a level and the ticks that its name leaves. */
const BESIDE = 4;

/**
 * @typedef {{name: string, k: number, scale: (value: number) => number, value: number, mark: number,
 *   row: number}} Bar its mark is NaN where there is none
 */

/** Numbers by name at the position shown, each as a bar, and where it should end as a mark. */
export class BarsPanel extends Panel {
  /** @type {[number, number]} of the axis: it stays while positions are tried, unless each has its own */
  ends = [0, 1];

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    const { values, predicted, level } = panel;
    const [low, high] = panel.ends ?? reach([values.data, predicted?.data, level?.data]);
    this.ends = panel.ends ?? [low < 0 ? Math.min(low, -0.02 * high) : 0, high || 1];
  }

  /** @param {Picture} picture */
  draw(picture) {
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { context, width, height } = opened;
    const { theme } = picture;
    const { names, predicted, level, reaches } = this.panel;
    if (reaches) {
      const most = reaches[Math.max(0, positionOf(picture.scene, picture.selection, this.panel))];
      this.ends = [-most, most];
    }
    const widest = Math.max(...names.map((/** @type {string} */ name) => widthOf(context, name, { theme, size: 11 })));
    const left = 10 + Math.min(widest, WIDEST_NAME * width) + (this.ends[0] < 0 ? LEFT_ROOM : 4);
    const scale = makeScale(this.ends, [left, width - MARGIN.right]);
    const row = (height - MARGIN.top - MARGIN.bottom) / names.length;
    const named = level ? rowAt(level, picture, this.panel)[0] : NaN;
    this.drawAxis(opened, picture, scale, left, named);
    const values = rowAt(this.panel.values, picture, this.panel);
    const marks = predicted && rowAt(predicted, picture, this.panel);
    const bars = names.map((/** @type {string} */ name, /** @type {number} */ k) => (
      { name, k, scale, value: values[k], mark: marks ? marks[k] : NaN, row }));
    for (const bar of bars) this.drawBar(opened, picture, bar);
    if (level) this.drawLevel(opened, picture, scale, named);
    for (const bar of bars) this.drawWords(opened, picture, bar);
  }

  /**
   * @param {Opened} opened
   * @param {Picture} picture
   * @param {(value: number) => number} scale
   * @param {number} left
   * @param {number} level whose name stands among the ticks
   */
  drawAxis({ context, width, height }, { theme }, scale, left, level) {
    const ticks = linearTicks(this.ends, (width - left) / 70);
    for (const tick of ticks) {
      strokeLine(context, [[scale(tick), MARGIN.top], [scale(tick), height - MARGIN.bottom]],
        { color: tick === 0 ? theme.faint : theme.hair });
    }
    const room = widthOf(context, this.panel.level_name, { theme, size: 11, weight: 600 }) / 2 + BESIDE;
    /** @type {(tick: {text: string, x: number}) => boolean} */
    const isFree = ({ text, x }) => !this.panel.level_name
      || !(Math.abs(x - scale(level)) < room + widthOf(context, text, { theme, size: 10 }) / 2);
    const texts = ticks.map((tick) => ({ text: formatTick(tick), x: scale(tick) })).filter(isFree);
    writeTicks(context, texts, height - 4, [0, width - 2], theme);
  }

  /**
   * @param {Opened} opened
   * @param {Picture} picture
   * @param {Bar} bar
   */
  drawBar({ context }, { scene, theme }, { k, scale, value, mark, row }) {
    const middle = MARGIN.top + (k + 0.5) * row;
    const thick = Math.min(TALLEST_BAR, Math.max(3, 0.62 * row));
    const color = this.panel.colors[k] ?? signColor(value, scene.colors);
    const [low, high] = this.ends;
    const end = scale(clamp(value, low, high));
    context.fillStyle = withAlpha(color, 0.85);
    if (Number.isFinite(value)) context.fillRect(Math.min(scale(0), end), middle - thick / 2, Math.abs(end - scale(0)), thick);
    if (value > high || value < low) drawArrowhead(context, end, middle, value > high ? 0 : Math.PI, { fill: color, rim: theme.paper, size: 6 });
    if (mark > high || mark < low) {
      drawArrowhead(context, scale(clamp(mark, low, high)), middle, mark > high ? 0 : Math.PI, { fill: theme.ink, rim: theme.paper, size: 6 });
    } else if (Number.isFinite(mark)) {
      const x = scale(mark);
      strokeLine(context, [[x, middle - row / 2 + 1], [x, middle + row / 2 - 1]], { color: theme.paper, width: 5 });
      strokeLine(context, [[x, middle - row / 2 + 1], [x, middle + row / 2 - 1]], { color: theme.ink, width: 2 });
    }
  }

  /**
   * @param {Opened} opened
   * @param {Picture} picture
   * @param {Bar} bar
   */
  drawWords({ context, width }, { theme }, { name, k, scale, value, mark, row }) {
    const [low, high] = this.ends;
    const [middle, end] = [MARGIN.top + (k + 0.5) * row, scale(clamp(value, low, high))];
    const size = clamp(row - 1, 8, 11);
    const gone = value === 0;
    writeText(context, fitted(context, name, WIDEST_NAME * width, { theme, size }), 8, middle,
      { theme, color: gone ? theme.muted : theme.ink, size, baseline: "middle" });
    const beside = value < 0 ? Math.min(end, Number.isFinite(mark) ? scale(clamp(mark, low, high)) : end) - 6
      : Math.max(end, Number.isFinite(mark) ? scale(clamp(mark, low, high)) : end) + 6;
    writeText(context, said(value, formatNumber), beside, middle, { theme, color: gone ? theme.muted : theme.ink,
      size, align: value < 0 ? "right" : "left", baseline: "middle", halo: theme.paper, plate: true });
  }

  /**
   * @param {Opened} opened
   * @param {Picture} picture
   * @param {(value: number) => number} scale
   * @param {number} level
   */
  drawLevel({ context, height }, { theme }, scale, level) {
    const [low, high] = this.ends;
    for (const at of low < 0 ? [level, -level] : [level]) {
      if (at < low || at > high) continue;
      const x = scale(at);
      strokeLine(context, [[x, MARGIN.top], [x, height - MARGIN.bottom]], { color: theme.ink, width: 1.5, dash: [5, 3] });
    }
    if (level >= low && level <= high) {
      writeText(context, this.panel.level_name, scale(level), height - 4, { theme, color: theme.ink, size: 11, weight: 600,
        align: "center", halo: theme.paper, plate: true });
    }
  }
}

/**
 * A text, cut with “…” to a width.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} most
 * @param {{theme: import("../drawing/canvas.js").Theme, size: number}} style
 */
function fitted(context, text, most, style) {
  let shown = text;
  while (shown.length > 1 && widthOf(context, shown, style) > most) shown = `${shown.slice(0, -2)}…`;
  return shown;
}
