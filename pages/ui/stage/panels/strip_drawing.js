import { strokeLine, widthOf, writeText, writeTicks } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { placeFlags, spanOf } from "../drawing/labels.js";
import { withSubscripts } from "../drawing/letters.js";
import { drawArrowhead } from "../drawing/marks.js";
import { clamp, formatTick, keptApart, linearTicks, logTicksOfAny, makeScale } from "../drawing/numbers.js";

/** @import { Theme } from "../drawing/canvas.js" */
/** @import { Family, Lane } from "../wire/film.js" */

/**
 * A strip as it is drawn: its axis in pixels, costs up to `top` by `rise`, above the `floor`.
 * @typedef {object} Strip
 * @property {CanvasRenderingContext2D} context
 * @property {number} width
 * @property {number} height
 * @property {number} floor
 * @property {number} top
 * @property {Theme} theme
 * @property {Family} family
 * @property {(value: number) => number} scale
 * @property {(cost: number) => number} rise
 * @property {number} needle the pixel of the value shown, NaN if it is not on the axis
 */

export const MARGIN = { left: 34, right: 12, top: 8, bottom: 18 };
export const RIBBON = 11;
// Left of a logarithmic scale there is room for a value of 0.
const ZERO = 26;
const NEEDLE = 8;
const ROW = 12;
const FEW = 12;
// By lane, so that marks are told apart by more than their color.
const DASHES = [[5, 3], [1.5, 2.5]];
/** @type {Record<string, number>} */
const SHADE = { slow: 0.22, stuck: 0.35, good: 0.95, oscillating: 0.5, diverging: 0, undecided: 0.1 };

/**
 * The pixel of a value; on a logarithmic axis that begins with 0, this stands apart at the left.
 * @param {Family} family
 * @param {[number, number]} pixels
 */
export function scaleOf({ axis, log }, [from, to]) {
  const apart = log && axis[0] === 0;
  const range = [apart ? axis[1] : axis[0], axis[axis.length - 1]];
  const scale = makeScale(range, [apart ? from + ZERO : from, to], log);
  return (/** @type {number} */ value) => (apart && value <= 0 ? from : scale(value));
}

/**
 * The values that are marked along an axis.
 * @param {Family} family
 * @param {number} count
 */
export function ticksOf({ axis, log }, count) {
  const last = axis[axis.length - 1];
  if (!log) return linearTicks([axis[0], last], count).filter(Number.isInteger);
  const positive = axis[0] === 0 ? axis[1] : axis[0];
  // A few whole numbers, such as widths, are their own ticks.
  const ticks = axis.length <= FEW && axis.every(Number.isInteger) ? Array.from(axis).filter((value) => value > 0)
    : logTicksOfAny([positive, last], count);
  return axis[0] === 0 ? [0, ...ticks] : ticks;
}

/** @param {Strip} strip */
export function drawAxes({ context, width, height, floor, theme, rise, scale, top, family }) {
  const words = { theme, color: theme.muted, size: 10 };
  strokeLine(context, [[MARGIN.left, floor], [width - MARGIN.right, floor]], { color: theme.hair });
  const ticks = keptApart(ticksOf(family, width / 60), scale, 18);
  for (const tick of ticks) {
    const x = scale(tick);
    strokeLine(context, [[x, MARGIN.top], [x, height - MARGIN.bottom]], { color: theme.hair });
  }
  writeTicks(context, ticks.map((tick) => ({ text: formatTick(tick), x: scale(tick) })), height - 2, [0, width - 1], theme);
  writeText(context, "final", MARGIN.left - 5, rise(top) + 8, { ...words, align: "right" });
  writeText(context, "cost", MARGIN.left - 5, rise(top) + 19, { ...words, align: "right" });
}

/**
 * One lane's final costs (V,).
 * @param {Strip} strip
 * @param {Float64Array} finals
 * @param {Lane} lane
 */
export function drawFinals({ context, rise, scale, top, family }, finals, { color }) {
  const points = Array.from(finals, (cost, v) => [scale(family.axis[v]), rise(clamp(cost, 0, top))])
    .filter(([, y]) => Number.isFinite(y));
  strokeLine(context, points, { color, width: 2 });
  const over = finals.findIndex((cost) => cost > top);
  if (over >= 0) {
    drawArrowhead(context, scale(family.axis[over]), MARGIN.top + 3, -Math.PI / 2, { fill: color, size: 5 });
  }
}

