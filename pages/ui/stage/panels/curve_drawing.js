import { strokeLine, writeBelow, writeLeft, writeTicks } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { drawArrowhead } from "../drawing/marks.js";
import { clamp, formatTick, keptApart, linearTicks, logTicks, logTicksOfAny, makeScale } from "../drawing/numbers.js";
import { homeFamily } from "../wire/film.js";

/** @import { Theme } from "../drawing/canvas.js" */
/** @import { Scale } from "../drawing/numbers.js" */
/** @import { Scene } from "../wire/film.js" */
/** @import { Picture } from "./panel.js" */

/**
 * A curve panel as it is drawn: costs by `y` against places by `x`, below `top` the accuracies.
 * @typedef {object} Chart
 * @property {CanvasRenderingContext2D} context
 * @property {number} width
 * @property {number} height
 * @property {number} top
 * @property {Theme} theme
 * @property {number} cursor in pixels
 * @property {Record<string, boolean>} log which of "step" and "cost" are logarithmic
 * @property {{x: Scale, y: Scale, steps: [number, number], costs: [number, number]}} scales
 */

export const MARGIN = { left: 46, right: 10, top: 8, bottom: 26 };
export const ACCURACY_ROW = 26;
const SMALLEST = 1e-12;
/** So far out of its picture a line goes at most, in pixels. */
const FAR = 1e5;

/**
 * Both axes and the levels that have a name.
 * @param {Chart} chart
 * @param {Record<string, number>} levels
 * @param {string} name of the horizontal axis
 */
export function drawAxes({ context, width, height, top, theme, log, scales }, levels, name) {
  const { x, y, steps, costs } = scales;
  const bottom = height - MARGIN.bottom;
  const round = log.cost ? logTicksOfAny(costs, (bottom - top) / 22)
    : linearTicks(costs, (bottom - top) / 28);
  const named = Object.entries(levels).map(([label, value]) => ({ label, value }))
    .filter(({ value }) => value >= costs[0] && value <= costs[1]);
  const lines = [...named, ...round.map((value) => ({ label: formatTick(value), value }))];
  for (const { label, value } of keptApart(lines, (line) => y(line.value), 11)) {
    strokeLine(context, [[MARGIN.left, y(value)], [width - MARGIN.right, y(value)]],
      { color: theme.hair });
    writeLeft(context, label, MARGIN.left - 5, y(value), theme);
  }
  const ticks = log.step ? logTicks(steps, width / 50) : linearTicks(steps, width / 60);
  writeTicks(context, ticks.map((tick) => ({ text: formatTick(tick), x: x(tick) })), bottom + 12, [0, width - 2], theme);
  writeBelow(context, name, width - MARGIN.right, height - 3, theme, true);
}

/**
 * The accuracy of every lane in a row of its own.
 * @param {Chart} chart
 * @param {Picture} picture
 * @param {(step: number) => number} along the horizontal axis
 */
export function drawAccuracy({ context, width, cursor, scales }, { selection, scene, theme }, along) {
  const y = makeScale([0, 1], [MARGIN.top + ACCURACY_ROW - 8, MARGIN.top]);
  writeLeft(context, "acc.", MARGIN.left - 5, y(0.5), theme);
  for (const level of [0, 1]) {
    strokeLine(context, [[MARGIN.left, y(level)], [width - MARGIN.right, y(level)]],
      { color: theme.hair });
  }
  scene.lanes.forEach(({ color }, k) => {
    const steps = selection.family.steps;
    const points = Array.from(selection.accuracies(k) ?? [], (value, frame) => (
      [scales.x(along(steps[frame])), y(value)])).filter((point) => Number.isFinite(point[1]));
    const done = points.findIndex(([x]) => x > cursor);
    const split = done < 0 ? points.length : done;
    strokeLine(context, points.slice(Math.max(0, split - 1)),
      { color: withAlpha(color, 0.35), width: 1.25 });
    strokeLine(context, points.slice(0, split), { color, width: 1.25 });
  });
}

