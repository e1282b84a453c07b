import { strokeLine, widthOf, withAlpha, writeBelow, writeLeft, writeText, writeTicks } from "../drawing/canvas.js";
import { colorOf } from "../drawing/fields.js";
import { freest } from "../drawing/labels.js";
import { drawDisc, drawPoint } from "../drawing/marks.js";
import { clamp, formatTick, linearTicks, makeScale } from "../drawing/numbers.js";
import { gridLines } from "../model/hidden_layer.js";

/** @import { HiddenLayer } from "../model/hidden_layer.js" */

const MARGIN = { left: 40, right: 12, top: 22, bottom: 28 };
const NEAR_PIXELS = 4;
const CLOSE = 40;
const EQUAL = 1e-5;
const PALER = 0.28;

/** The frame of a picture over a window, square if both axes have one scale, and its scales. */
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

/** Draw inside the frame only. */
export function inFrame(context, { frame }, draw) {
  context.save();
  context.beginPath();
  context.rect(frame.x, frame.y, frame.width, frame.height);
  context.clip();
  draw();
  context.restore();
}

/**
 * Paint a linear F = w₁u + w₂v + b over the frame: its colours change along w alone.
 * @param {CanvasRenderingContext2D} context
 * @param {any} scales
 * @param {number[]} line
 * @param {import("../panels/panel.js").Picture} picture
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

/** Take some strength from a field's colours, so that lines show on it. */
export function soften(context, { frame }, theme) {
  context.fillStyle = withAlpha(theme.paper, PALER);
  context.fillRect(frame.x, frame.y, frame.width, frame.height);
}

/** The grid lines of the inputs after a map, each as finely as it bends. */
export function drawGrid(context, scales, panel, layer, place, { scene: { colors } }) {
  for (const { ends: [a, b], axis, whole } of gridLines(panel.window)) {
    const points = layer.along(a, b).map(place).map(([u, v]) => [scales.x(u), scales.y(v)]);
    strokeLine(context, points, { color: withAlpha(colors[`grid${axis + 1}`], whole ? 0.95 : 0.6),
      width: whole ? 2 : 0.9 });
  }
}

/** Lines in shares of the inputs' window, after a map. */
export function drawPieces(context, scales, pieces, window, place, style) {
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
 * Points with their names; those at one place share a label: "01 = 10" where they are one point of
 * the space, "01, 10" where only the picture brings them together.
 *
 * @typedef {{place: number[], home: ArrayLike<number>, kind: number, name: string, extra?: string}} Named
 * @typedef {{x: number, y: number, width: number, height: number}} Place in pixels
 * @param {CanvasRenderingContext2D} context
 * @param {any} scales
 * @param {Named[]} points
 * @param {import("../panels/panel.js").Picture} picture
 */
export function drawNamedPoints(context, scales, points, { scene, theme }) {
  /** @type {{x: number, y: number, members: Named[]}[]} */
  const groups = [];
  /** @type {Place[]} */
  const taken = [];
  for (const point of points) {
    const [x, y] = [scales.x(point.place[0]), scales.y(point.place[1])];
    const group = groups.find((g) => Math.hypot(g.x - x, g.y - y) < NEAR_PIXELS);
    if (group) group.members.push(point);
    else groups.push({ x, y, members: [point] });
  }
  const { zoom, frame } = scales;
  for (const { x, y, members } of groups) {
    const ring = (k) => zoom * (6 + 3.5 * k);
    members.slice(1).forEach((_, k) => drawDisc(context, x, y, ring(k + 1), { rim: theme.ink, width: 1.5 }));
    [...new Set(members.map(({ kind }) => kind))].forEach((kind, k) => drawPoint(context, x, y, kind,
      { fill: scene.colors[`class${kind}`], rim: theme.paper, radius: zoom * (6 - 2 * k) }));
    if (!isIn(frame, x, y)) continue;
    const lines = [namesOf(members), members[0].extra].filter(Boolean);
    const faces = lines.map((_, k) => ({ theme, size: zoom * (k === 0 ? 12 : 10.5), weight: k === 0 ? 600 : 400 }));
    const size = { width: Math.max(0, ...lines.map((text, k) => widthOf(context, text, faces[k]))),
      height: 12 * zoom * lines.length };
    const place = freePlace(size, { x, y, away: sideAway({ x, y }, groups) }, 2 + ring(members.length - 1), frame, taken);
    taken.push(place);
    lines.forEach((text, k) => writeText(context, text, place.x, place.y + 11 * zoom * (k + 1),
      { ...faces[k], color: theme.ink, halo: theme.paper }));
  }
}

/** The side, right (1) or left (-1), on which a label cannot be taken for a close neighbour's. */
function sideAway({ x, y }, groups) {
  const close = groups.filter((g) => g.x !== x && Math.abs(g.x - x) < CLOSE && Math.abs(g.y - y) < CLOSE / 2);
  return close.length > 0 && close.every((g) => g.x > x) ? -1 : 1;
}

/** What is off the picture has no name at its edge. */
function isIn(frame, x, y) {
  return x >= frame.x - 1 && x <= frame.x + frame.width + 1 && y >= frame.y - 1 && y <= frame.y + frame.height + 1;
}

/** Beside a point, above or below it, inside the frame and off the other labels if there is such a place. */
function freePlace(size, { x, y, away }, reach, frame, taken) {
  const beside = [[away, -1], [away, 1], [-away, -1], [-away, 1]].map(([side, below]) => ({ ...size,
    x: side > 0 ? x + reach : x - reach - size.width, y: below > 0 ? y + reach - 4 : y - reach - 8 }));
  const middle = clamp(x - size.width / 2, frame.x, Math.max(frame.x, frame.x + frame.width - size.width));
  const level = [y - reach - size.height, y + reach].map((top) => ({ ...size, x: middle, y: top }));
  const roomy = { ...frame, y: frame.y - 4, height: frame.height + 8 };
  return freest([...beside, ...level], taken, roomy);
}

function namesOf(members) {
  const [first, ...others] = members.filter(({ name }) => name);
  if (!first) return "";
  return others.reduce((text, { name, home }) => (
    `${text}${isEqual(home, first.home) ? " = " : ", "}${name}`), first.name);
}

function isEqual(a, b) {
  return Array.from(a).every((v, j) => Math.abs(v - b[j]) <= EQUAL * Math.max(1, Math.abs(v)));
}

/** Ticks and the axes' symbols. */
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
 * @param {any} scales
 * @param {HiddenLayer} layer
 * @param {import("../drawing/canvas.js").Theme} theme
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
