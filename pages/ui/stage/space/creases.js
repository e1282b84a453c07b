import { strokeLine, writeText } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { between } from "../drawing/geometry.js";
import { lowered } from "../drawing/letters.js";
import { drawArrowhead, drawDisc } from "../drawing/marks.js";
import { creaseOf } from "../model/hidden_layer.js";

/** @import { HiddenLayer } from "../model/hidden_layer.js" */
/** @import { Picture } from "../panels/panel.js" */

const MOST_CREASES = 8;
const HANDLE_SHARE = 0.12;
/** Where along a line its name may stand. */
const SHARES = [0.5, 0.35, 0.65, 0.22, 0.78];

/**
 * Where a hidden unit's z is 0, in pixels.
 * @typedef {{j: number, a: number[], b: number[], handles: number[][]}} Crease the unit, two points
 *   of the line with the active side at the left of a → b, and where it can be taken to turn it
 */

/**
 * The creases of a layer; none where there would be too many.
 * @param {HiddenLayer} layer
 * @param {[number, number][]} window of the inputs
 * @param {any} scales
 * @returns {Crease[]}
 */
export function creasesOf(layer, window, scales) {
  if (layer.units > MOST_CREASES) return [];
  return Array.from({ length: layer.units }, (_, j) => j).flatMap((j) => {
    const ends = creaseOf(layer, j, window);
    if (!ends) return [];
    const [a, b] = ends.map(([x1, x2]) => [scales.x(x1), scales.y(x2)]);
    return [{ j, a, b, handles: [HANDLE_SHARE, 1 - HANDLE_SHARE].map((t) => between(a, b, t)) }];
  });
}

/**
 * Each crease with an arrow to the side where its unit is active.
 * @param {CanvasRenderingContext2D} context
 * @param {Crease[]} creases
 * @param {{zoom: number, near: number | null, units: number, taken: number[][]}} surroundings the unit
 *   that the reader is at, how many there are, and where points are, which names keep away from
 * @param {Picture} picture
 */
export function drawCreases(context, creases, { zoom, near, units, taken }, { theme, pointed }) {
  const places = [...taken];
  for (const crease of creases) {
    const { j, a, b, handles } = crease;
    const lit = near === j || unitOf(pointed, units) === j;
    const color = withAlpha(theme.ink, lit ? 0.95 : 0.6);
    strokeLine(context, [a, b], { color: withAlpha(theme.paper, 0.6), width: 3.5 });
    strokeLine(context, [a, b], { color, width: lit ? 2 : 1.25, dash: [7, 3] });
    places.push(drawSide(context, crease, places, zoom, color, theme));
    if (near !== j) continue;
    for (const [x, y] of handles) drawDisc(context, x, y, 5, { fill: theme.paper, rim: theme.ink });
  }
}

/**
 * An arrow off the line to the active side, and the unit's name, whose place is given.
 * @param {CanvasRenderingContext2D} context
 * @param {Crease} crease
 * @param {number[][]} taken
 * @param {number} zoom
 * @param {string} color
 * @param {import("../drawing/canvas.js").Theme} theme
 */
function drawSide(context, { j, a, b }, taken, zoom, color, theme) {
  const [x, y] = roomiest(SHARES.map((t) => between(a, b, t)), taken);
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  const side = [(b[1] - a[1]) / length, -(b[0] - a[0]) / length];
  const [tip, name] = [13, 25].map((far) => [x + zoom * far * side[0], y + zoom * far * side[1]]);
  strokeLine(context, [[x, y], tip], { color, width: 1.5 });
  drawArrowhead(context, tip[0], tip[1], Math.atan2(side[1], side[0]), { fill: color, size: 5 });
  writeText(context, `h${lowered(j + 1)}`, name[0], name[1], { theme, color: theme.ink, size: 12 * zoom,
    align: "center", baseline: "middle", halo: theme.paper });
  return name;
}

/**
 * Of some places the one that is farthest from all that are taken.
 * @param {number[][]} places
 * @param {number[][]} taken
 */
function roomiest(places, taken) {
  const room = places.map(([x, y]) => Math.min(...taken.map((t) => Math.hypot(t[0] - x, t[1] - y))));
  return places[room.indexOf(Math.max(...room))];
}

/**
 * The hidden unit whose W or c a parameter belongs to, or null.
 * @param {number | null} index
 * @param {number} units
 */
function unitOf(index, units) {
  if (index === null || index >= 3 * units) return null;
  return index < 2 * units ? Math.floor(index / 2) : index - 2 * units;
}
