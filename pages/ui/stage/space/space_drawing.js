import { strokeLine, widthOf, writeBelow, writeLeft, writeText, writeTicks } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { colorOf } from "../drawing/fields.js";
import { clamp, formatTick, linearTicks, makeScale } from "../drawing/numbers.js";
import { gridLines } from "../model/hidden_layer.js";

/** @import { Opened, Theme } from "../drawing/canvas.js" */
/** @import { HiddenLayer } from "../model/hidden_layer.js" */
/** @import { Picture } from "../panels/panel.js" */
/** @import { Scales } from "./separating.js" */

/**
 * Where inputs go in a picture, and pieces of lines in shares of the inputs' window.
 * @typedef {(x: number[]) => number[]} Map
 * @typedef {number[][][]} Pieces
 */

const MARGIN = { left: 40, right: 12, top: 22, bottom: 28 };
const PALER = 0.28;
const CLOTH_CELLS = 28;

/**
 * The frame of a picture over a window, square if both axes have one scale, and its scales.
 * @param {Opened} opened
 * @param {number[][]} window
 * @param {boolean} square
 * @returns {Scales}
 */
export function layOutSpace({ width, height }, window, square) {
  let [w, h] = [width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom];
  if (square) w = h = Math.min(w, h);
  const x = Math.max(MARGIN.left, (width - w) / 2);
  const y = MARGIN.top + (height - MARGIN.top - MARGIN.bottom - h) / 2;
  const frame = { x, y, width: w, height: h };
  // On a projector points and their names grow with the picture.
  const zoom = clamp(Math.min(w, h) / 330, 1, 1.7);
  return { frame, window, zoom, x: makeScale(window[0], [x, x + w]), y: makeScale(window[1], [y + h, y]) };
}

/**
 * Draw inside the frame only.
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {() => void} draw
 */
export function inFrame(context, { frame }, draw) {
  context.save();
  context.beginPath();
  context.rect(frame.x, frame.y, frame.width, frame.height);
  context.clip();
  draw();
  context.restore();
}

/**
 * Paint a linear F = w₁u + w₂v + b over the frame: its colors change along w alone.
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {number[]} line
 * @param {Picture} picture
 */
export function paintLinear(context, { frame, x, y }, [w1, w2, b], { scene: { colors }, theme }) {
  const [sx, sy] = [x(1) - x(0), y(1) - y(0)];
  const [gx, gy] = [w1 / sx, w2 / sy];
  const size = gx * gx + gy * gy;
  const offset = b + gx * (frame.x - x(0)) + gy * (frame.y - y(0));
  /** @type {(value: number) => [number, number]} */
  const at = (value) => [frame.x + ((value - offset) * gx) / size, frame.y + ((value - offset) * gy) / size];
  context.fillStyle = colorOf(offset, colors, theme);
  if (Number.isFinite(1 / size)) {
    const ramp = context.createLinearGradient(...at(0), ...at(1));
    for (const value of [0, 0.5, 1]) ramp.addColorStop(value, colorOf(value, colors, theme));
    context.fillStyle = ramp;
  }
  context.fillRect(frame.x, frame.y, frame.width, frame.height);
}

/**
 * On the way to the space the plane carries its colors along, cell by cell.
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {number[][]} window of the inputs
 * @param {HiddenLayer} layer
 * @param {Map} place
 * @param {Picture} picture
 */
export function paintCloth(context, scales, window, layer, place, { scene: { colors }, theme }) {
  /** @type {(k: number, i: number) => number} */
  const corner = (k, i) => window[i][0] + (k / CLOTH_CELLS) * (window[i][1] - window[i][0]);
  /** @type {[number, number][]} */
  const pixels = Array.from({ length: (CLOTH_CELLS + 1) ** 2 }, (_, n) => {
    const [u, v] = place([corner(n % (CLOTH_CELLS + 1), 0), corner(Math.floor(n / (CLOTH_CELLS + 1)), 1)]);
    return [scales.x(u), scales.y(v)];
  });
  for (let n = 0; n < CLOTH_CELLS ** 2; n += 1) {
    const [column, row] = [n % CLOTH_CELLS, Math.floor(n / CLOTH_CELLS)];
    const color = colorOf(layer.at([corner(column + 0.5, 0), corner(row + 0.5, 1)]), colors, theme);
    const at = row * (CLOTH_CELLS + 1) + column;
    context.beginPath();
    for (const k of [at, at + 1, at + CLOTH_CELLS + 2, at + CLOTH_CELLS + 1]) context.lineTo(...pixels[k]);
    context.closePath();
    Object.assign(context, { fillStyle: color, strokeStyle: color, lineWidth: 1 });
    context.fill();
    context.stroke();
  }
}

