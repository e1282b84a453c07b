import { drawPoint, strokeLine, toRgb, writeBelow, writeLeft, writeText } from "./drawing.js";
import { formatTick, linearTicks, makeScale } from "./numbers.js";

/** Rows and columns of a field that the stage evaluates itself. */
export const CELLS = 100;
const MARGIN = { left: 26, right: 8, top: 6, bottom: 26 };
const STRENGTH = 0.75;
const painters = new WeakMap();

/** The probability over two features for the lane in focus, every lane's ½-line, and the data. */
export function drawField(opened, panel, picture, models) {
  const { context, width, height } = opened;
  const frame = { x: MARGIN.left, y: MARGIN.top, width: width - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom };
  const scales = {
    x: makeScale(...panel.window[0], frame.x, frame.x + frame.width),
    y: makeScale(...panel.window[1], frame.y + frame.height, frame.y),
  };
  const shipped = panel.fields?.[picture.lane];
  const { p, field: own } = models[picture.lane];
  const field = shipped ? shippedField(shipped, picture.frame)
    : own ?? (p && !panel.network ? logisticField(p, panel.window) : null);
  if (field) paintField(context, context.canvas, field, frame, picture);
  context.save();
  context.beginPath();
  context.rect(frame.x, frame.y, frame.width, frame.height);
  context.clip();
  if (shipped || panel.network) drawLevels(context, models, field, frame, picture);
  else if (field) drawLines(context, models, panel.window, scales, picture);
  drawData(context, panel, scales, picture);
  context.restore();
  drawAxes(context, panel, frame, scales, picture.theme);
}

/** @returns {{columns: number, rows: number, level: Uint8Array}} level = 255·probability */
function shippedField({ shape: [frames, rows, columns], data }, frame) {
  const at = Math.min(frame, frames - 1) * rows * columns;
  return { rows, columns, level: data.subarray(at, at + rows * columns) };
}

/** σ(w₁x₁ + w₂x₂ + b) at the middle of each cell. */
function logisticField(p, window) {
  const level = new Uint8Array(CELLS * CELLS);
  const [dx, dy] = window.map(([low, high]) => (high - low) / CELLS);
  for (let row = 0; row < CELLS; row += 1) {
    const base = p[2] + p[1] * (window[1][0] + (row + 0.5) * dy) + p[0] * (window[0][0] + 0.5 * dx);
    for (let column = 0; column < CELLS; column += 1) {
      level[row * CELLS + column] = 255 / (1 + Math.exp(-(base + p[0] * column * dx)));
    }
  }
  return { rows: CELLS, columns: CELLS, level };
}

