import { strokeLine } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { between, clampToBox, clipSegment, insideBox } from "../drawing/geometry.js";
import { drawArrowhead, drawDisc, drawFlag, drawNumber } from "../drawing/marks.js";

const LABEL_DISTANCE = 15;

/** @import { Lane } from "../wire/film.js" */
/** @import { Picture } from "../panels/panel.js" */
/** @import { Projection } from "./projection.js" */

/**
 * @typedef {{a: number[], b: number[], hidden: boolean, enters: boolean, leaves: boolean}} Segment
 *   in pixels, and whether it begins or ends at the box
 * @typedef {{path: string, outline: string, dash: number[]}} Style
 * @typedef {object} Path
 * @property {number[][]} points [alpha, beta, height] of a whole run
 * @property {(Segment | null)[]} segments
 * @property {number} shown the frame up to which it is drawn
 * @property {Lane | null} lane whose color and number it bears where several share the surface
 * @property {number[] | null} now where its dot is if a reader has moved it off the path
 */

/**
 * Draw paths, their common start and where they have got to over a figure.
 * @param {CanvasRenderingContext2D} context
 * @param {Projection} projection
 * @param {Path[]} paths
 * @param {number[]} start [alpha, beta, height]
 * @param {Picture} picture
 */
export function drawPaths(context, projection, paths, start, picture) {
  const { colors } = picture.scene;
  for (const path of paths) drawPath(context, path, styleOf(path.lane, colors));
  drawStart(context, projection, start, colors);
  const dots = paths.map(({ points, shown, lane, now }, k) => (
    drawDot(context, projection, now ?? points[shown], styleOf(lane, colors), angleOf(k, paths.length))));
  paths.forEach(({ lane }, k) => {
    if (lane) drawNumber(context, dots[k], lane, picture);
  });
}

/**
 * Each lane's number has its own direction: where runs meet, the numbers stand around them.
 * @param {number} k
 * @param {number} count
 */
function angleOf(k, count) {
  return -Math.PI / 2 + (2 * Math.PI * k) / count;
}

/**
 * @param {Lane | null} lane
 * @param {Record<string, string>} colors
 * @returns {Style}
 */
function styleOf(lane, colors) {
  return { path: lane?.color ?? colors.path, outline: colors.outline, dash: lane?.dash ?? [] };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Path} path
 * @param {Style} style
 */
function drawPath(context, { segments, shown }, { path, outline, dash }) {
  const pieces = visiblePieces(segments, shown);
  for (const { parts, ...style } of [
    { color: withAlpha(path, 0.45), width: 1.25, dash: [2, 3], parts: pieces.behind },
    { color: withAlpha(outline, 0.9), width: 4.5, parts: pieces.before },
    { color: path, width: 2.25, dash, parts: pieces.before },
  ]) {
    for (const part of parts) strokeLine(context, part, style);
  }
  for (const [x, y, angle] of pieces.exits) drawArrowhead(context, x, y, angle, { fill: path, rim: outline });
}

/**
 * The way from each point to the next in pixels: null where nothing of it is inside the box.
 * @param {Projection} projection
 * @param {number[][]} points
 * @returns {(Segment | null)[]}
 */
export function segmentsOf(projection, points) {
  return points.slice(1).map((point, k) => {
    const part = clipSegment(points[k], point, projection.box);
    if (!part) return null;
    const [from, to] = part.map((t) => between(points[k], point, t));
    return { a: projection.project(from), b: projection.project(to),
      hidden: projection.hidden(between(from, to, 0.5)), enters: part[0] > 0, leaves: part[1] < 1 };
  });
}

/**
 * Polylines before and behind the surface up to a frame, and an [x, y, angle] for each exit.
 * @param {(Segment | null)[]} segments
 * @param {number} shown
 */
function visiblePieces(segments, shown) {
  /** @type {{before: number[][][], behind: number[][][], exits: number[][]}} */
  const pieces = { before: [], behind: [], exits: [] };
  /** @type {number[][] | null} */
  let current = null;
  let currentHidden = false;
  for (const segment of segments.slice(0, shown)) {
    if (!segment) {
      current = null;
      continue;
    }
    const { a, b, hidden, enters, leaves } = segment;
    if (!current || currentHidden !== hidden || enters) {
      current = [a];
      currentHidden = hidden;
      (hidden ? pieces.behind : pieces.before).push(current);
    }
    current.push(b);
    if (leaves) {
      pieces.exits.push([...b, Math.atan2(b[1] - a[1], b[0] - a[0])]);
      current = null;
    }
  }
  return pieces;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Projection} projection
 * @param {number[]} start
 * @param {Record<string, string>} colors
 */
function drawStart(context, projection, start, colors) {
  if (!insideBox(start.slice(0, 2), projection.box)) return;
  const [x, y] = projection.project(clampToBox(start, projection.box));
  drawDisc(context, x, y, 6.5, { rim: colors.path, width: 4 });
  drawDisc(context, x, y, 6.5, { rim: colors.start, width: 1.75 });
}

/**
 * The reader's answer: a flag at the place where they expect the end.
 * @param {CanvasRenderingContext2D} context
 * @param {Projection} projection
 * @param {number[]} place [alpha, beta, height]
 * @param {Picture} picture
 */
export function drawFlagAt(context, projection, place, { scene: { colors } }) {
  if (!insideBox(place.slice(0, 2), projection.box)) return;
  const [x, y] = projection.project(clampToBox(place, projection.box));
  drawFlag(context, x, y, { fill: colors.start, rim: colors.path });
}

/**
 * The dot of a run; the result is where its number belongs.
 * @param {CanvasRenderingContext2D} context
 * @param {Projection} projection
 * @param {number[]} point
 * @param {Style} style
 * @param {number} angle
 * @returns {number[]}
 */
function drawDot(context, projection, point, style, angle) {
  if (!insideBox(point, projection.box)) return drawEdgeMark(context, projection, point, style);
  const [x, y] = projection.project(point);
  const alpha = projection.hidden(point) ? 0.45 : 1;
  context.globalAlpha = alpha;
  drawDisc(context, x, y, 5.5, { fill: style.path, rim: style.outline, width: 2 });
  context.globalAlpha = 1;
  return [x + LABEL_DISTANCE * Math.cos(angle), y + LABEL_DISTANCE * Math.sin(angle), alpha];
}

/**
 * The run is outside what the figure shows: an arrow at the edge, pointing to where it is.
 * @param {CanvasRenderingContext2D} context
 * @param {Projection} projection
 * @param {number[]} point
 * @param {Style} style
 */
function drawEdgeMark(context, projection, point, { path, outline }) {
  const edge = clampToBox(point, projection.box);
  const [x, y] = projection.project(edge);
  const beyond = projection.project(between(edge, point, step(edge, point, projection.box)));
  const angle = Math.atan2(beyond[1] - y, beyond[0] - x);
  drawDisc(context, x, y, 9, { fill: outline, rim: path });
  drawArrowhead(context, x, y, angle, { fill: path, size: 6 });
  return [x - 18 * Math.cos(angle), y - 18 * Math.sin(angle)];
}

/**
 * A share of the way out so small that perspective cannot turn it around.
 * @param {number[]} edge
 * @param {number[]} point
 * @param {number[][]} box
 */
function step(edge, point, box) {
  const farthest = Math.max(...point.map((v, k) => {
    const size = box[k][1] - box[k][0];
    return Number.isFinite(size) ? Math.abs(v - edge[k]) / size : 0;
  }));
  return farthest > 0 ? Math.min(1, 0.02 / farthest) : 1;
}
