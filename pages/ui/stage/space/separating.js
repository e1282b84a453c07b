import { strokeLine, writeText } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { colorOf } from "../drawing/fields.js";
import { make } from "../drawing/dom.js";
import { clipSegment } from "../drawing/geometry.js";
import { drawPoint } from "../drawing/marks.js";
import { functionOf } from "./words.js";

/** @import { Theme } from "../drawing/canvas.js" */
/** @import { Frame } from "../drawing/fields.js" */
/** @import { Scale } from "../drawing/numbers.js" */
/** @import { Picture } from "../panels/panel.js" */
/** @import { Grid } from "../wire/film.js" */

/**
 * Where a picture of a plane is drawn: its frame and zoom, and the window that its scales show there.
 * @typedef {{frame: Frame, window: number[][], zoom: number, x: Scale, y: Scale}} Scales
 */

const HANDLES_APART = 0.42;
const TINT = 0.62;
/** So many times its length beyond its ends a line is followed, and so near to an edge it may be held. */
const FAR = 50;
const EDGE = 0.04;

/**
 * The line through two points as (w₁, w₂, b) with ‖w‖ = 1 and w·x + b > 0 at the left of a → b.
 * @param {number[][]} ends
 */
export function lineThrough([[ax, ay], [bx, by]]) {
  const length = Math.hypot(bx - ax, by - ay);
  const [w1, w2] = [-(by - ay) / length, (bx - ax) / length];
  return [w1, w2, -w1 * ax - w2 * ay];
}

/**
 * Two points of the line w·x + b = 0, around its point that is nearest to the middle of a window.
 * @param {number[]} line
 * @param {number[][]} window
 */
export function endsOf([w1, w2, b], window) {
  const size = Math.hypot(w1, w2);
  const middle = window.map(([low, high]) => (low + high) / 2);
  const off = (w1 * middle[0] + w2 * middle[1] + b) / (size * size);
  const foot = [middle[0] - off * w1, middle[1] - off * w2];
  const reach = (HANDLES_APART * Math.min(...window.map(([low, high]) => high - low))) / size;
  return inWindow([[foot[0] - reach * w2, foot[1] + reach * w1], [foot[0] + reach * w2, foot[1] - reach * w1]],
    window);
}

/**
 * The same line by two points inside the window: slid along it, and closer together if need be.
 * @param {number[][]} ends
 * @param {number[][]} window
 */
export function inWindow([a, b], window) {
  /** @param {number} t */
  const along = (t) => a.map((v, i) => v + t * (b[i] - v));
  const part = clipSegment(along(-FAR), along(1 + FAR), window);
  if (!part) return [a, b];
  const [from, to] = part.map((share) => -FAR + share * (1 + 2 * FAR));
  const [low, high] = [from + EDGE * (to - from), to - EDGE * (to - from)];
  const length = Math.min(1, high - low);
  const start = Math.min(Math.max(0, low), high - length);
  return [along(start), along(start + length)];
}

/**
 * How many points are on their label's side: w·x + b > 0 for 1, < 0 for 0. On the line is neither.
 * @param {number[]} line
 * @param {number[][]} points
 * @param {number[]} labels
 */
export function countRight([w1, w2, b], points, labels) {
  return points.filter(([x1, x2], n) => (w1 * x1 + w2 * x2 + b) * (labels[n] ? 1 : -1) > 1e-9).length;
}

/**
 * The reader's line with the side for label 1 that gets more points right; a tie changes nothing.
 * @param {number[]} line
 * @param {number[][]} points
 * @param {number[]} labels
 * @param {number} side
 */
export function bestSide(line, points, labels, side) {
  const [one, other] = [side, -side].map((s) => countRight(line.map((v) => s * v), points, labels));
  return other > one ? -side : side;
}

/**
 * The labels of a row of labelings (L, N).
 * @param {Grid} labelings
 * @param {number} row
 */
export function labelsOf({ shape: [, width], data }, row) {
  return Array.from(data.subarray(row * width, (row + 1) * width));
}

/**
 * The row of labelings (L, N) that these labels are.
 * @param {Grid} labelings
 * @param {number[]} labels
 */
export function rowOf({ shape: [count, width], data }, labels) {
  for (let row = 0; row < count; row += 1) {
    if (labels.every((label, n) => label === data[row * width + n])) return row;
  }
  return -1;
}

