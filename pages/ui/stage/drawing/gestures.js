import { zoomOf } from "./canvas.js";
import { clamp, nearestIndex } from "./numbers.js";

/** A press that has moved less than this is a click, in pixels. */
export const CLICK_PIXELS = 4;
const RELEASE_MILLISECONDS = 400;
/** @type {Record<string, number>} */
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5,
  Home: -Infinity, End: Infinity };

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

/** A picture that is a slider over the positions of an axis: by pointer and by keys. */
export class AxisSlider {
  dragging = false;

  /**
   * @param {HTMLElement} element
   * @param {object} axis
   * @param {() => ArrayLike<number>} axis.pixels where the positions are
   * @param {() => number} axis.at which of them is shown
   * @param {(position: number) => void} axis.show
   * @param {() => void} axis.release the reader has let go
   */
  constructor(element, axis) {
    this.element = element;
    this.axis = axis;
    this.keys = new KeyRelease(() => axis.release());
    for (const [name, value] of [["role", "slider"], ["tabindex", "0"], ["aria-orientation", "horizontal"]]) {
      element.setAttribute(name, value);
    }
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      this.dragging = true;
      axis.show(this.under(event));
    });
    element.addEventListener("pointermove", (event) => {
      if (this.dragging) axis.show(this.under(event));
    });
    onRelease(element, () => {
      if (this.dragging) this.release();
      this.dragging = false;
    });
    element.addEventListener("keydown", (event) => this.moveByKey(event));
    element.addEventListener("blur", () => this.keys.now());
  }

  /** @param {PointerEvent} event */
  under(event) {
    return nearestIndex(this.axis.pixels(), pixelIn(this.element, event)[0]);
  }

  /** @param {KeyboardEvent} event */
  moveByKey(event) {
    if (!(event.key in KEYS) || hasModifier(event)) return;
    claim(event);
    this.axis.show(clamp(this.axis.at() + KEYS[event.key], 0, this.axis.pixels().length - 1));
    this.keys.wait();
  }

  release() {
    this.keys.cancel();
    this.axis.release();
  }
}