/**
 * A lane's costs as a line. Where they are beyond the picture it goes out of it: along an edge, it
 * would seem to say that they stay there.
 * @param {Chart} chart
 * @param {number[][]} points in pixels, those beyond the picture at its edge
 * @param {ArrayLike<number>} costs those of the points
 * @param {Parameters<typeof strokeLine>[2]} style
 */
export function strokeCosts({ context, width, height, top, scales }, points, costs, style) {
  const { y, costs: [low, high] } = scales;
  const line = points.map(([x, at], frame) => (
    costs[frame] < low || costs[frame] > high ? [x, clamp(y(costs[frame]), -FAR, FAR)] : [x, at]));
  context.save();
  context.beginPath();
  context.rect(0, top - 2, width, height - MARGIN.bottom + 2 - (top - 2));
  context.clip();
  strokeLine(context, line, style);
  context.restore();
}

/**
 * Where a lane's line leaves its picture for the first time, at the top and at the bottom.
 * @param {Chart} chart
 * @param {number[][]} points in pixels
 * @param {ArrayLike<number>} costs those of the points
 * @param {string} color
 */
export function drawLeaving({ context, width, height, top, scales }, points, costs, color) {
  const [low, high] = scales.costs;
  const out = /** @param {number} frame @param {number} y @param {number} angle */ (frame, y, angle) => {
    const x = clamp(points[frame]?.[0], MARGIN.left, width - MARGIN.right);
    if (frame in points) drawArrowhead(context, x, y, angle, { fill: color, size: 5 });
  };
  const known = Array.from(costs);
  out(known.findIndex((cost) => cost > high), top + 4, -Math.PI / 2);
  out(known.findIndex((cost) => cost < low), height - MARGIN.bottom - 4, Math.PI / 2);
}

/**
 * The marked place of another axis than the step.
 * @param {Chart} chart
 * @param {number | null | undefined} mark
 * @param {(place: number) => number} along the axis
 */
export function drawMark({ context, height, theme, scales }, mark, along) {
  if (mark === null || mark === undefined) return;
  const x = scales.x(along(mark));
  strokeLine(context, [[x, MARGIN.top], [x, height - MARGIN.bottom]], { color: theme.ink, dash: [5, 4] });
}

/**
 * The ranges of the cost axis, linear and logarithmic: those `shown`, and those of all runs known.
 * @typedef {{linear: [number, number], log: [number, number]}} Extent
 * @typedef {{run: string, live: boolean, shown: Extent, all: Extent}} Extents
 */

/**
 * The ranges for a scene that has just come. More runs of the one on stage do not move its axis.
 * @param {Extents | undefined} former
 * @param {Scene} scene
 * @returns {Extents}
 */
export function nextExtents(former, scene) {
  const { run, live } = scene;
  const all = costExtent(scene);
  const follows = former?.run === run && !former.live && !live;
  return { run, live, all, shown: follows ? former.shown : all };
}

/**
 * Ranges that stay put while another variant is tried: the top is that of Python's own.
 * @param {Scene} scene
 * @returns {Extent}
 */
function costExtent(scene) {
  let [top, least] = [0, Infinity];
  scene.lanes.forEach((_, k) => {
    const { cost } = homeFamily(scene).runs[k];
    const frames = cost.shape[1];
    const at = scene.home[1] * frames;
    const own = cost.data.subarray(at, at + frames).filter(Number.isFinite);
    const first = own[0] || 0;
    top = Math.max(top, first, Math.min(3 * first, largest(own)));
    for (const value of cost.data) if (value > SMALLEST && value < least) least = value;
  });
  const high = 1.06 * (top || 1);
  return { linear: [0, high], log: [Math.min(0.8 * least, 0.5 * high), 1.2 * high] };
}

/** @param {{ reduce: (grow: (most: number, value: number) => number, first: number) => number }} values */
function largest(values) {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
