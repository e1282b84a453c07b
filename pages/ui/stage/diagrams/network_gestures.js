import { claim, CLICK_PIXELS, hasModifier, pixelIn } from "../drawing/gestures.js";
import { parameterAt, unitAt } from "./diagram.js";

const PER_PIXEL = 0.04;
const FINE = 0.1;
/** @type {Record<string, number>} */
const NEXT = { ArrowLeft: -1, ArrowRight: 1 };
/** @type {Record<string, number>} */
const CHANGES = { ArrowUp: 0.1, ArrowDown: -0.1, PageUp: 1, PageDown: -1 };

/**
 * What a reader does with a network's weights: hover reads one, a click picks it, a drag up or down
 * changes it (finely with Shift), Escape or a double click takes that back. From the keyboard ←/→
 * go through the parameters, ↑/↓ change one, Enter picks it.
 */
export class NetworkGestures {
  /** @param {import("./network.js").NetworkPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.picture = panel.frame.picture;
    /** The parameter that keys act on. */
    this.current = 0;
    /** @type {number[] | null} the unit [layer, number] that is pointed at */
    this.unit = null;
    /** @type {{index: number, from: number, y: number, value: number, moved: boolean} | null} */
    this.drag = null;
    this.listen();
  }

  listen() {
    const { picture } = this;
    picture.addEventListener("pointerdown", (event) => this.begin(event), { capture: true });
    picture.addEventListener("touchstart", (event) => this.drag && event.preventDefault(),
      { passive: false });
    picture.addEventListener("pointermove", (event) => this.move(event));
    picture.addEventListener("pointerup", () => this.finish());
    picture.addEventListener("pointercancel", () => { this.drag = null; });
    picture.addEventListener("pointerleave", () => this.hover(null, null));
    picture.addEventListener("dblclick", (event) => {
      const index = this.parameterUnder(event);
      if (index !== null) this.panel.handle.takeBack(index);
    });
    picture.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** @param {MouseEvent} event */
  parameterUnder(event) {
    const [x, y] = pixelIn(this.picture, event);
    return this.panel.geometry ? parameterAt(this.panel.geometry, x, y) : null;
  }

  /** @param {MouseEvent} event */
  unitUnder(event) {
    const [x, y] = pixelIn(this.picture, event);
    return this.panel.geometry ? unitAt(this.panel.geometry, x, y) : null;
  }

  /**
   * Point at a parameter, or at a unit, or at nothing.
   * @param {number | null} index
   * @param {number[] | null} unit
   */
  hover(index, unit) {
    this.unit = unit;
    if (index !== null) this.current = index;
    this.picture.classList.toggle("ll-grab", index !== null);
    this.panel.handle.point(index);
    this.panel.handle.repaint();
  }

  /** @param {PointerEvent} event */
  begin(event) {
    if (event.button !== 0) return;
    const index = this.parameterUnder(event);
    this.drag = null;
    if (index === null) return;
    this.picture.setPointerCapture(event.pointerId);
    this.hover(index, null);
    this.drag = { index, from: event.clientY, y: event.clientY, value: this.valueOf(index), moved: false };
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { drag } = this;
    if (!drag) {
      this.hover(this.parameterUnder(event), this.unitUnder(event));
      return;
    }
    drag.moved ||= Math.abs(event.clientY - drag.from) >= CLICK_PIXELS;
    if (!drag.moved) return;
    drag.value += (drag.y - event.clientY) * PER_PIXEL * (event.shiftKey ? FINE : 1);
    drag.y = event.clientY;
    this.change(drag.index, drag.value);
  }

  finish() {
    const { drag } = this;
    this.drag = null;
    if (drag && !drag.moved) this.panel.pick(drag.index);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (hasModifier(event)) return;
    const { key } = event;
    const last = this.panel.parameters.length - 1;
    const index = Math.min(this.current, last);
    if (key === "Escape") this.panel.handle.takeBack();
    else if (key === "Enter") this.panel.pick(index);
    else if (key in NEXT) this.hover(Math.min(last, Math.max(0, index + NEXT[key])), null);
    else if (key in CHANGES) {
      this.change(index, this.valueOf(index) + CHANGES[key]);
      this.current = index;
    } else return;
    claim(event);
  }

  /** @param {number} index */
  valueOf(index) {
    return this.panel.handle.model(this.panel.panel.lane)?.[index] ?? NaN;
  }

  /**
   * @param {number} index
   * @param {number} value
   */
  change(index, value) {
    this.panel.handle.changeByHand(this.panel.panel.lane, index, value);
  }
}
