import { zoomOf } from "./canvas.js";

/** A press that has moved less than this is a click, in pixels. */
export const CLICK_PIXELS = 4;
const RELEASE_MILLISECONDS = 400;

/**
 * [x, y] of the pointer in an element, in pixels.
 * @param {Element} element
 * @param {MouseEvent} event
 */
export function pixelIn(element, event) {
  const box = element.getBoundingClientRect();
  const zoom = zoomOf(element);
  return [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom];
}

/**
 * The place under the pointer in the units of a picture's scales.
 * @param {Element} element
 * @param {MouseEvent} event
 * @param {{x: import("./numbers.js").Scale, y: import("./numbers.js").Scale}} scales
 */
export function placeIn(element, event, { x, y }) {
  const [column, row] = pixelIn(element, event);
  return [x.inverse(column), y.inverse(row)];
}

/**
 * Is a key of the browser's or the system's held down too?
 * @param {KeyboardEvent} event
 */
export function hasModifier(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/**
 * The event is dealt with.
 * @param {Event} event
 */
export function claim(event) {
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Listen for the end of a press, whichever way it ends.
 * @param {Element} element
 * @param {() => void} listener
 */
export function onRelease(element, listener) {
  for (const name of ["pointerup", "pointercancel"]) element.addEventListener(name, listener);
}

/** Keys have no moment of letting go that counts: it is when none has come for a while. */
export class KeyRelease {
  /** @param {() => void} act */
  constructor(act) {
    this.act = act;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** A key has come. */
  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), RELEASE_MILLISECONDS);
  }

  /** Let go now, if a key has come since. */
  now() {
    if (this.timer === undefined) return;
    this.cancel();
    this.act();
  }

  cancel() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
