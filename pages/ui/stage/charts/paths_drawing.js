import { strokeLine, typeSize, widthOf, writeBelow, writeLeft, writeText, writeTicks } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { withSubscripts } from "../drawing/letters.js";
import { drawArrowhead, drawDisc } from "../drawing/marks.js";
import { clamp, formatTick, keptApart, linearTicks, logTicksOfAny } from "../drawing/numbers.js";
import { drawMarks, ticksOf } from "../panels/strip_drawing.js";

/** @import { Theme } from "../drawing/canvas.js" */
/** @import { Family, Lane } from "../wire/film.js" */

/**
 * Lines as they are drawn: an axis in pixels by `scale`, values by `rise`, above the `floor`.
 * @typedef {object} Paths
 * @property {CanvasRenderingContext2D} context
 * @property {number} width
 * @property {number} height
 * @property {number} floor
 * @property {Theme} theme
 * @property {any} panel
 * @property {Family} family
 * @property {[number, number]} ends of the values
 * @property {(value: number) => number} scale
 * @property {(value: number) => number} rise
 * @property {[number, number]} sides where lines begin and end
 * @property {number} needle the pixel of the place shown, NaN where there is none
 */

export const MARGIN = { left: 46, right: 14, top: 10, bottom: 22 };
const NAME = { size: 11, weight: 600 };
/** What is before a name, and how far names are from their lines. */
const STROKE = 10;
const APART = 14;
/** No more of the width goes to names. */
const MOST_ROOM = 0.4;
/** So many lines are named where the reader is. */
const MOST_NAMED = 8;
const TICK = 5;
/** Pixels beyond the picture that no line goes further than, be its value infinite. */
const FAR = 1e5;

/** @param {Paths} paths */
export function drawAxes({ context, width, height, floor, theme, panel, family, ends, scale, rise }) {
  const round = panel.log_value ? logTicksOfAny(ends, (floor - MARGIN.top) / 24) : linearTicks(ends, (floor - MARGIN.top) / 26);
  const named = Object.entries(panel.levels).map(([label, value]) => ({ label, value: Number(value) }));
  const lines = [...named, ...round.map((value) => ({ label: formatTick(value), value }))]
    .filter(({ value }) => value >= ends[0] && value <= ends[1]);
  for (const { label, value } of keptApart(lines, (line) => rise(line.value), 11)) {
    strokeLine(context, [[MARGIN.left, rise(value)], [width - MARGIN.right, rise(value)]],
      { color: value === 0 || label in panel.levels ? theme.faint : theme.hair });
    writeLeft(context, label, MARGIN.left - 5, rise(value), theme);
  }
  const name = family.symbol;
  const room = width - MARGIN.right - widthOf(context, name, { theme, size: 12 }) - 10;
  const ticks = keptApart(ticksOf(family, width / 60), scale, 18);
  writeTicks(context, ticks.map((tick) => ({ text: formatTick(tick), x: scale(tick) })), height - 6, [0, room], theme);
  writeBelow(context, name, width - MARGIN.right, height - 6, theme, true);
}

/**
 * Marks with names, and short strokes on the axis.
 * @param {Paths} paths
 * @param {Lane[]} lanes
 */
export function drawStrokes({ context, width, height, floor, theme, panel, family, scale, rise, ends, needle }, lanes) {
  for (const at of panel.ticks ?? []) {
    strokeLine(context, [[scale(at), floor], [scale(at), floor + TICK]], { color: theme.ink, width: 1.5 });
  }
  drawMarks({ context, width, height, floor, theme, family, scale, rise, top: ends[1], needle }, panel.marks, lanes, []);
}

/** @param {Paths} paths */
export function drawBands({ context, panel, family, ends, scale, rise }) {
  if (!panel.bands) return;
  const { shape: [count, positions], data } = panel.bands;
  for (let k = 0; k < count; k += 1) {
    const places = Array.from({ length: positions }, (_, v) => v).filter((v) => Number.isFinite(data[2 * (k * positions + v)]));
    const side = (/** @type {number} */ which) => places.map((v) => (
      [scale(family.axis[v]), rise(clamp(data[2 * (k * positions + v) + which], ends[0], ends[1]))]));
    context.beginPath();
    for (const [x, y] of [...side(0), ...side(1).reverse()]) context.lineTo(x, y);
    context.closePath();
    context.fillStyle = withAlpha(panel.colors[k], 0.18);
    context.fill();
  }
}

