import { strokeLine, withAlpha, writeText } from "../drawing/canvas.js";
import { between } from "../drawing/geometry.js";
import { lowered } from "../drawing/letters.js";
import { drawArrowhead, drawDisc } from "../drawing/marks.js";
import { creaseOf } from "../model/hidden_layer.js";

const MOST_CREASES = 8;
const HANDLE_SHARE = 0.12;
/** Where along a line its name may stand. */
const SHARES = [0.5, 0.35, 0.65, 0.22, 0.78];

/** Where each hidden unit's z is 0, with an arrow to the side where it is active. */
export function drawCreases(context, panel, { theme, pointed }) {
  const { layer, scales } = panel;
  panel.creases = [];
  const taken = panel.points.map(({ x: [x1, x2] }) => [scales.x(x1), scales.y(x2)]);
  if (layer.units > MOST_CREASES) return;
  for (let j = 0; j < layer.units; j += 1) {
    const ends = creaseOf(layer, j, panel.panel.window);
    if (!ends) continue;
    const [a, b] = ends.map(([x1, x2]) => [scales.x(x1), scales.y(x2)]);
    const crease = { j, a, b, handles: [HANDLE_SHARE, 1 - HANDLE_SHARE].map((t) => between(a, b, t)) };
    panel.creases.push(crease);
    const lit = panel.near?.j === j || unitOf(pointed, layer.units) === j;
    const color = withAlpha(theme.ink, lit ? 0.95 : 0.6);
    strokeLine(context, [a, b], { color: withAlpha(theme.paper, 0.6), width: 3.5 });
    strokeLine(context, [a, b], { color, width: lit ? 2 : 1.25, dash: [7, 3] });
    taken.push(drawSide(context, crease, taken, scales.zoom, color, theme));
    if (panel.near?.j !== j) continue;
    for (const handle of crease.handles) drawDisc(context, ...handle, 5, { fill: theme.paper, rim: theme.ink });
  }
}

/** An arrow off the line to the active side, which is at the left of a → b, and the unit's name. */
function drawSide(context, { j, a, b }, taken, zoom, color, theme) {
  const [x, y] = roomiest(SHARES.map((t) => between(a, b, t)), taken);
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  const side = [(b[1] - a[1]) / length, -(b[0] - a[0]) / length];
  const [tip, name] = [13, 25].map((far) => [x + zoom * far * side[0], y + zoom * far * side[1]]);
  strokeLine(context, [[x, y], tip], { color, width: 1.5 });
  drawArrowhead(context, ...tip, Math.atan2(side[1], side[0]), { fill: color, size: 5 });
  writeText(context, `h${lowered(j + 1)}`, ...name, { theme, color: theme.ink, size: 12 * zoom,
    align: "center", baseline: "middle", halo: theme.paper });
  return name;
}

/** Of some places the one that is farthest from all that are taken. */
function roomiest(places, taken) {
  const room = places.map(([x, y]) => Math.min(...taken.map((t) => Math.hypot(t[0] - x, t[1] - y))));
  return places[room.indexOf(Math.max(...room))];
}

/** The hidden unit whose W or c a parameter belongs to, or null. */
function unitOf(index, units) {
  if (index === null || index === undefined || index >= 3 * units) return null;
  return index < 2 * units ? Math.floor(index / 2) : index - 2 * units;
}
