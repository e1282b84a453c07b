import { drawArrowhead, drawDisc, strokeLine, withAlpha } from "./drawing.js";
import { clampToBox, clipSegment, insideBox } from "./projection.js";

/**
 * Draw a path, its start and its current point over a figure.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./projection.js").Projection} projection
 * @param {{points: number[][], start: number[], dot: boolean}} path points [alpha, beta, height];
 *   with `dot` the last one is where the run is now
 * @param {object} colors the scene's
 */
export function drawPath(context, projection, { points, start, dot }, colors) {
  const pieces = visiblePieces(projection, points);
  for (const [style, parts] of [
    [{ color: withAlpha(colors.path, 0.45), width: 1.25, dash: [2, 3] }, pieces.behind],
    [{ color: withAlpha(colors.outline, 0.9), width: 4.5 }, pieces.before],
    [{ color: colors.path, width: 2.25 }, pieces.before],
  ]) {
    for (const part of parts) strokeLine(context, part, style);
  }
  for (const exit of pieces.exits) {
    drawArrowhead(context, ...exit, { fill: colors.path, rim: colors.outline });
  }
  drawStart(context, projection, start, colors);
  if (dot) drawDot(context, projection, points[points.length - 1], colors);
}

/** Polylines of pixels before and behind the surface, and an [x, y, angle] for each exit. */
function visiblePieces(projection, points) {
  const pieces = { before: [], behind: [], exits: [] };
  let [current, currentHidden] = [null, null];
  for (let k = 1; k < points.length; k += 1) {
    const part = clipSegment(points[k - 1], points[k], projection.box);
    if (!part) {
      current = null;
      continue;
    }
    const [from, to] = part.map((t) => between(points[k - 1], points[k], t));
    const hidden = projection.hidden(...between(from, to, 0.5));
    const [a, b] = [projection.project(...from), projection.project(...to)];
    if (!current || currentHidden !== hidden || part[0] > 0) {
      current = [a];
      currentHidden = hidden;
      (hidden ? pieces.behind : pieces.before).push(current);
    }
    current.push(b);
    if (part[1] < 1) {
      pieces.exits.push([...b, Math.atan2(b[1] - a[1], b[0] - a[0])]);
      current = null;
    }
  }
  return pieces;
}

function between(a, b, t) {
  return a.map((v, k) => v + t * (b[k] - v));
}

function drawStart(context, projection, start, colors) {
  if (!insideBox(start.slice(0, 2), projection.box)) return;
  const [x, y] = projection.project(...clampToBox(start, projection.box));
  drawDisc(context, x, y, 6.5, { rim: colors.path, width: 4 });
  drawDisc(context, x, y, 6.5, { rim: colors.start, width: 1.75 });
}

function drawDot(context, projection, point, colors) {
  if (!insideBox(point, projection.box)) {
    drawEdgeMark(context, projection, point, colors);
    return;
  }
  const [x, y] = projection.project(...point);
  context.globalAlpha = projection.hidden(...point) ? 0.45 : 1;
  drawDisc(context, x, y, 5.5, { fill: colors.path, rim: colors.outline, width: 2 });
  context.globalAlpha = 1;
}

/** The run is outside what the figure shows: an arrow at the edge, pointing to where it is. */
function drawEdgeMark(context, projection, point, colors) {
  const edge = clampToBox(point, projection.box);
  const [x, y] = projection.project(...edge);
  const beyond = projection.project(...between(edge, point, step(edge, point, projection.box)));
  const angle = Math.atan2(beyond[1] - y, beyond[0] - x);
  drawDisc(context, x, y, 9, { fill: colors.outline, rim: colors.path });
  drawArrowhead(context, x, y, angle, { fill: colors.path, size: 6 });
}

/** A share of the way out so small that perspective cannot turn it around. */
function step(edge, point, box) {
  const farthest = Math.max(...point.map((v, k) => {
    const size = box[k][1] - box[k][0];
    return Number.isFinite(size) ? Math.abs(v - edge[k]) / size : 0;
  }));
  return farthest > 0 ? Math.min(1, 0.02 / farthest) : 1;
}