/**
 * Each line as far as the picture goes; an arrow says where it leaves.
 * @param {Paths} paths
 */
export function drawLines(paths) {
  const { context, width, floor, panel, family, ends, scale } = paths;
  panel.names.forEach((/** @type {string} */ _, /** @type {number} */ k) => {
    const color = panel.colors[k];
    context.save();
    context.beginPath();
    context.rect(0, MARGIN.top - 1, width, floor - MARGIN.top + 2);
    context.clip();
    strokeLine(context, pointsOf(paths, k), { color, width: 2, dash: panel.dashes.includes(k) ? [6, 4] : [] });
    context.restore();
    const [over, under] = [rowOf(panel, k).findIndex((value) => value > ends[1]), rowOf(panel, k).findIndex((value) => value < ends[0])];
    if (over >= 0) drawArrowhead(context, scale(family.axis[over]), MARGIN.top + 3, -Math.PI / 2, { fill: color, size: 5 });
    if (under >= 0) drawArrowhead(context, scale(family.axis[under]), floor - 3, Math.PI / 2, { fill: color, size: 5 });
  });
}

/**
 * What was measured, over all else: no name hides a dot.
 * @param {Paths} paths
 */
export function drawDots({ context, theme, panel, family, ends, scale, rise }) {
  if (!panel.dots) return;
  const { shape: [, count], data } = panel.dots;
  data.forEach((/** @type {number} */ value, /** @type {number} */ k) => {
    if (!(value >= ends[0] && value <= ends[1])) return;
    const rim = panel.colors[Math.floor(k / count)];
    drawDisc(context, scale(family.axis[k % count]), rise(value), 3, { fill: theme.paper, rim });
  });
}

/**
 * The place shown: a line through all, a disc on each.
 * @param {Paths} paths
 * @param {number} at
 */
export function drawCursor(paths, at) {
  const { context, floor, theme, panel, rise, ends, needle } = paths;
  if (!Number.isFinite(needle)) return;
  strokeLine(context, [[needle, MARGIN.top - 4], [needle, floor]], { color: theme.paper, width: 5 });
  strokeLine(context, [[needle, MARGIN.top - 4], [needle, floor]], { color: theme.ink, width: 2 });
  panel.names.forEach((/** @type {string} */ _, /** @type {number} */ k) => {
    const value = rowOf(panel, k)[at];
    if (value >= ends[0] && value <= ends[1]) {
      drawDisc(context, needle, rise(value), 3.75, { fill: panel.colors[k], rim: theme.paper });
    }
  });
  drawDisc(context, needle, floor, 7, { fill: theme.ink, rim: theme.paper, width: 2.5 });
}

/**
 * Where the lines begin and end, in pixels: names at their ends have room of their own beside them.
 * @param {CanvasRenderingContext2D} context
 * @param {number} width
 * @param {number} floor
 * @param {any} panel
 * @param {Theme} theme
 * @returns {[number, number]}
 */
export function sidesOf(context, width, floor, { named_at: named, names }, theme) {
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  if (named !== "start" && named !== "end") return [left, right];
  const said = names.length > rowsFor(theme, floor).fit ? [...names, moreOf(names.length)] : names;
  const wide = said.map((/** @type {string} */ name) => (name ? STROKE + widthOf(context, withSubscripts(name), { theme, ...NAME }) : 0));
  const room = Math.min(MOST_ROOM * width, APART + Math.max(0, ...wide));
  return named === "start" ? [left + room, right] : [left, right - room];
}

/**
 * The lines' names beside one of their ends, or where the largest of them are at the place shown: as many as
 * there is room for, apart from each other, and how many more there are.
 * @param {Paths} paths
 * @param {number} at the position shown
 */
