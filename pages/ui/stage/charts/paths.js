import { openCanvas } from "../drawing/canvas.js";
import { make, setAttribute, setText } from "../drawing/dom.js";
import { AxisSlider } from "../drawing/gestures.js";
import { formatNumber, makeScale } from "../drawing/numbers.js";
import { isThere } from "../model/selection.js";
import { Panel } from "../panels/panel.js";
import { scaleOf } from "../panels/strip_drawing.js";
import { drawAxes, drawBands, drawCursor, drawDots, drawLines, drawNames, drawStrokes, MARGIN, sidesOf } from "./paths_drawing.js";
import { positionOf, reach, said } from "./positions.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Family, Scene } from "../wire/film.js" */
/** @import { Paths } from "./paths_drawing.js" */

const HEADROOM = 0.06;

/** Lines against a knob's values, or along the film; the cursor at the present place is dragged. */
export class PathsPanel extends Panel {
  /** @type {Scene} */
  scene;

  /** @type {Family} whose values the axis has; of the film, with its places in their stead */
  family;

  /** @type {[number, number]} of the values */
  ends = [0, 1];

  /** @type {(value: number) => number} the axis in pixels, as it was last drawn */
  scale = () => 0;

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel);
    this.value = make("output", { class: "ll-at" });
    this.frame.note.before(this.value);
    this.slider = this.frame.picture;
    this.at = -1;
    this.gestures = new AxisSlider(this.slider, {
      pixels: () => Float64Array.from(this.family.axis, this.scale),
      at: () => this.at,
      show: (position) => this.show(position),
      release: () => this.release(),
    });
  }

  get held() {
    return this.gestures.dragging;
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    this.scene = scene;
    const [home] = scene.home;
    const own = scene.families[panel.knob || home];
    const film = { ...own, axis: panel.places ?? own.steps, symbol: panel.symbol || scene.step_label, log: panel.log };
    this.family = panel.knob ? own : film;
    const { values, bands, dots } = panel;
    this.ends = panel.ends ?? roomFor([values.data, bands?.data, dots?.data], panel.log_value);
    setAttribute(this.slider, "aria-valuemin", this.family.axis[0]);
    setAttribute(this.slider, "aria-valuemax", this.family.axis[this.family.axis.length - 1]);
  }

  /** @param {number} position */
  show(position) {
    const { knob } = this.panel;
    if (!knob) this.handle.seek(position);
    else if (isThere(this.family, position)) this.handle.tryVariant(knob, position);
  }

  release() {
    const { knob } = this.panel;
    const [family, variant] = this.scene.home;
    const home = family === knob ? variant : this.panel.at;
    if (knob && this.at !== home) this.handle.choose(knob, this.family.axis[this.at]);
  }

  /** @param {Picture} picture */
  draw(picture) {
    const { scene, selection, frame, theme } = picture;
    // The selection may be newer than the picture before, so that keys find where they are.
    this.at = this.panel.knob ? positionOf(scene, selection, this.panel) : frame;
    this.describe();
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { context, width, height } = opened;
    const floor = height - MARGIN.bottom;
    const sides = sidesOf(context, width, floor, this.panel, theme);
    this.scale = scaleOf(this.family, sides);
    const rise = makeScale(this.ends, [floor, MARGIN.top], this.panel.log_value);
    /** @type {Paths} */
    const paths = { context, width, height, floor, theme, panel: this.panel, family: this.family, ends: this.ends,
      scale: this.scale, rise, sides, needle: this.at < 0 ? NaN : this.scale(this.family.axis[this.at]) };
    drawAxes(paths);
    drawStrokes(paths, scene.lanes);
    drawBands(paths);
    drawLines(paths);
    drawNames(paths, this.at);
    drawDots(paths);
    drawCursor(paths, this.at);
  }

  describe() {
    if (this.at < 0) return;
    const value = this.family.axis[this.at];
    const words = `${this.family.symbol} = ${said(value, formatNumber)}`;
    setText(this.value, words);
    setAttribute(this.value, "title", String(value));
    const { names, values } = this.panel;
    const count = values.shape[1];
    const lines = names.map((/** @type {string} */ name, /** @type {number} */ k) => (
      `${name} ${formatNumber(values.data[k * count + this.at])}`));
    setAttribute(this.slider, "aria-valuenow", value);
    setAttribute(this.slider, "aria-valuetext", `${words}: ${lines.join("; ")}`);
  }
}

/**
 * The ends of an axis that has room for all of some numbers.
 * @param {(ArrayLike<number> | null | undefined)[]} arrays
 * @param {boolean} log
 * @returns {[number, number]}
 */
function roomFor(arrays, log) {
  if (!log) {
    const [low, high] = reach(arrays);
    const room = HEADROOM * (high - low || 1);
    return [low < 0 ? low - room : low, high + room];
  }
  const positive = arrays.flatMap((array) => Array.from(array ?? []).filter((value) => value > 0 && Number.isFinite(value)));
  const [low, high] = [Math.min(...positive), Math.max(...positive)];
  return positive.length ? [low / 1.3, high * 1.3] : [0.1, 1];
}
