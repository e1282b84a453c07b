import { strokeLine, withAlpha, writeBelow, writeLeft, writeText, writeTicks } from "../drawing/canvas.js";
import { drawArrowhead, drawDisc } from "../drawing/marks.js";
import { formatTick, linearTicks } from "../drawing/numbers.js";
import { linesAt } from "../surface/levels.js";
import { ballOf, lossAt, penaltyAt, slopeAt, subgradientsAt } from "./penalties.js";

/** @import { Scale } from "../drawing/numbers.js" */
/** @import { Picture } from "../panels/panel.js" */
/** @import { Relief } from "../surface/levels.js" */

/**
 * The plane as it is drawn.
 * @typedef {object} Plane
 * @property {CanvasRenderingContext2D} context
 * @property {any} panel
 * @property {import("../drawing/canvas.js").Theme} theme
 * @property {Scale} x
 * @property {Scale} y
 * @property {number} across half of what is shown
 * @property {number} along
 * @property {{left: number, top: number, width: number, height: number}} box in pixels
 */

/** A slope of 1 is so long, in units of the window's half-width. */
const ARROW = 0.0057;

/** @param {Plane} plane */
export function drawAxes({ context, panel, theme, x, y, across, along, box }) {
  const bottom = box.top + box.height;
  const ticks = { x: linearTicks([-across, across], box.width / 60), y: linearTicks([-along, along], box.height / 45) };
  for (const tick of ticks.x) {
    strokeLine(context, [[x(tick), box.top], [x(tick), bottom]], { color: tick === 0 ? theme.muted : theme.hair });
  }
  for (const tick of ticks.y) {
    strokeLine(context, [[box.left, y(tick)], [box.left + box.width, y(tick)]], { color: tick === 0 ? theme.muted : theme.hair });
    writeLeft(context, formatTick(tick), box.left - 5, y(tick), theme);
  }
  writeTicks(context, ticks.x.map((tick) => ({ text: formatTick(tick), x: x(tick) })), bottom + 13, [0, box.left + box.width - 60], theme);
  writeBelow(context, panel.labels[0], box.left + box.width, bottom + 14, theme, true);
  writeText(context, panel.labels[1], box.left + 5, box.top + 10, { theme, color: theme.ink, size: 12, halo: theme.paper });
}

/**
 * @param {Plane} plane
 * @param {number[][][]} lines
 */
export function drawLevels(plane, lines) {
  strokePieces(plane, lines, { color: plane.theme.faint, width: 1 });
}

/**
 * The ball that λ means, and the loss's level line that touches it.
 * @param {Plane} plane
 * @param {Relief} relief
 * @param {ArrayLike<number>} w
 */
export function drawBall(plane, relief, w) {
  const { context, panel, theme, x, y } = plane;
  const edge = ballOf(panel, penaltyAt(panel, w[0], w[1])).map(([u, v]) => [x(u), y(v)]);
  context.beginPath();
  for (const [column, row] of edge) context.lineTo(column, row);
  context.fillStyle = withAlpha(panel.color, 0.2);
  context.fill();
  strokeLine(context, edge, { color: panel.color, width: 2 });
  strokePieces(plane, linesAt(relief, lossAt(panel, w[0], w[1])), { color: theme.ink, width: 1.75 });
}

/**
 * The minima of all λ, the one of least squares among them, and the present one.
 * @param {Plane} plane
 * @param {number} v
 */
export function drawMinima({ context, panel, theme, x, y }, v) {
  const { data } = panel.minima;
  const points = Array.from({ length: data.length / 2 }, (_, k) => [x(data[2 * k]), y(data[2 * k + 1])]);
  strokeLine(context, points, { color: theme.paper, width: 5 });
  strokeLine(context, points, { color: panel.color, width: 2.5 });
  if (!panel.unique && data[2 * v] + data[2 * v + 1] !== 0) {
    const sum = data[2 * v] + data[2 * v + 1];
    strokeLine(context, [[x(sum), y(0)], [x(0), y(sum)]], { color: panel.color, width: 5 });
  }
  drawDisc(context, points[v][0], points[v][1], 6, { fill: panel.color, rim: theme.paper, width: 2 });
}

/**
 * A lane's run up to the frame shown.
 * @param {Plane} plane
 * @param {Picture} picture
 * @param {number} lane
 */
export function drawRun({ context, theme, x, y }, { scene, selection, frame }, lane) {
  const { color } = scene.lanes[lane];
  const last = selection.shownFrame(lane, frame);
  const points = Array.from({ length: last + 1 }, (_, f) => selection.weights(lane, f))
    .flatMap((p) => (p && Number.isFinite(p[0] + p[1]) ? [[x(p[0]), y(p[1])]] : []));
  if (!points.length) return;
  strokeLine(context, points, { color: withAlpha(color, 0.75), width: 1.75 });
  for (const [column, row] of points) drawDisc(context, column, row, 2, { fill: color });
  drawDisc(context, points[0][0], points[0][1], 4.5, { fill: theme.paper, rim: color, width: 2 });
  const [column, row] = points[points.length - 1];
  drawDisc(context, column, row, 4.5, { fill: color, rim: theme.paper });
}

/**
 * At the contact: the slope down the loss, and the penalty's subgradients, λ times, which hold it.
 * @param {Plane} plane
 * @param {Float32Array | Float64Array} w
 * @param {number} strength
 */
export function drawCone({ context, panel, theme, x, y }, w, strength) {
  const length = ARROW * panel.reach;
  /** @type {(slope: number[]) => number[]} */
  const tip = ([a, b]) => [x(w[0] + length * a), y(w[1] + length * b)];
  const corners = subgradientsAt(panel, w).map(([a, b]) => tip([strength * a, strength * b]));
  const foot = [x(w[0]), y(w[1])];
  const around = corners.length === 2 ? [foot, ...corners] : corners;
  if (around.length > 1) {
    context.beginPath();
    for (const [column, row] of around) context.lineTo(column, row);
    context.closePath();
    context.fillStyle = withAlpha(theme.ink, 0.12);
    context.fill();
    strokeLine(context, corners.length === 4 ? [...corners, corners[0]] : corners, { color: theme.ink, width: 3 });
  }
  const [column, row] = tip(slopeAt(panel, w).map((value) => -value));
  const far = Math.hypot(column - foot[0], row - foot[1]);
  if (far < 6) return;
  strokeLine(context, [foot, [column, row]], { color: theme.paper, width: 5 });
  strokeLine(context, [foot, [column, row]], { color: theme.ink, width: 2 });
  drawArrowhead(context, column, row, Math.atan2(row - foot[1], column - foot[0]), { fill: theme.ink, rim: theme.paper, size: 6 });
  writeText(context, "−∇L", column + (column >= foot[0] ? 9 : -9), row + 4, { theme, color: theme.ink, size: 11, weight: 600,
    align: column >= foot[0] ? "left" : "right", halo: theme.paper });
}

/**
 * @param {Plane} plane
 * @param {number[][][]} pieces
 * @param {{color: string, width: number}} style
 */
function strokePieces({ context, x, y }, pieces, { color, width }) {
  context.beginPath();
  for (const [[a, b], [c, d]] of pieces) {
    context.moveTo(x(a), y(b));
    context.lineTo(x(c), y(d));
  }
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
}