export function drawNames(paths, at) {
  const { context, width, floor, theme, panel, needle, sides } = paths;
  if (!panel.named_at) return;
  const beside = panel.named_at === "cursor";
  const start = beside ? needle < 0.65 * width : panel.named_at === "start";
  const { top, bottom, row, fit } = rowsFor(theme, floor);
  const there = beside ? largest(panel, at) : Array.from(panel.names, (_, k) => k).filter((k) => panel.names[k]);
  const shown = there.slice(0, Math.min(beside ? MOST_NAMED : Infinity, fit));
  const labels = shown.map((k) => {
    const points = pointsOf(paths, k);
    const end = beside ? paths.rise(clamp(rowOf(panel, k)[at], ...paths.ends)) : points[start ? 0 : points.length - 1]?.[1] ?? NaN;
    return { text: withSubscripts(panel.names[k]), color: panel.colors[k], end, y: end };
  }).filter(({ end }) => Number.isFinite(end));
  labels.sort((a, b) => a.y - b.y);
  const more = there.length - shown.length;
  if (more > 0) labels.push({ text: moreOf(more), color: "transparent", end: NaN, y: labels[labels.length - 1].y });
  spread(labels, top, bottom, row);
  for (const { text, color, end, y } of labels) {
    const wide = widthOf(context, text, { theme, ...NAME }) + STROKE;
    const left = beside ? needle + (start ? 9 : -9 - wide) : start ? sides[0] - APART + 4 - wide : sides[1] + APART - 4;
    if (!beside) strokeLine(context, [[start ? sides[0] - 1 : sides[1] + 1, clamp(end, MARGIN.top, floor)], [start ? left + wide : left, y]], { color });
    strokeLine(context, [[left, y], [left + 7, y]], { color, width: 3 });
    writeText(context, text, left + STROKE, y, { theme, color: theme.ink, ...NAME, baseline: "middle", halo: theme.paper, plate: true });
  }
}

/**
 * The room for names: from where to where, how high each is, and how many fit.
 * @param {Theme} theme
 * @param {number} floor
 */
function rowsFor(theme, floor) {
  const [top, bottom, row] = [MARGIN.top + 4, floor - 6, typeSize(theme, NAME.size) + 1];
  return { top, bottom, row, fit: Math.max(1, Math.floor((bottom - top) / row)) };
}

/** @param {number} count of lines that there is no room to name */
function moreOf(count) {
  return `and ${count} more`;
}

/**
 * Move rows of text apart within two bounds; they are in order, and stay so.
 * @param {{y: number}[]} rows
 * @param {number} top
 * @param {number} bottom
 * @param {number} height of a row
 */
export function spread(rows, top, bottom, height) {
  const gap = Math.min(height, (bottom - top) / Math.max(1, rows.length - 1));
  rows.forEach((row, k) => { row.y = Math.max(row.y, k ? rows[k - 1].y + gap : top); });
  for (let k = rows.length - 1; k >= 0; k -= 1) {
    rows[k].y = Math.min(rows[k].y, k + 1 < rows.length ? rows[k + 1].y - gap : bottom);
  }
}

/**
 * The lines that are not 0 at a position, the largest in modulus first.
 * @param {any} panel
 * @param {number} at
 * @returns {number[]}
 */
export function largest(panel, at) {
  const size = (/** @type {number} */ k) => Math.abs(rowOf(panel, k)[at]);
  return Array.from(panel.names, (_, k) => k).filter((k) => size(k) > 0).sort((a, b) => size(b) - size(a));
}

/**
 * @param {any} panel
 * @param {number} k
 * @returns {Float32Array}
 */
function rowOf({ values: { shape: [, count], data } }, k) {
  return data.subarray(k * count, (k + 1) * count);
}

/**
 * A line's points in pixels, be they outside the picture; what has no place at all is left out.
 * @param {Paths} paths
 * @param {number} k
 */
export function pointsOf({ panel, family, scale, rise }, k) {
  return Array.from(rowOf(panel, k), (value, v) => (
    panel.log_value && value <= 0 ? [NaN, NaN] : [scale(family.axis[v]), clamp(rise(value), -FAR, FAR)]))
    .filter(([x, y]) => Number.isFinite(x + y));
}
