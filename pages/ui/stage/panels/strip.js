import { openCanvas, strokeLine } from "../drawing/canvas.js";
import { isLight } from "../drawing/colors.js";
import { make, segmented, setAttribute, setText } from "../drawing/dom.js";
import { AxisSlider } from "../drawing/gestures.js";
import { drawDisc } from "../drawing/marks.js";
import { clamp, formatNumber, lastFinite, makeScale } from "../drawing/numbers.js";
import { isThere } from "../model/selection.js";
import { Panel } from "./panel.js";
import { boxesOf, drawAxes, drawFinals, drawMarks, drawRibbon, MARGIN, RIBBON, scaleOf } from "./strip_drawing.js";

/** @import { Handle, Picture } from "./panel.js" */
/** @import { Family, Scene } from "../wire/film.js" */
/** @import { Strip } from "./strip_drawing.js" */

/** Final cost against the values of a knob; dragging along it shows runs that are already computed. */
export class StripPanel extends Panel {
  /** @type {Scene} */
  scene;

  /** @type {Family} the runs along the knob */
  family;

  /** @type {Float64Array} the knob's values */
  axis;

  /** @type {Float64Array[]} of each lane, the final cost at each rate */
  finals;

  /** @type {string[]} of each lane, what is read on its color */
  inks;

  /** @type {number} the highest cost that is drawn */
  top;

  /** @type {(value: number) => number} the axis in pixels, as it was last drawn */
  scale;

  /** @type {number | null} the value that is tried while its run cannot be shown */
  tried = null;

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel);
    this.value = make("output", { class: "ll-eta" });
    /** @type {ReturnType<typeof segmented> | null} of the knobs that have a strip */
    this.chooser = null;
    this.offered = "";
    this.frame.note.before(this.value);
    this.slider = this.frame.picture;
    this.gestures = new AxisSlider(this.slider, {
      pixels: () => Float64Array.from(this.axis, this.scale),
      at: () => this.variant,
      show: (variant) => this.try(variant),
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
    this.family = scene.families[panel.knob];
    this.tried = null;
    this.axis = this.family.axis;
    this.finals = this.family.runs.map(({ cost }) => finalCosts(cost));
    this.inks = scene.lanes.map(({ color }) => (isLight(color) ? "black" : "white"));
    const starts = this.family.runs.map(({ cost }) => cost.data.find(Number.isFinite) ?? NaN);
    this.top = 1.15 * (Math.max(...starts.filter(Number.isFinite)) || 1);
    setAttribute(this.slider, "aria-valuemin", this.axis[0]);
    setAttribute(this.slider, "aria-valuemax", this.axis[this.axis.length - 1]);
    this.offerKnobs();
  }

  /** A button for each knob that has a strip, where there are several. */
  offerKnobs() {
    const { choices, knob } = this.panel;
    const options = Object.entries(choices).map(([value, label]) => ({ value, label }));
    const offered = JSON.stringify(options);
    if (this.offered !== offered) {
      this.offered = offered;
      this.chooser?.element.remove();
      this.chooser = options.length > 1 ? segmented("Final cost by", options, (other) => {
        if (other !== this.panel.knob) this.handle.tell("strip", other);
      }) : null;
      if (this.chooser) this.frame.title.after(this.chooser.element);
    }
    this.chooser?.show(knob);
  }

  /** Where the present value is, -1 if the axis does not have it. */
  get home() {
    const [family, variant] = this.scene.home;
    return family === this.panel.knob ? variant : this.panel.at;
  }

  /** The variant shown: the present one while another family is being tried. */
  get variant() {
    const selection = this.handle.selection();
    if (this.tried !== null) return this.tried;
    return selection.familyName === this.panel.knob ? selection.variant : this.home;
  }

  /** @param {number} variant */
  try(variant) {
    if (isThere(this.family, variant)) this.handle.tryVariant(this.panel.knob, variant);
    else {
      this.tried = variant;
      this.handle.repaint();
    }
  }

  release() {
    if (this.variant !== this.home) this.handle.choose(this.panel.knob, this.axis[this.variant]);
  }

  /** @param {Picture} picture */
  draw(picture) {
    this.describe(picture);
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { context, width, height } = opened;
    const { scene, theme } = picture;
    const ribbons = this.family.runs[0].regime.length ? scene.lanes.length * (RIBBON + 2) : 0;
    const floor = height - MARGIN.bottom - ribbons;
    this.scale = scaleOf(this.family, [MARGIN.left, width - MARGIN.right]);
    const rise = makeScale([0, this.top], [floor - 2, MARGIN.top]);
    /** @type {Strip} */
    const strip = { context, width, height, floor, theme, rise, scale: this.scale, top: this.top,
      family: this.family, needle: this.variant < 0 ? NaN : this.scale(this.axis[this.variant]) };
    drawAxes(strip);
    scene.lanes.forEach((lane, k) => {
      drawRibbon(strip, k, { color: lane.color, ink: this.inks[k] });
      drawFinals(strip, this.finals[k], lane);
    });
    drawMarks(strip, this.panel.marks, scene.lanes, boxesOf(strip, this.finals));
    this.drawHandle(strip, scene);
  }

  /**
   * @param {Strip} strip
   * @param {Scene} scene
   */
  drawHandle({ context, height, rise, theme }, scene) {
    if (this.variant < 0) return;
    const x = this.scale(this.axis[this.variant]);
    strokeLine(context, [[x, MARGIN.top - 4], [x, height - MARGIN.bottom]], { color: theme.paper, width: 5 });
    strokeLine(context, [[x, MARGIN.top - 4], [x, height - MARGIN.bottom]], { color: theme.ink, width: 2 });
    scene.lanes.forEach(({ color }, k) => {
      const cost = clamp(this.finals[k][this.variant], 0, this.top);
      if (Number.isFinite(cost)) drawDisc(context, x, rise(cost), 4, { fill: color, rim: theme.paper });
    });
    drawDisc(context, x, height - MARGIN.bottom, 7, { fill: theme.ink, rim: theme.paper, width: 2.5 });
  }

  /** @param {Picture} picture */
  describe({ scene }) {
    if (this.variant < 0) return;
    const value = this.axis[this.variant];
    const whole = this.axis.every(Number.isInteger);
    const said = `${this.family.symbol} = ${whole ? value : formatNumber(value)}`;
    setText(this.value, said);
    setAttribute(this.value, "title", String(value));
    const words = scene.lanes.map((lane, k) => {
      const regime = this.family.runs[k].regime[this.variant];
      return `${lane.label}${regime ? ` ${regime}` : ""}, final cost ${formatNumber(this.finals[k][this.variant])}`;
    });
    setAttribute(this.slider, "aria-valuenow", value);
    setAttribute(this.slider, "aria-valuetext", `${said}: ${words.join("; ")}`);
  }
}

/**
 * The last finite cost of every variant.
 * @param {import("../wire/film.js").Grid} costs
 */
function finalCosts({ shape: [count, frames], data }) {
  return Float64Array.from({ length: count }, (_, v) => (
    lastFinite(data.subarray(v * frames, (v + 1) * frames))));
}