/**
 * One lane's regimes along the axis: shade and word, so that neither stands alone.
 * @param {Strip} strip
 * @param {number} lane
 * @param {{color: string, ink: string}} colors
 */
export function drawRibbon({ context, floor, theme, scale, family, needle }, lane, { color, ink }) {
  const { axis } = family;
  const regimes = family.runs[lane].regime;
  const top = floor + 2 + lane * (RIBBON + 2);
  const half = (/** @type {number} */ v) => (
    (scale(axis[Math.max(0, v - 1)]) + scale(axis[Math.min(v, axis.length - 1)])) / 2);
  for (let from = 0; from < regimes.length;) {
    let to = from + 1;
    while (to < regimes.length && regimes[to] === regimes[from]) to += 1;
    if (!regimes[from]) {
      from = to;
      continue;
    }
    const [x, end] = [half(from) + 0.75, half(to) - 0.75];
    const shade = SHADE[regimes[from]] ?? 0.3;
    context.fillStyle = withAlpha(color, shade);
    context.fillRect(x, top, end - x, RIBBON);
    context.strokeStyle = withAlpha(color, 0.6);
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, top + 0.5, end - x - 1, RIBBON - 1);
    const [left, right] = roomBeside(needle, x, end);
    if (right - left > widthOf(context, regimes[from], { theme, size: 9.5 }) + 6) {
      writeText(context, regimes[from], (left + right) / 2, top + RIBBON / 2 + 0.5,
        { theme, color: shade > 0.6 ? ink : theme.ink, size: 9.5, align: "center", baseline: "middle" });
    }
    from = to;
  }
}

/**
 * A mark's words: with its lane's name where several marks say the same.
 * @param {{label: string, lane: number}} mark
 * @param {{label: string}[]} marks
 * @param {{label: string}[]} lanes
 */
export function labelOf({ label, lane }, marks, lanes) {
  const alike = marks.filter((other) => other.label === label).length > 1;
  return alike && lanes[lane] ? `${label}, ${lanes[lane].label}` : label;
}

/**
 * Of a stretch the larger part beside the needle.
 * @param {number} needle
 * @param {number} from
 * @param {number} to
 */
function roomBeside(needle, from, to) {
  if (!(needle > from - NEEDLE && needle < to + NEEDLE)) return [from, to];
  return needle - from > to - needle ? [from, needle - NEEDLE] : [needle + NEEDLE, to];
}

/**
 * The boxes that hold the lanes' final costs (V,) as they are drawn.
 * @param {Strip} strip
 * @param {Float64Array[]} finals
 */
export function boxesOf({ rise, scale, top, family: { axis } }, finals) {
  return finals.flatMap((costs) => Array.from(costs).slice(1).map((cost, v) => {
    const [y, next] = [costs[v], cost].map((value) => rise(clamp(value, 0, top)));
    return { x: scale(axis[v]), y: Math.min(y, next) - 1, width: scale(axis[v + 1]) - scale(axis[v]),
      height: Math.abs(y - next) + 2 };
  })).filter(({ y, height }) => Number.isFinite(y + height));
}

/**
 * @param {Strip} strip
 * @param {{value: number, label: string, lane: number}[]} marks
 * @param {Lane[]} lanes
 * @param {import("../drawing/labels.js").Box[]} taken
 */
export function drawMarks({ context, floor, width, theme, scale, needle }, marks, lanes, taken) {
  const shown = marks.map((mark) => {
    const text = withSubscripts(labelOf(mark, marks, lanes));
    return { ...mark, text, x: scale(mark.value), width: widthOf(context, text, { theme, size: 10 }) };
  }).filter(({ x }) => x >= MARGIN.left && x <= width - MARGIN.right);
  const rows = Math.max(1, Math.floor((floor - MARGIN.top + 4) / ROW));
  const flags = placeFlags(shown, { from: MARGIN.left, to: width - 1, top: MARGIN.top - 4, row: ROW, rows, needle, taken });
  shown.forEach((mark, k) => {
    const { row, side } = flags[k];
    const [top, [left]] = [MARGIN.top - 4 + ROW * row, spanOf(mark, side)];
    const color = lanes[mark.lane]?.color ?? theme.muted;
    strokeLine(context, [[mark.x, top], [mark.x, floor]], { color, width: 1.5, dash: DASHES[mark.lane] ?? [4, 3] });
    writeText(context, mark.text, left, top + 8, { theme, color: theme.muted, size: 10, halo: theme.paper, plate: true });
  });
}