/** Paint levels 0…255 as colours from class 0 to class 1; beyond them the colours are full. */
export function paintField(context, canvas, { rows, columns, level }, frame, picture) {
  const painter = painterFor(canvas, rows, columns);
  const ramp = rampFor(painter, picture);
  for (let row = 0; row < rows; row += 1) {
    const line = (rows - 1 - row) * columns;
    for (let k = 0; k < columns; k += 1) {
      painter.pixels[line + k] = ramp[Math.min(255, Math.max(0, level[row * columns + k])) | 0];
    }
  }
  painter.context.putImageData(painter.image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(painter.context.canvas, frame.x, frame.y, frame.width, frame.height);
}

/** The colour of one value of F, 0 for class 0 and 1 for class 1, as a field of them is painted. */
export function colorOf(value, colors, theme) {
  const lean = 2 * value - 1;
  const share = 100 * STRENGTH * Math.min(1, Math.abs(lean));
  return `color-mix(in srgb, ${colors[lean < 0 ? "class0" : "class1"]} ${share.toFixed(1)}%, ${theme.paper})`;
}

function painterFor(canvas, rows, columns) {
  const known = painters.get(canvas);
  if (known?.image.width === columns && known.image.height === rows) return known;
  const small = document.createElement("canvas");
  small.width = columns;
  small.height = rows;
  const context = small.getContext("2d");
  const image = context.createImageData(columns, rows);
  const painter = { context, image, pixels: new Uint32Array(image.data.buffer), rampKey: null };
  painters.set(canvas, painter);
  return painter;
}

/** 256 colours from class 0 over the paper to class 1, as the integers of ImageData (ABGR). */
function rampFor(painter, { scene, theme }) {
  if (painter.rampKey === theme.key) return painter.ramp;
  const ends = [toRgb(scene.colors.class0), toRgb(scene.colors.class1)];
  painter.ramp = Uint32Array.from({ length: 256 }, (_, k) => {
    const lean = (k - 127.5) / 127.5;
    const share = STRENGTH * Math.abs(lean);
    const [r, g, b] = ends[lean < 0 ? 0 : 1].map((c, i) => c * share + theme.paperRgb[i] * (1 - share));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
  painter.rampKey = theme.key;
  return painter.ramp;
}

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

/** The line w₁x₁ + w₂x₂ + b = 0, between the window's sides that it is less parallel to. */
function drawHalfLine(context, p, window, scales, style) {
  const steep = Math.abs(p[0]) > Math.abs(p[1]);
  if (p[0] === 0 && p[1] === 0) return;
  const ends = window[steep ? 1 : 0].map((v) => (steep
    ? [scales.x(-(p[1] * v + p[2]) / p[0]), scales.y(v)]
    : [scales.x(v), scales.y(-(p[0] * v + p[2]) / p[1])]));
  strokeLine(context, ends, style);
}

/** The line of one half for the lane in focus, and for the others in their own colours. */
function drawLevels(context, models, field, frame, { lane, theme }) {
  models.forEach((model, k) => {
    if (k === lane || !model.field) return;
    strokeLevel(context, model.field, frame, { color: theme.paper, width: 4 });
    strokeLevel(context, model.field, frame, { color: model.color, width: 2 });
  });
  if (field) strokeLevel(context, field, frame, { color: theme.ink, width: 2 });
}

function strokeLevel(context, field, frame, { color, width }) {
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
 * The level ½ of a field: in each 2×2 block of cells, between the sides it crosses.
 * @returns {number[][][]} pieces [[u, v], [u, v]] in shares of the window, from its lower left
 */
export function levelPieces({ rows, columns, level }) {
  const pieces = [];
  const place = ([column, row]) => [(column + 0.5) / columns, (row + 0.5) / rows];
  for (let row = 0; row + 1 < rows; row += 1) {
    for (let column = 0; column + 1 < columns; column += 1) {
      const at = row * columns + column;
      const heights = [level[at] - 127.5, level[at + 1] - 127.5, level[at + columns + 1] - 127.5,
        level[at + columns] - 127.5];
      const above = (heights[0] > 0) + (heights[1] > 0) + (heights[2] > 0) + (heights[3] > 0);
      if (above === 0 || above === 4) continue;
      const ends = crossings(heights, column, row);
      for (let k = 0; k + 1 < ends.length; k += 2) pieces.push([place(ends[k]), place(ends[k + 1])]);
    }
  }
  return pieces;
}

/** Where the sides of a block change their sign; its corners go around from the lower left. */
function crossings(heights, column, row) {
  const corners = [[column, row], [column + 1, row], [column + 1, row + 1], [column, row + 1]];
  return corners.flatMap((corner, k) => {
    const next = (k + 1) % 4;
    if (heights[k] > 0 === heights[next] > 0) return [];
    const t = heights[k] / (heights[k] - heights[next]);
    return [corner.map((v, i) => v + t * (corners[next][i] - v))];
  });
}

function drawData(context, panel, scales, { scene, theme }) {
  const { shape: [count, width], data } = panel.x;
  const radius = count > 400 ? 2.5 : count > 120 ? 3.2 : panel.network ? 5 : 4;
  for (let k = 0; k < count; k += 1) {
    drawPoint(context, scales.x(data[k * width]), scales.y(data[k * width + 1]), panel.y[k],
      { fill: scene.colors[`class${panel.y[k]}`], rim: theme.paper, radius });
  }
}

function drawAxes(context, panel, frame, scales, theme) {
  context.strokeStyle = theme.faint;
  context.lineWidth = 1;
  context.strokeRect(frame.x, frame.y, frame.width, frame.height);
  const bottom = frame.y + frame.height;
  for (const tick of linearTicks(...panel.window[0], frame.width / 50)) {
    writeBelow(context, formatTick(tick), scales.x(tick), bottom + 12, theme);
  }
  for (const tick of linearTicks(...panel.window[1], frame.height / 40)) {
    writeLeft(context, formatTick(tick), frame.x - 5, scales.y(tick), theme);
  }
  writeBelow(context, panel.labels[0], frame.x + frame.width, bottom + 23, theme, true);
  writeText(context, panel.labels[1], frame.x + 5, frame.y + 14,
    { theme, color: theme.ink, size: 12, halo: theme.paper });
}
