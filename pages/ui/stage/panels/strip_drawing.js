import { strokeLine, withAlpha, writeBelow, writeText } from "../drawing/canvas.js";
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
 */

export const MARGIN = { left: 34, right: 12, top: 8, bottom: 15 };
export const RIBBON = 11;
// Left of a logarithmic scale there is room for a value of 0.
const ZERO = 26;
const FEW = 12;
// By lane, so that marks are told apart by more than their colour.
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
  for (const tick of keptApart(ticksOf(family, width / 60), scale, 18)) {
    const x = scale(tick);
    strokeLine(context, [[x, MARGIN.top], [x, height - MARGIN.bottom]], { color: theme.hair });
    writeBelow(context, formatTick(tick), x, height - 3, theme);
  }
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
export function drawRibbon({ context, floor, theme, scale, family }, lane, { color, ink }) {
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
    if (end - x > 8 * regimes[from].length * 0.75) {
      writeText(context, regimes[from], (x + end) / 2, top + RIBBON / 2 + 0.5,
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
 * @param {Strip} strip
 * @param {{value: number, label: string, lane: number}[]} marks
 * @param {Lane[]} lanes
 */
export function drawMarks({ context, floor, width, theme, scale }, marks, lanes) {
  [...marks].sort((a, b) => a.value - b.value).forEach((mark, k) => {
    const x = scale(mark.value);
    if (!(x >= MARGIN.left && x <= width - MARGIN.right)) return;
    const color = lanes[mark.lane]?.color ?? theme.muted;
    strokeLine(context, [[x, MARGIN.top - 4], [x, floor]], { color, width: 1.5, dash: DASHES[mark.lane] ?? [4, 3] });
    const label = withSubscripts(labelOf(mark, marks, lanes));
    const right = k > 0 && x + 4 + context.measureText(label).width <= width;
    writeText(context, label, x + (right ? 4 : -4), MARGIN.top + 4 + (right || k === 0 ? 0 : 12),
      { theme, color: theme.muted, size: 10, align: right ? "left" : "right", halo: theme.paper });
  });
}
