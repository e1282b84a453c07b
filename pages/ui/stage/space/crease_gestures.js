import { between, distanceToSegment } from "../drawing/geometry.js";
import { onRelease, pixelIn, placeIn } from "../drawing/gestures.js";

const REACH = 9;

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
    if (gesture.drag) move(panel, gesture.drag, placeIn(picture, event, panel.scales));
    else point(panel, nearest(panel, pixelIn(picture, event)));
  });
  onRelease(picture, () => finish(panel, gesture));
  picture.addEventListener("pointerleave", () => !gesture.drag && point(panel, null));
}

/** The crease under the pointer and which of its handles, if any. */
function nearest(panel, [x, y]) {
  let [found, least] = [null, REACH];
  for (const { j, a, b, handles } of panel.creases ?? []) {
    const grip = handles.findIndex((handle) => Math.hypot(handle[0] - x, handle[1] - y) < REACH);
    const distance = grip >= 0 ? 0 : distanceToSegment([x, y], a, b);
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
  const { picture } = panel.frame;
  const near = nearest(panel, pixelIn(picture, event));
  if (!near) return;
  picture.setPointerCapture(event.pointerId);
  point(panel, near);
  const { layer } = panel;
  const { a, b } = panel.creases.find(({ j }) => j === near.j);
  const inverse = ([x, y]) => [panel.scales.x.inverse(x), panel.scales.y.inverse(y)];
  gesture.drag = { ...near, from: placeIn(picture, event, panel.scales), pivot: inverse(between(a, b, 0.5)),
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