/**
 * The two sides of the reader's line in the colors of the labels they stand for.
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {number[]} line
 * @param {Picture} picture
 */
export function tintSides(context, scales, [w1, w2, b], { scene: { colors }, theme }) {
  const { frame } = scales;
  context.fillStyle = colorOf(1 - TINT, colors, theme);
  context.fillRect(frame.x, frame.y, frame.width, frame.height);
  const far = 100;
  const foot = [-b * w1, -b * w2];
  const corners = [[-far, 0], [far, 0], [far, far], [-far, far]].map(([along, out]) => (
    [foot[0] + along * w2 + out * w1, foot[1] - along * w1 + out * w2]));
  context.beginPath();
  for (const [u, v] of corners) context.lineTo(scales.x(u), scales.y(v));
  context.closePath();
  context.fillStyle = colorOf(TINT, colors, theme);
  context.fill();
}

/**
 * A line w·x + b = 0 from one side of the frame to the other.
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {number[]} line
 * @param {{color: string, width?: number, dash?: number[]}} style
 */
export function drawWholeLine(context, scales, [w1, w2, b], style) {
  const { window } = scales;
  if (w1 === 0 && w2 === 0) return;
  const ends = Math.abs(w1) > Math.abs(w2) ? window[1].map((v) => [-(w2 * v + b) / w1, v])
    : window[0].map((u) => [u, -(w1 * u + b) / w2]);
  strokeLine(context, ends.map(([u, v]) => [scales.x(u), scales.y(v)]), style);
}

/**
 * The points with their labels; the ones on the wrong side are crossed out.
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {{points: number[][], labels: number[], names: string[], line: number[]}} task
 * @param {Picture} picture
 */
export function drawLabelled(context, scales, { points, labels, names, line }, { scene: { colors }, theme }) {
  points.forEach((point, n) => {
    const [x, y] = [scales.x(point[0]), scales.y(point[1])];
    if (countRight(line, [point], [labels[n]]) === 0) crossOut(context, x, y, theme);
    drawPoint(context, x, y, labels[n], { fill: colors[`class${labels[n]}`], theme, radius: 9 });
    writeText(context, String(labels[n]), x, y + 0.5, { theme, color: "white", size: 11, weight: 700,
      align: "center", baseline: "middle" });
    if (names[n]) {
      writeText(context, names[n], x + 14, y - 10,
        { theme, color: theme.ink, size: 12, weight: 600, halo: theme.paper });
    }
  });
}

/**
 * A cross that a point is drawn upon: only its arms show.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {Theme} theme
 */
function crossOut(context, x, y, theme) {
  for (const style of [{ color: theme.paper, width: 6 }, { color: theme.ink, width: 2.5 }]) {
    for (const side of [-1, 1]) {
      strokeLine(context, [[x - 14, y - 14 * side], [x + 14, y + 14 * side]], style);
    }
  }
}

/**
 * Where the reader can take the line: at its ends to turn it, at its middle to shift it.
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} grips in pixels: an end, the middle, the other end
 * @param {Theme} theme
 */
export function drawGrips(context, grips, theme) {
  grips.forEach(([x, y], k) => {
    context.beginPath();
    context.arc(x, y, k === 1 ? 5 : 7, 0, 2 * Math.PI);
    context.fillStyle = theme.paper;
    context.fill();
    context.strokeStyle = withAlpha(theme.ink, 0.95);
    context.lineWidth = 2;
    context.stroke();
  });
}

/**
 * A labeling as a small picture, which sets it.
 * @param {any} panel
 * @param {number[][]} points
 * @param {number} row
 * @param {(labels: number[]) => void} onChoose
 */
export function tileOf(panel, points, row, onChoose) {
  const labels = labelsOf(panel.labelings, row);
  const places = points.map((_, n) => n).sort((a, b) => points[b][1] - points[a][1] || points[a][0] - points[b][0]);
  const can = panel.separable[row];
  const name = `labels ${labels.join("")}${functionOf(panel.points, labels)}${can ? "" : ": no line separates them"}`;
  return make("button", { type: "button", class: can ? "ll-labeling" : "ll-labeling ll-never", title: name,
    "aria-label": name, onclick: () => onChoose(labels) }, ...places.map((n) => make("i", { class: `ll-class${labels[n]}` })));
}
