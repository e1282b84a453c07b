import { strokeLine, writeText } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { distanceToSegment } from "../drawing/geometry.js";
import { lowered } from "../drawing/letters.js";
import { drawDisc } from "../drawing/marks.js";
import { signColor, strength } from "../model/parameters.js";

const MARGIN = { side: 30, top: 30, bottom: 30 };
const THINNEST = 0.6;
const THICKEST = 9;
/** With more edges than this they are thin, and told by their color alone. */
const MANY = 200;
/** Layers of more units than this have smaller ones than the others. */
const FEW = 4;
/** A target is 24 pixels wide. */
const REACH = 12;

/**
 * @typedef {{x: number, y: number, radius: number}} Unit in pixels
 * @typedef {{units: Unit[][], segments: [{x: number, y: number}, Unit][], thickest: number,
 *   dashed: boolean}} Geometry of a diagram: its units, and from where to which of them each edge goes
 * @typedef {import("../model/parameters.js").Parameter} Parameter
 */

/**
 * Where units, edges and the stubs of the biases are in a picture of this size.
 * @param {number[]} widths
 * @param {Parameter[]} parameters
 * @param {number} width
 * @param {number} height
 * @returns {Geometry}
 */
export function layOut(widths, parameters, width, height) {
  const tall = height - MARGIN.top - MARGIN.bottom;
  const gap = (width - 2 * MARGIN.side) / (widths.length - 1);
  const usual = Math.max(...widths.filter((count) => count <= FEW), 1);
  const units = widths.map((count, l) => Array.from({ length: count }, (_, k) => ({
    x: MARGIN.side + l * gap,
    y: MARGIN.top + tall * ((k + 0.5) / count),
    radius: Math.max(2, Math.min(17, (0.26 * tall) / Math.max(count, usual), 0.2 * gap)),
  })));
  /** @type {[{x: number, y: number}, Unit][]} */
  const segments = parameters.map(({ layer, to, from }) => {
    const b = units[layer - 1][to - 1];
    const stub = Math.min(16, (0.3 * tall) / widths[layer - 1]);
    return [from === 0 ? { x: b.x, y: b.y - b.radius - stub } : units[layer - 2][from - 1], b];
  });
  const thickest = Math.min(THICKEST, Math.max(1, (0.08 * tall) / Math.max(...widths)));
  return { units, segments, thickest, dashed: parameters.length <= MANY };
}

/**
 * The parameter whose edge or stub is nearest to a place, or null if none is within reach.
 * @param {Geometry} geometry
 * @param {number} x
 * @param {number} y
 */
export function parameterAt({ segments, units }, x, y) {
  if (units.flat().some((unit) => Math.hypot(unit.x - x, unit.y - y) < unit.radius)) return null;
  /** @type {number | null} */
  let found = null;
  let least = REACH;
  segments.forEach(([a, b], index) => {
    const distance = distanceToSegment([x, y], [a.x, a.y], [b.x, b.y]);
    if (distance < least) [found, least] = [index, distance];
  });
  return found;
}

/**
 * The unit [layer, number] at a place, counted from 1, or null.
 * @param {Geometry} geometry
 * @param {number} x
 * @param {number} y
 */
export function unitAt({ units }, x, y) {
  for (const [l, layer] of units.entries()) {
    const k = layer.findIndex((unit) => Math.hypot(unit.x - x, unit.y - y) < unit.radius);
    if (k >= 0) return [l + 1, k + 1];
  }
  return null;
}

/**
 * Edges first, so that units stand on them; the one pointed at last.
 * @param {import("../drawing/canvas.js").Opened} opened
 * @param {Geometry} geometry
 * @param {{p: ArrayLike<number>, parameters: Parameter[], pointed: number | null, changed: number[],
 *   hidden: string}} network
 * @param {import("../panels/panel.js").Picture} picture
 */
export function drawDiagram({ context, height }, geometry, { p, parameters, pointed, changed, hidden }, picture) {
  const { theme, scene: { colors } } = picture;
  for (const parameter of parameters) {
    if (parameter.index !== pointed) drawEdge(context, geometry, parameter, p, colors);
  }
  for (const index of [...changed, ...(pointed === null ? [] : [pointed])]) {
    strokeLine(context, ends(geometry, index), { color: withAlpha(theme.ink, 0.28),
      width: widthOf(geometry, p[index]) + 7 });
    drawEdge(context, geometry, parameters[index], p, colors);
  }
  drawUnits(context, geometry, hidden, theme, colors);
  geometry.units.forEach(([{ x }], l) => writeText(context, `layer ${l + 1}`, x, height - 10,
    { theme, color: theme.muted, size: 10.5, align: "center" }));
}

/**
 * @param {Geometry} geometry
 * @param {number} index
 */
function ends({ segments }, index) {
  return segments[index].map(({ x, y }) => [x, y]);
}

/**
 * @param {Geometry} geometry
 * @param {number} value
 */
function widthOf({ thickest }, value) {
  return THINNEST + thickest * strength(value);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {Parameter} parameter
 * @param {ArrayLike<number>} p
 * @param {Record<string, string>} colors
 */
function drawEdge(context, geometry, { index, from }, p, colors) {
  const value = p[index];
  const [color, width] = [signColor(value, colors), widthOf(geometry, value)];
  const line = ends(geometry, index);
  const dash = value < 0 && geometry.dashed ? [width + 4, 0.6 * width + 3] : [];
  strokeLine(context, line, { color, width, dash });
  if (from > 0) return;
  const [[x, y]] = line;
  const [, { radius }] = geometry.segments[index];
  const size = Math.min(3.5, 0.35 * radius + 1);
  context.fillStyle = color;
  context.fillRect(x - size, y - size, 2 * size, 2 * size);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Geometry} geometry
 * @param {string} hidden
 * @param {import("../drawing/canvas.js").Theme} theme
 * @param {Record<string, string>} colors
 */
function drawUnits(context, { units }, hidden, theme, colors) {
  const last = units.length - 1;
  const classes = units[last].length > 1 && units[last].length <= 3;
  units.forEach((layer, l) => layer.forEach(({ x, y, radius }, k) => {
    const own = l === last && classes ? colors[`class${k}`] : theme.ink;
    drawDisc(context, x, y, radius, { fill: theme.paper, rim: own, width: l === last && classes ? 3 : 1.5 });
    const name = l === 0 ? "x" : l === last ? "F" : hidden;
    const number = name && layer.length > 1 ? lowered(k + 1) : "";
    if (name && radius > 8 && k < 9) {
      writeText(context, name + number, x, y + 0.5, { theme, color: theme.ink, size: Math.min(13, radius),
        align: "center", baseline: "middle", weight: 600 });
    }
  }));
}
