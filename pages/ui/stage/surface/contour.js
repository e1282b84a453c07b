import { contextOf, strokeLine, writeText } from "../drawing/canvas.js";
import { toRgba } from "../drawing/colors.js";
import { levelsOf, linesAt, shaded } from "./levels.js";
import { endsOf } from "./mesh.js";
import { colorAt } from "./shading.js";
import { ticksOf } from "./ticks.js";

/** @import { Opened, Theme } from "../drawing/canvas.js" */

/** Lengths in pixels as Plotly has them in the stage's dress. */
const [TICK, PAD_X, PAD_Y, GAP] = [4, 17, 7, 4];
/** How far a title's baseline is from the numbers beside it, in heights of its letters. */
const [ASCENT, DESCENT] = [0.66, 0.31];

/**
 * An axis as the overlay's projection reads it from a drawn figure.
 * @typedef {{range: number[], _offset: number, _length: number, l2p: (value: number) => number,
 *   p2l: (pixel: number) => number}} DrawnAxis
 */

/**
 * Draw a contour figure as Plotly would: heat, level lines, hatching, signs and axes.
 * @param {Opened} opened
 * @param {{data: any[], layout: any}} figure as Plotly gets it
 * @param {Theme} theme
 * @returns {{xaxis: DrawnAxis, yaxis: DrawnAxis}}
 */
export function drawContour({ context, width, height }, { data, layout }, theme) {
  const { l, r, t, b } = layout.margin;
  const relief = data.find(({ type }) => type === "contour" || type === "heatmap");
  const xaxis = axisOf(layout.xaxis.range ?? ends(relief.x), l, width - l - r, false);
  const yaxis = axisOf(layout.yaxis.range ?? ends(relief.y), t, height - t - b, true);
  const pixel = (/** @type {number[]} */ [x, y]) => [xaxis._offset + xaxis.l2p(x), yaxis._offset + yaxis.l2p(y)];
  context.save();
  context.beginPath();
  context.rect(l, t, xaxis._length, yaxis._length);
  context.clip();
  drawRelief(context, relief, xaxis, yaxis, pixel);
  for (const trace of data.filter(({ type, mode }) => (type ?? "scatter") === "scatter" && mode === "lines")) {
    const { color, width: thickness = 2 } = trace.line;
    for (const part of parts(trace)) strokeLine(context, part.map(pixel), { color, width: thickness });
  }
  for (const { x, y, text, textfont, mode } of data) {
    if (mode !== "text") continue;
    Array.from(x, (_, k) => {
      const [column, row] = pixel([x[k], y[k]]);
      writeText(context, text[k], column, row, { theme, color: textfont.color, size: textfont.size,
        align: "center", baseline: "middle" });
    });
  }
  context.restore();
  drawAxes(context, { xaxis, yaxis }, layout, theme);
  return { xaxis, yaxis };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {any} relief
 * @param {DrawnAxis} xaxis
 * @param {DrawnAxis} yaxis
 * @param {(place: number[]) => number[]} pixel
 */
function drawRelief(context, { x, y, z, zmin, zmax, colorscale, line, ...trace }, xaxis, yaxis, pixel) {
  const [low, high] = [zmin, zmax].every(Number.isFinite) ? [zmin, zmax] : endsOf(z);
  const scale = colorscale.map((/** @type {[number, string]} */ [share, color]) => [share, toRgba(color).slice(0, 3)]);
  const size = { width: Math.round(xaxis._length), height: Math.round(yaxis._length) };
  const heat = contextOf(document.createElement("canvas"));
  Object.assign(heat.canvas, size);
  const colors = shaded({ x, y, rows: z }, { x: xaxis.range, y: yaxis.range, ...size },
    (share) => colorAt(scale, share), [low, high]);
  heat.putImageData(new ImageData(colors, size.width, size.height), 0, 0);
  context.drawImage(heat.canvas, xaxis._offset, yaxis._offset, xaxis._length, yaxis._length);
  context.beginPath();
  for (const level of levelsOf(trace, low, high)) {
    for (const [from, to] of linesAt({ x, y, rows: z }, level)) {
      const [[ax, ay], [bx, by]] = [pixel(from), pixel(to)];
      context.moveTo(ax, ay);
      context.lineTo(bx, by);
    }
  }
  context.strokeStyle = line?.color ?? "black";
  context.lineWidth = line?.width ?? 0.5;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{xaxis: DrawnAxis, yaxis: DrawnAxis}} axes
 * @param {any} layout
 * @param {Theme} theme
 */
function drawAxes(context, { xaxis, yaxis }, layout, theme) {
  const [left, bottom] = [xaxis._offset, yaxis._offset + yaxis._length];
  const { size: tickSize, color } = layout.xaxis.tickfont;
  const marks = (/** @type {DrawnAxis} */ { range: [low, high] }, /** @type {any} */ { nticks }) => (
    ticksOf({ low, high, log: false, size: 1, extent: 1, title: "", ticks: nticks ?? 6 }));
  const words = { theme, color, size: tickSize };
  for (const { place, text } of marks(xaxis, layout.xaxis)) {
    const at = left + xaxis.l2p(place);
    strokeLine(context, [[crisp(at), bottom], [crisp(at), bottom + TICK]], { color: theme.faint });
    writeText(context, text, at, bottom + PAD_X, { ...words, align: "center" });
  }
  let widest = 0;
  for (const { place, text } of marks(yaxis, layout.yaxis)) {
    const at = yaxis._offset + yaxis.l2p(place);
    strokeLine(context, [[left - TICK, crisp(at)], [left, crisp(at)]], { color: theme.faint });
    writeText(context, text, left - PAD_Y, at + 3.5, { ...words, align: "right" });
    widest = Math.max(widest, context.measureText(text).width);
  }
  const { size, color: ink } = layout.xaxis.title.font;
  /** @type {{theme: Theme, color: string, size: number, align: CanvasTextAlign}} */
  const title = { theme, color: ink, size, align: "center" };
  writeText(context, layout.xaxis.title.text ?? "", left + xaxis._length / 2,
    bottom + PAD_X + 2 + GAP + ASCENT * size, title);
  context.save();
  context.translate(left - PAD_Y - widest - GAP - DESCENT * size, yaxis._offset + yaxis._length / 2);
  context.rotate(-Math.PI / 2);
  writeText(context, layout.yaxis.title.text ?? "", 0, 0, title);
  context.restore();
}

/**
 * @param {number[]} range
 * @param {number} offset
 * @param {number} length
 * @param {boolean} upwards pixels count downwards
 * @returns {DrawnAxis}
 */
function axisOf(range, offset, length, upwards) {
  const [from, to] = upwards ? [range[1], range[0]] : range;
  return { range, _offset: offset, _length: length, l2p: (value) => (length * (value - from)) / (to - from),
    p2l: (pixel) => from + (pixel / length) * (to - from) };
}

/** Where a thin line fills whole pixels. @param {number} at */
function crisp(at) {
  return Math.round(at) + 0.5;
}

/** @param {ArrayLike<number>} values */
function ends(values) {
  return [values[0], values[values.length - 1]];
}

/**
 * A trace's line without its gaps.
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>}} trace
 */
function parts({ x, y }) {
  /** @type {number[][][]} */
  const found = [[]];
  for (let k = 0; k < x.length; k += 1) {
    if (Number.isFinite(x[k]) && Number.isFinite(y[k])) found[found.length - 1].push([x[k], y[k]]);
    else if (found[found.length - 1].length) found.push([]);
  }
  return found.filter((part) => part.length > 1);
}
