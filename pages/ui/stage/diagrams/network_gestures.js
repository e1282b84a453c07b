import { claim, CLICK_PIXELS, hasModifier, KeyRelease, pixelIn } from "../drawing/gestures.js";
import { parameterAt, unitAt } from "./diagram.js";

const PER_PIXEL = 0.04;
const FINE = 0.1;
const NEXT = { ArrowLeft: -1, ArrowRight: 1 };
const CHANGES = { ArrowUp: 0.1, ArrowDown: -0.1, PageUp: 1, PageDown: -1 };

/**
 * What a reader does with a network's weights: hover reads one, a click picks it, a drag up or down
 * changes it (finely with Shift), Escape or a double click takes that back. From the keyboard ←/→
 * go through the parameters, ↑/↓ change one, Enter picks it.
 * @param {import("./network.js").NetworkPanel} panel
 * @returns {() => void} forgets a change by key that is not told yet
 */
export function listenToHands(panel) {
  const { picture } = panel.frame;
  const gesture = { index: null, from: null, moved: false, keyed: null };
  const keys = new KeyRelease(() => tell(panel, gesture.keyed));
  const places = { capture: true };
  picture.addEventListener("pointerdown", (event) => begin(panel, gesture, event), places);
  picture.addEventListener("touchstart", (event) => gesture.index !== null && event.preventDefault(),
    { passive: false });
  picture.addEventListener("pointermove", (event) => move(panel, gesture, event));
  picture.addEventListener("pointerup", () => finish(panel, gesture));
  picture.addEventListener("pointercancel", () => { gesture.index = null; });
  picture.addEventListener("pointerleave", () => panel.hover(null, null));
  picture.addEventListener("dblclick", (event) => {
    const index = parameterAt(panel.geometry, ...pixelIn(picture, event));
    if (index !== null) restore(panel, index);
  });
  picture.addEventListener("keydown", (event) => onKey(panel, gesture, keys, event));
  return () => keys.cancel();
}

function begin(panel, gesture, event) {
  if (event.button !== 0 || !panel.geometry) return;
  const index = parameterAt(panel.geometry, ...pixelIn(panel.frame.picture, event));
  gesture.index = index;
  if (index === null) return;
  panel.frame.picture.setPointerCapture(event.pointerId);
  panel.hover(index, null);
  Object.assign(gesture, { y: event.clientY, from: event.clientY, moved: false, value: valueOf(panel, index) });
}

function move(panel, gesture, event) {
  const { index } = gesture;
  if (index === null) {
    const place = pixelIn(panel.frame.picture, event);
    if (panel.geometry) panel.hover(parameterAt(panel.geometry, ...place), unitAt(panel.geometry, ...place));
    return;
  }
  gesture.moved ||= Math.abs(event.clientY - gesture.from) >= CLICK_PIXELS;
  if (!gesture.moved) return;
  gesture.value += (gesture.y - event.clientY) * PER_PIXEL * (event.shiftKey ? FINE : 1);
  gesture.y = event.clientY;
  change(panel, index, gesture.value);
}

function finish(panel, gesture) {
  const { index, moved } = gesture;
  gesture.index = null;
  if (index === null) return;
  if (moved) tell(panel, index);
  else panel.pick(index);
}

function onKey(panel, gesture, keys, event) {
  if (hasModifier(event)) return;
  const last = panel.parameters.length - 1;
  const index = Math.min(panel.current, last);
  if (event.key === "Escape") restore(panel);
  else if (event.key === "Enter") panel.pick(index);
  else if (event.key in NEXT) panel.hover(Math.min(last, Math.max(0, index + NEXT[event.key])), null);
  else if (event.key in CHANGES) {
    change(panel, index, valueOf(panel, index) + CHANGES[event.key]);
    gesture.keyed = index;
    keys.wait();
  } else return;
  claim(event);
}

/** What a parameter is now, which may be newer than the picture. */
function valueOf({ stage, panel: { lane } }, index) {
  return stage.selection.model(lane, stage.frame)[index];
}

/** A parameter gets another value for the moment shown: nothing is sent, and the clock stands still. */
function change({ stage, panel: { lane } }, index, value) {
  stage.clock.pause();
  stage.selection.change(lane, stage.frame, index, value);
  stage.touch();
}

/** Tell Python where the reader has left a parameter. */
function tell(panel, index) {
  panel.stage.send("weight", [index, valueOf(panel, index)]);
}

/** Back to what was trained: one parameter, or without an index all of them. */
function restore(panel, index = null) {
  const { stage } = panel;
  const { changed } = stage.selection;
  const told = index ?? [...changed.keys()].at(-1);
  if (!changed.has(told)) return;
  if (index === null) changed.clear();
  else changed.delete(index);
  tell(panel, told);
  stage.touch();
}
