import { strokeLine, widthOf, writeBelow, writeLeft, writeText, writeTicks } from "../drawing/canvas.js";
import { levelPieces, paintField } from "../drawing/fields.js";
import { drawPoint } from "../drawing/marks.js";
import { formatTick, linearTicks, makeScale } from "../drawing/numbers.js";

/** @import { Opened, Theme } from "../drawing/canvas.js" */
/** @import { Field, Frame } from "../drawing/fields.js" */
/** @import { Scale } from "../drawing/numbers.js" */
/** @import { Grid } from "../wire/film.js" */
/** @import { Picture } from "./panel.js" */

const MARGIN = { left: 26, right: 8, top: 6, bottom: 26 };

/**
 * A lane's model at the moment shown.
 * @typedef {{color: string, p: Float32Array | Float64Array | null,
 *   field?: Field}} Model
 */

/**
 * What Python says of the panel: the data, the window [low, high] of either feature, and the fields
 * of each lane where they are shipped.
 * @typedef {{x: Grid, y: ArrayLike<number>, window: number[][], labels: string[],
 *   fields: Grid[] | null, network: unknown, threshold?: string}} Boundary
 * @typedef {{x: Scale, y: Scale}} Scales
 * @typedef {{color: string, width: number, dash?: number[]}} Style
 */

/**
 * The probability over two features for the lane in focus, every lane's ½-line, and the data; where
 * it has put the features.
 * @param {Opened} opened
 * @param {Boundary} panel
 * @param {Picture} picture
 * @param {Model[]} models
 */
export function drawField(opened, panel, picture, models) {
  const { context, width, height } = opened;
  const tall = height - MARGIN.top - MARGIN.bottom;
  const ticks = linearTicks(panel.window[1], tall / 40);
  const widest = Math.max(...ticks.map((tick) => widthOf(context, formatTick(tick), { theme: picture.theme, size: 10 })));
  const left = Math.max(MARGIN.left, Math.ceil(widest) + 8);
  const frame = { x: left, y: MARGIN.top, width: width - left - MARGIN.right, height: tall };
  const scales = {
    x: makeScale(panel.window[0], [frame.x, frame.x + frame.width]),
    y: makeScale(panel.window[1], [frame.y + frame.height, frame.y]),
  };
  const shipped = panel.fields?.[picture.lane];
  const field = shipped ? shippedField(shipped, picture.frame) : models[picture.lane].field ?? null;
  if (field) paintField(context, context.canvas, field, frame, picture);
  context.save();
  context.beginPath();
  context.rect(frame.x, frame.y, frame.width, frame.height);
  context.clip();
  if (shipped || panel.network) drawLevels(context, models, field, frame, picture);
  else if (field) drawLines(context, models, panel.window, scales, picture);
  drawData(context, panel, scales, picture);
  context.restore();
  drawAxes(context, panel, frame, { ...scales, ticks, width }, picture.theme);
  return scales;
}

/**
 * @param {Grid} fields (F, rows, columns)
 * @param {number} frame
 * @returns {Field}
 */
function shippedField({ shape: [frames, rows, columns], data }, frame) {
  const at = Math.min(frame, frames - 1) * rows * columns;
  return { rows, columns, level: data.subarray(at, at + rows * columns) };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Model[]} models
 * @param {number[][]} window
 * @param {Scales} scales
 * @param {Picture} picture
 */
function drawLines(context, models, window, scales, picture) {
  models.forEach(({ p, color }, k) => {
    if (k === picture.lane) return;
    drawHalfLine(context, p, window, scales, { color: picture.theme.paper, width: 4 });
    drawHalfLine(context, p, window, scales, { color, width: 2 });
  });
  drawHalfLine(context, models[picture.lane].p, window, scales,
    { color: picture.theme.ink, width: 2.25 });
  if (picture.ghost) {
    drawHalfLine(context, picture.ghost.p, window, scales,
      { color: picture.theme.ink, width: 1.5, dash: [5, 4] });
  }
}

/**
 * The line w₁x₁ + w₂x₂ + b = 0, between the window's sides that it is less parallel to.
 * @param {CanvasRenderingContext2D} context
 * @param {ArrayLike<number> | null} p
 * @param {number[][]} window
 * @param {Scales} scales
 * @param {Style} style
 */
function drawHalfLine(context, p, window, scales, style) {
  if (!p || (p[0] === 0 && p[1] === 0)) return;
  const steep = Math.abs(p[0]) > Math.abs(p[1]);
  const ends = window[steep ? 1 : 0].map((v) => (steep
    ? [scales.x(-(p[1] * v + p[2]) / p[0]), scales.y(v)]
    : [scales.x(v), scales.y(-(p[0] * v + p[2]) / p[1])]));
  strokeLine(context, ends, style);
}

/**
 * The line of one half for the lane in focus, and for the others in their own colors.
 * @param {CanvasRenderingContext2D} context
 * @param {Model[]} models
 * @param {Field | null} field
 * @param {Frame} frame
 * @param {Picture} picture
 */
function drawLevels(context, models, field, frame, { lane, theme }) {
  models.forEach((model, k) => {
    if (k === lane || !model.field) return;
    strokeLevel(context, model.field, frame, { color: theme.paper, width: 4 });
    strokeLevel(context, model.field, frame, { color: model.color, width: 2 });
  });
  if (field) strokeLevel(context, field, frame, { color: theme.ink, width: 2 });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Field} field
 * @param {Frame} frame
 * @param {Style} style
 */
function strokeLevel(context, field, frame, { color, width }) {
  /** @type {(share: number[]) => [number, number]} */
  const place = ([u, v]) => [frame.x + u * frame.width, frame.y + (1 - v) * frame.height];
  context.beginPath();
  for (const [from, to] of levelPieces(field)) {
    context.moveTo(...place(from));
    context.lineTo(...place(to));
  }
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Boundary} panel
 * @param {Scales} scales
 * @param {Picture} picture
 */
function drawData(context, panel, scales, { scene, theme }) {
  const { shape: [count, width], data } = panel.x;
  const radius = count > 400 ? 2.5 : count > 120 ? 3.2 : panel.network ? 5 : 4;
  for (let k = 0; k < count; k += 1) {
    drawPoint(context, scales.x(data[k * width]), scales.y(data[k * width + 1]), panel.y[k],
      { fill: scene.colors[`class${panel.y[k]}`], theme, radius });
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Boundary} panel
 * @param {Frame} frame
 * @param {Scales & {ticks: number[], width: number}} scales
 * @param {Theme} theme
 */
function drawAxes(context, panel, frame, scales, theme) {
  context.strokeStyle = theme.faint;
  context.lineWidth = 1;
  context.strokeRect(frame.x, frame.y, frame.width, frame.height);
  const bottom = frame.y + frame.height;
  const below = linearTicks(panel.window[0], frame.width / 50)
    .map((tick) => ({ text: formatTick(tick), x: scales.x(tick) }));
  writeTicks(context, below, bottom + 12, [frame.x - 4, scales.width - 1], theme);
  for (const tick of scales.ticks) {
    writeLeft(context, formatTick(tick), frame.x - 5, scales.y(tick), theme);
  }
  writeBelow(context, panel.labels[0], frame.x + frame.width, bottom + 23, theme, true);
  writeText(context, panel.labels[1], frame.x + 5, frame.y + 14,
    { theme, color: theme.ink, size: 12, halo: theme.paper });
}