/**
 * Take some strength from a field's colors, so that lines show on it.
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {Theme} theme
 */
export function soften(context, { frame }, theme) {
  context.fillStyle = withAlpha(theme.paper, PALER);
  context.fillRect(frame.x, frame.y, frame.width, frame.height);
}

/**
 * The grid lines of the inputs after a map, each as finely as it bends.
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {{window: [number, number][]}} panel
 * @param {Pick<HiddenLayer, "along">} layer
 * @param {Map} place
 * @param {Picture} picture
 */
export function drawGrid(context, scales, panel, layer, place, { scene: { colors } }) {
  for (const { ends: [a, b], axis, whole } of gridLines(panel.window)) {
    const points = layer.along(a, b).map(place).map(([u, v]) => [scales.x(u), scales.y(v)]);
    strokeLine(context, points, { color: withAlpha(colors[`grid${axis + 1}`], whole ? 0.95 : 0.6),
      width: whole ? 2 : 0.9 });
  }
}

/**
 * Lines in shares of the inputs' window, after a map.
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {Pieces} pieces
 * @param {number[][]} window
 * @param {Map} place
 * @param {{color: string, width: number}} style
 */
export function drawPieces(context, scales, pieces, window, place, style) {
  /** @type {Map} */
  const input = (share) => share.map((v, i) => window[i][0] + v * (window[i][1] - window[i][0]));
  context.beginPath();
  for (const piece of pieces) {
    piece.forEach((share, k) => {
      const [u, v] = place(input(share));
      if (k === 0) context.moveTo(scales.x(u), scales.y(v));
      else context.lineTo(scales.x(u), scales.y(v));
    });
  }
  context.strokeStyle = style.color;
  context.lineWidth = style.width;
  context.lineCap = "round";
  context.stroke();
  context.lineCap = "butt";
}

/**
 * Ticks and the axes' symbols.
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {string[]} labels
 * @param {Theme} theme
 */
export function drawSpaceAxes(context, { frame, window, x, y }, labels, theme) {
  const bottom = frame.y + frame.height;
  context.strokeStyle = theme.faint;
  context.lineWidth = 1;
  context.strokeRect(frame.x, frame.y, frame.width, frame.height);
  const ticks = linearTicks(window[0], frame.width / 55).map((tick) => ({ text: formatTick(tick), x: x(tick) }));
  const name = frame.x + frame.width - widthOf(context, labels[0], { theme, size: 12 });
  writeTicks(context, ticks, bottom + 12, [frame.x - 10, name - 6], theme);
  for (const tick of linearTicks(window[1], frame.height / 45)) {
    if (y(tick) > frame.y + 12) writeLeft(context, formatTick(tick), frame.x - 5, y(tick), theme);
  }
  writeBelow(context, labels[0], frame.x + frame.width, bottom + 14, theme, true);
  writeText(context, labels[1], frame.x - 5, frame.y + 7, { theme, color: theme.ink, size: 12, align: "right" });
}

/**
 * The line F = ½ in the picture of the hidden space.
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {HiddenLayer} layer
 * @param {Theme} theme
 */
export function drawDecision(context, scales, layer, theme) {
  const line = decisionLine(layer, scales.window).map(([u, v]) => [scales.x(u), scales.y(v)]);
  strokeLine(context, line, { color: withAlpha(theme.paper, 0.8), width: 5 });
  strokeLine(context, line, { color: theme.ink, width: 2.5 });
}

/**
 * F = ½ in the picture of the hidden space, long enough for its window; empty where there is no line.
 * @param {HiddenLayer} layer
 * @param {number[][]} window
 */
function decisionLine(layer, window) {
  if (layer.units === 1) return window[0].map((u) => [u, 0.5]);
  if (layer.units > 2) return window[1].map((v) => [0.5, v]);
  const [w1, w2] = [layer.w(0), layer.w(1)];
  if (w1 === 0 && w2 === 0) return [];
  const rest = 0.5 - layer.b;
  return Math.abs(w1) > Math.abs(w2) ? window[1].map((v) => [(rest - w2 * v) / w1, v])
    : window[0].map((u) => [u, (rest - w1 * u) / w2]);
}
