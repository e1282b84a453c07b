import { insideBox } from "../drawing/geometry.js";
import { claim, CLICK_PIXELS, pixelIn } from "../drawing/gestures.js";
import { clamp } from "../drawing/numbers.js";
import { placeOf } from "./projection.js";

const RING_PIXELS = 16;

/**
 * What the pointer does on a landscape: hover reads the cost, a click places the start, and on a
 * contour the start's ring can be dragged. Plotly keeps turning and zooming.
 * @param {import("./landscape.js").LandscapePanel} panel
 */
export function listenToPointer(panel) {
  const { picture } = panel.frame;
  const gesture = { from: null, ring: false };
  const capture = { capture: true };
  picture.addEventListener("pointerdown", (event) => begin(panel, gesture, event), capture);
  picture.addEventListener("mousedown", (event) => gesture.ring && claim(event), capture);
  picture.addEventListener("touchstart", (event) => gesture.ring && claim(event),
    { capture: true, passive: false });
  picture.addEventListener("pointermove", (event) => move(panel, gesture, event), capture);
  window.addEventListener("pointerup", (event) => finish(panel, gesture, event),
    { signal: panel.stage.signal });
  window.addEventListener("pointercancel", () => cancel(panel, gesture), { signal: panel.stage.signal });
  picture.addEventListener("pointerleave", () => panel.stage.view === "contour" && panel.endProbe());
  picture.addEventListener("wheel", (event) => !event.ctrlKey && !event.metaKey
    && event.stopPropagation(), capture);
}

function begin(panel, gesture, event) {
  if (event.button !== 0) return;
  gesture.from = [event.clientX, event.clientY];
  gesture.ring = isOnRing(panel, event);
  panel.turning = panel.stage.view === "3d";
  if (!gesture.ring) return;
  panel.frame.picture.setPointerCapture(event.pointerId);
  claim(event);
}

function move(panel, gesture, event) {
  if (panel.stage.view !== "contour") return;
  const place = placeUnder(panel, event);
  panel.frame.picture.classList.toggle("ll-grab", gesture.ring || isOnRing(panel, event));
  if (gesture.ring) {
    claim(event);
    panel.stage.dragStart(insideWindow(panel, place));
  } else if (place && event.buttons === 0) {
    panel.probeAt(...place);
  }
}

function finish(panel, gesture, event) {
  const { from, ring } = gesture;
  const turned = panel.turning;
  cancel(panel, gesture);
  if (!from) return;
  if (turned) panel.stage.stir();
  const moved = Math.hypot(event.clientX - from[0], event.clientY - from[1]) >= CLICK_PIXELS;
  if (ring) {
    if (moved) panel.stage.placeStart(insideWindow(panel, placeUnder(panel, event)));
    else panel.stage.dragStart(null);
  } else if (!moved) {
    const place = turned ? panel.hovered : placeUnder(panel, event);
    if (place) panel.stage.placeStart(place);
  }
}

function cancel(panel, gesture) {
  gesture.from = null;
  gesture.ring = false;
  panel.turning = false;
}

/** [alpha, beta] under the pointer on a contour, or null outside its axes. */
function placeUnder(panel, event) {
  const projection = panel.projection();
  if (!projection?.unproject) return null;
  const place = projection.unproject(...pixelIn(panel.frame.picture, event));
  const inside = insideBox(place, projection.box);
  panel.lastPlace = inside ? place : panel.lastPlace;
  return inside ? place : null;
}

function insideWindow(panel, place) {
  const { alpha, beta } = panel.scene.plane;
  const [a, b] = place ?? panel.lastPlace;
  return [clamp(a, ...alpha), clamp(b, ...beta)];
}

function isOnRing(panel, event) {
  if (panel.stage.view !== "contour") return false;
  const projection = panel.projection();
  if (!projection) return false;
  const [left, top] = pixelIn(panel.frame.picture, event);
  const start = panel.stage.selection.weights(panel.firstLane, 0);
  const [x, y] = projection.project(...placeOf(start, panel.scene.plane));
  return Math.hypot(left - x, top - y) < RING_PIXELS;
}
