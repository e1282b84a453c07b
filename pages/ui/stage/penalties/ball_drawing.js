import { strokeLine, widthOf, writeBelow, writeLeft, writeText, writeTicks } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
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
 * @property {[number, number]} across what is shown
 * @property {[number, number]} along
 * @property {{left: number, top: number, width: number, height: number}} box in pixels
 */

/**
 * A minimum along λ and its ball, as penalty_panels.py says them.
 * @typedef {object} Ball
 * @property {string} name
 * @property {import("../wire/film.js").Grid} contact (V, 2)
 * @property {string} color
 * @property {string} shape
 * @property {number} share
 * @property {ArrayLike<number> | null} size
 */

/** A slope of 1 is so long, in widths of the picture. */
const ARROW = 0.0028;

/** @param {Plane} plane */
export function drawAxes({ context, panel, theme, x, y, across, along, box }) {
  const bottom = box.top + box.height;
  const ticks = { x: linearTicks(across, box.width / 60), y: linearTicks(along, box.height / 45) };
  for (const tick of ticks.x) {
    strokeLine(context, [[x(tick), box.top], [x(tick), bottom]], { color: tick === 0 ? theme.muted : theme.hair });
  }
  for (const tick of ticks.y) {
    strokeLine(context, [[box.left, y(tick)], [box.left + box.width, y(tick)]], { color: tick === 0 ? theme.muted : theme.hair });
    writeLeft(context, formatTick(tick), box.left - 5, y(tick), theme);
  }
  writeTicks(context, ticks.x.map((tick) => ({ text: formatTick(tick), x: x(tick) })), bottom + 13,
    [0, box.left + box.width - 14 - widthOf(context, panel.labels[0], { theme, size: 12 })], theme);
  writeBelow(context, panel.labels[0], box.left + box.width, bottom + 14, theme, true);
}

/** @param {Plane} plane */
export function drawTitle({ context, panel, theme, box }) {
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
 * Where a ball is touched at position v.
 * @param {Ball} ball
 * @param {number} v
 */
function contactOf({ contact }, v) {
  return contact.data.subarray(2 * v, 2 * v + 2);
}

/**
 * The ball that λ means, and the loss's level line through its contact.
 * @param {Plane} plane
 * @param {Relief} relief
 * @param {Ball} ball
 * @param {number} v
 */
export function drawBall(plane, relief, ball, v) {
  const { context, panel, theme, x, y } = plane;
  const [a, b] = contactOf(ball, v);
  if (ball.shape) {
    const size = ball.size ? ball.size[v] : penaltyAt(ball, a, b);
    const edge = ballOf(ball, size).map(([u, w]) => [x(u), y(w)]);
    context.beginPath();
    for (const [column, row] of edge) context.lineTo(column, row);
    context.fillStyle = withAlpha(ball.color, 0.16);
    context.fill();
    strokeLine(context, edge, { color: ball.color, width: 2 });
    const top = Math.min(...edge.map(([, row]) => row));
    writeText(context, ball.name, x(0), top + (ball.shape === "max" ? 13 : -6), { theme, color: theme.ink, size: 11, align: "center", halo: theme.paper });
  }
  strokePieces(plane, linesAt(relief, lossAt(panel, a, b)), panel.balls.length > 1 ? { color: ball.color, width: 1, dash: [3, 3] } : { color: theme.ink, width: 1.75 });
}

/**
 * The minima of all λ; where the present one is not alone, all that cost the same.
 * @param {Plane} plane
 * @param {Ball} ball
 * @param {number} v
 * @param {boolean} several
 */
export function drawMinima({ context, theme, x, y }, { contact: { data }, color }, v, several) {
  const points = Array.from({ length: data.length / 2 }, (_, k) => [x(data[2 * k]), y(data[2 * k + 1])]);
  strokeLine(context, points, { color: theme.paper, width: 4 });
  strokeLine(context, points, { color, width: 1.75 });
  const sum = data[2 * v] + data[2 * v + 1];
  if (several && sum !== 0) strokeLine(context, [[x(sum), y(0)], [x(0), y(sum)]], { color, width: 5 });
}

/**
 * The present minimum as a ring; the name of one that has no ball stands beside it.
 * @param {Plane} plane
 * @param {Ball} ball
 * @param {number} v
 * @param {number} k the ball's number
 */
export function drawRing({ context, theme, x, y }, ball, v, k) {
  const [a, b] = contactOf(ball, v);
  drawDisc(context, x(a), y(b), 7, { fill: null, rim: theme.paper, width: 4.5 });
  drawDisc(context, x(a), y(b), 7, { fill: null, rim: ball.color, width: 2 });
  if (ball.shape || !ball.name) return;
  // Names of two that lie together stand apart.
  const style = { theme, color: theme.ink, size: 11, halo: theme.paper };
  if (k % 2) writeText(context, ball.name, x(a) - 11, y(b) - 9, { ...style, align: "right" });
  else writeText(context, ball.name, x(a) + 11, y(b) + 16, style);
}

/**
 * A lane's run up to the frame shown.
 * @param {Plane} plane
 * @param {Picture} picture
 * @param {number} lane
 */
export function drawRun({ context, theme, x, y }, { scene, selection, frame }, lane) {
  const { color, dash = [] } = scene.lanes[lane];
  const last = selection.shownFrame(lane, frame);
  const points = Array.from({ length: last + 1 }, (_, f) => selection.weights(lane, f))
    .flatMap((p) => (p && Number.isFinite(p[0] + p[1]) ? [[x(p[0]), y(p[1])]] : []));
  if (!points.length) return;
  strokeLine(context, points, { color: theme.paper, width: 4 });
  strokeLine(context, points, { color, width: 2, dash });
  if (points.length > 1) drawDisc(context, points[0][0], points[0][1], 4.5, { fill: theme.paper, rim: color, width: 2 });
  const [column, row] = points[points.length - 1];
  drawDisc(context, column, row, 4.5, { fill: color, rim: theme.paper });
}

/**
 * At the contact: the slope down the loss, and the penalty's subgradients, λ times, which hold it.
 * @param {Plane} plane
 * @param {Ball} ball
 * @param {number} v
 */
export function drawCone({ context, panel, theme, x, y, box }, ball, v) {
  const [w, strength] = [contactOf(ball, v), panel.strengths[v]];
  // In units of the plane: as long in a narrow picture as in a wide one.
  const length = (ARROW * Math.min(box.width, box.height)) / (x(1) - x(0));
  /** @type {(slope: number[]) => number[]} */
  const tip = ([a, b]) => [x(w[0] + length * a), y(w[1] + length * b)];
  const corners = subgradientsAt(ball, w).map(([a, b]) => tip([strength * a, strength * b]));
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
 * @param {{color: string, width: number, dash?: number[]}} style
 */
export function strokePieces({ context, x, y }, pieces, { color, width, dash = [] }) {
  context.setLineDash(dash);
  context.beginPath();
  for (const [[a, b], [c, d]] of pieces) {
    context.moveTo(x(a), y(b));
    context.lineTo(x(c), y(d));
  }
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}
