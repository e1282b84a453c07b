import { drawArrowhead, drawDisc, strokeLine, withAlpha, writeText } from "./drawing.js";
import { creaseOf } from "./hidden.js";

const MOST_CREASES = 8;
const REACH = 9;
const HANDLE_SHARE = 0.12;
const SUBSCRIPTS = "₁₂₃₄₅₆₇₈";
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
  writeText(context, `h${SUBSCRIPTS[j]}`, ...name, { theme, color: theme.ink, size: 12 * zoom,
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

function between(a, b, t) {
  return a.map((v, i) => v + t * (b[i] - v));
}

/**
 * What a reader does with the lines z_j = 0: a drag shifts one (c_j), its end turns it (W_j).
 * @param {import("./space.js").SpacePanel} panel
 */
export function listenToCreases(panel) {
  const { picture } = panel.frame;
  const gesture = { drag: null };
  picture.addEventListener("pointerdown", (event) => begin(panel, gesture, event));
  picture.addEventListener("touchstart", (event) => gesture.drag && event.preventDefault(), { passive: false });
  picture.addEventListener("pointermove", (event) => {
    if (gesture.drag) move(panel, gesture.drag, placeOf(panel, event));
    else point(panel, nearest(panel, pixelOf(panel, event)));
  });
  for (const name of ["pointerup", "pointercancel"]) {
    picture.addEventListener(name, () => finish(panel, gesture));
  }
  picture.addEventListener("pointerleave", () => !gesture.drag && point(panel, null));
}

function pixelOf(panel, event) {
  const box = panel.frame.picture.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

function placeOf(panel, event) {
  const [x, y] = pixelOf(panel, event);
  return [panel.scales.x.inverse(x), panel.scales.y.inverse(y)];
}

/** The crease under the pointer and which of its handles, if any. */
function nearest(panel, [x, y]) {
  let [found, least] = [null, REACH];
  for (const { j, a, b, handles } of panel.creases ?? []) {
    const grip = handles.findIndex((handle) => Math.hypot(handle[0] - x, handle[1] - y) < REACH);
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const t = Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy)));
    const distance = grip >= 0 ? 0 : Math.hypot(a[0] + t * dx - x, a[1] + t * dy - y);
    if (distance < least) [found, least] = [{ j, grip }, distance];
  }
  return found;
}

function point(panel, near) {
  const { stage, layer } = panel;
  if (near?.j === panel.near?.j && near?.grip === panel.near?.grip) return;
  panel.near = near;
  panel.frame.picture.classList.toggle("ll-grab", near !== null);
  stage.point(near && layer ? 2 * layer.units + near.j : null);
  stage.touch();
}

function begin(panel, gesture, event) {
  if (event.button !== 0) return;
  const near = nearest(panel, pixelOf(panel, event));
  if (!near) return;
  panel.frame.picture.setPointerCapture(event.pointerId);
  point(panel, near);
  const { layer } = panel;
  const { a, b } = panel.creases.find(({ j }) => j === near.j);
  const inverse = ([x, y]) => [panel.scales.x.inverse(x), panel.scales.y.inverse(y)];
  gesture.drag = { ...near, from: placeOf(panel, event), pivot: inverse(between(a, b, 0.5)),
    W: [layer.p[2 * near.j], layer.p[2 * near.j + 1]], c: layer.p[2 * layer.units + near.j], moved: false };
}

function move(panel, drag, [x1, x2]) {
  const { j, from, pivot, W, c } = drag;
  const { stage, layer: { units }, panel: { lane } } = panel;
  const change = (index, value) => stage.selection.change(lane, stage.frame, index, value);
  drag.moved = true;
  stage.clock.pause();
  if (drag.grip < 0) change(2 * units + j, c - W[0] * (x1 - from[0]) - W[1] * (x2 - from[1]));
  else {
    const turn = Math.atan2(x2 - pivot[1], x1 - pivot[0]) - Math.atan2(from[1] - pivot[1], from[0] - pivot[0]);
    const turned = [W[0] * Math.cos(turn) - W[1] * Math.sin(turn), W[0] * Math.sin(turn) + W[1] * Math.cos(turn)];
    change(2 * j, turned[0]);
    change(2 * j + 1, turned[1]);
    change(2 * units + j, -turned[0] * pivot[0] - turned[1] * pivot[1]);
  }
  stage.touch();
}

/** Tell Python where the line was left: by its c_j, the rest of it is the stage's. */
function finish(panel, gesture) {
  const { drag } = gesture;
  gesture.drag = null;
  if (!drag?.moved) return;
  const { stage, layer: { units }, panel: { lane } } = panel;
  const index = 2 * units + drag.j;
  stage.send("weight", [index, stage.selection.model(lane, stage.frame)[index]]);
}
