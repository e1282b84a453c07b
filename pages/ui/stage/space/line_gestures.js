import { make } from "../drawing/dom.js";
import { claim, hasModifier, onRelease, pixelIn, placeIn } from "../drawing/gestures.js";
import { clamp } from "../drawing/numbers.js";
import { inWindow } from "./separating.js";

/** The grips in their order: a part's name for assistive technology. */
export const PARTS = ["first end of the line", "middle of the line", "second end of the line"];
const REACH = 13;
const LINE_REACH = 9;
const STEP = 0.05;
const FINE = 0.01;
const TURN = Math.PI / 36;
const NEAREST = 0.15;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const TURNS = { PageUp: 1, PageDown: -1 };

/**
 * What a reader does with the line: an end turns it about the other end, all else of it shifts it.
 * From the keyboard arrows move the grip in focus (finely with Shift), PageUp and PageDown turn.
 * @param {import("./separate.js").SeparatePanel} panel
 */
export function listenToLine(panel) {
  const { picture } = panel.frame;
  const gesture = { grip: null };
  panel.handles = PARTS.map((part, k) => make("span", { class: "ll-grip", role: "slider", tabindex: "0",
    "aria-label": part, onkeydown: (event) => onKey(panel, k, event) }));
  picture.append(...panel.handles);
  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest(".ll-point")) return;
    gesture.grip = gripAt(panel, pixelIn(picture, event));
    if (gesture.grip === null) return;
    picture.setPointerCapture(event.pointerId);
    Object.assign(gesture, { from: placeIn(picture, event, panel.scales), ends: panel.ends });
  });
  picture.addEventListener("touchstart", (event) => gesture.grip !== null && event.preventDefault(),
    { passive: false });
  picture.addEventListener("pointermove", (event) => {
    if (gesture.grip !== null) drag(panel, gesture, placeIn(picture, event, panel.scales));
    else picture.classList.toggle("ll-grab", gripAt(panel, pixelIn(picture, event)) !== null);
  });
  onRelease(picture, () => { gesture.grip = null; });
}

/** 0, 1 or 2 for a grip, 1 for the rest of the line, null for what is beside it. */
function gripAt({ grips }, [x, y]) {
  if (!grips) return null;
  const near = grips.findIndex((grip) => Math.hypot(grip[0] - x, grip[1] - y) < REACH);
  if (near >= 0) return near;
  const [[ax, ay], , [bx, by]] = grips;
  const distance = Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / Math.hypot(bx - ax, by - ay);
  return distance < LINE_REACH ? 1 : null;
}

function drag(panel, { grip, from, ends }, place) {
  if (grip === 1) shift(panel, ends, place.map((v, i) => v - from[i]));
  else turn(panel, grip, place);
}

/** Both ends by the same way, as far as its middle stays in the window. */
function shift(panel, ends, way) {
  const middle = [0, 1].map((i) => (ends[0][i] + ends[1][i]) / 2);
  const kept = way.map((v, i) => clamp(middle[i] + v, ...panel.panel.window[i]) - middle[i]);
  panel.moveTo(inWindow(ends.map((end) => end.map((v, i) => v + kept[i])), panel.panel.window));
}

/** One end to another place of the window, unless it would meet the other end. */
function turn(panel, grip, place) {
  const kept = place.map((v, i) => clamp(v, ...panel.panel.window[i]));
  const other = panel.ends[grip === 0 ? 1 : 0];
  if (Math.hypot(kept[0] - other[0], kept[1] - other[1]) < NEAREST) return;
  panel.moveTo(grip === 0 ? [kept, other] : [other, kept]);
}

function onKey(panel, grip, event) {
  if (hasModifier(event)) return;
  const { key, shiftKey } = event;
  if (key in ARROWS) {
    const way = ARROWS[key].map((v) => v * (shiftKey ? FINE : STEP));
    if (grip === 1) shift(panel, panel.ends, way);
    else turn(panel, grip, panel.placeOf(grip).map((v, i) => v + way[i]));
  } else if (key in TURNS) rotate(panel, TURNS[key] * TURN);
  else return;
  claim(event);
}

function rotate(panel, angle) {
  const [x, y] = panel.placeOf(1);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turned = panel.ends.map(([u, v]) => (
    [x + cos * (u - x) - sin * (v - y), y + sin * (u - x) + cos * (v - y)]));
  panel.moveTo(inWindow(turned, panel.panel.window));
}
