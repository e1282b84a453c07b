import { isLight, openCanvas, strokeLine, withAlpha, writeBelow, writeText } from "../drawing/canvas.js";
import { make, setAttribute, setText } from "../drawing/dom.js";
import { claim, hasModifier, KeyRelease, onRelease, pixelIn } from "../drawing/gestures.js";
import { withSubscripts } from "../drawing/letters.js";
import { drawArrowhead, drawDisc } from "../drawing/marks.js";
import { clamp, formatNumber, formatTick, lastFinite, logTicks, makeScale, nearestIndex }
  from "../drawing/numbers.js";
import { Panel } from "./panel.js";

/** @import { Handle, Picture } from "./panel.js" */
/** @import { Scene } from "../wire/film.js" */

const MARGIN = { left: 34, right: 12, top: 8, bottom: 15 };
const RIBBON = 11;
const SHADE = { slow: 0.22, stuck: 0.35, good: 0.95, oscillating: 0.5, diverging: 0 };
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5,
  Home: -Infinity, End: Infinity };

/** Final cost against the learning rate; dragging along it shows runs that are already computed. */
export class StripPanel extends Panel {
  /** @type {Scene} */
  scene;

  /** @type {Float64Array} the learning rates */
  axis;

  /** @type {Float64Array[]} of each lane, the final cost at each rate */
  finals;

  /** @type {string[]} of each lane, what is read on its colour */
  inks;

  /** @type {number} the highest cost that is drawn */
  top;

  /** @type {ReturnType<typeof makeScale>} of the axis, as it was last drawn */
  scale;

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel);
    this.dragging = false;
    this.value = make("output", { class: "ll-eta" });
    this.frame.note.before(this.value);
    this.slider = this.frame.picture;
    this.keys = new KeyRelease(() => this.release());
    for (const [name, value] of [["role", "slider"], ["tabindex", "0"], ["aria-orientation", "horizontal"]]) {
      this.slider.setAttribute(name, value);
    }
    this.listen();
  }

  get held() {
    return this.dragging;
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    this.scene = scene;
    this.axis = scene.families.eta.axis;
    this.finals = scene.families.eta.runs.map(({ cost }) => finalCosts(cost));
    this.inks = scene.lanes.map(({ color }) => (isLight(color) ? "black" : "white"));
    const starts = scene.families.eta.runs.map(({ cost }) => cost.data[0]);
    this.top = 1.15 * (Math.max(...starts.filter(Number.isFinite)) || 1);
    setAttribute(this.slider, "aria-valuemin", this.axis[0]);
    setAttribute(this.slider, "aria-valuemax", this.axis[this.axis.length - 1]);
  }

  /** The variant shown: the learning rate's own while another family is being tried. */
  get variant() {
    const selection = this.handle.selection();
    return selection.familyName === "eta" ? selection.variant : this.scene.selected;
  }

  listen() {
    const at = (event) => {
      const [x] = pixelIn(this.slider, event);
      return nearestIndex(Float64Array.from(this.axis, Math.log), Math.log(this.scale.inverse(x)));
    };
    this.slider.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.slider.setPointerCapture(event.pointerId);
      this.dragging = true;
      this.handle.tryVariant("eta", at(event));
    });
    this.slider.addEventListener("pointermove", (event) => {
      if (this.dragging) this.handle.tryVariant("eta", at(event));
    });
    onRelease(this.slider, () => {
      if (this.dragging) this.release();
      this.dragging = false;
    });
    this.slider.addEventListener("keydown", (event) => this.moveByKey(event));
    this.slider.addEventListener("blur", () => this.keys.now());
  }

  moveByKey(event) {
    if (!(event.key in KEYS) || hasModifier(event)) return;
    claim(event);
    this.handle.tryVariant("eta", clamp(this.variant + KEYS[event.key], 0, this.axis.length - 1));
    this.keys.wait();
  }

  release() {
    this.keys.cancel();
    if (this.variant !== this.scene.selected) this.handle.choose(this.panel.knob, this.axis[this.variant]);
  }

  /** @param {Picture} picture */
  draw(picture) {
    this.describe(picture);
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { context, width, height } = opened;
    const { scene, theme } = picture;
    const ribbons = scene.lanes.length * (RIBBON + 2);
    const floor = height - MARGIN.bottom - ribbons;
    const [least, most] = [this.axis[0], this.axis[this.axis.length - 1]];
    this.scale = makeScale([least, most], [MARGIN.left, width - MARGIN.right], true);
    const rise = makeScale([0, this.top], [floor - 2, MARGIN.top]);
    this.drawAxes(context, width, height, floor, theme, rise);
    scene.lanes.forEach((lane, k) => {
      this.drawRibbon(context, scene.families.eta.runs[k].regime, { color: lane.color, ink: this.inks[k],
        top: floor + 2 + k * (RIBBON + 2) }, theme);
      this.drawFinals(context, this.finals[k], lane, rise);
    });
    this.drawMarks(context, scene, floor, width, theme);
    this.drawHandle(context, scene, height, rise, theme);
  }

  drawAxes(context, width, height, floor, theme, rise) {
    const words = { theme, color: theme.muted, size: 10 };
    strokeLine(context, [[MARGIN.left, floor], [width - MARGIN.right, floor]], { color: theme.hair });
    for (const tick of logTicks([this.axis[0], this.axis[this.axis.length - 1]], width / 60)) {
      const x = this.scale(tick);
      strokeLine(context, [[x, MARGIN.top], [x, height - MARGIN.bottom]], { color: theme.hair });
      writeBelow(context, formatTick(tick), x, height - 3, theme);
    }
    writeText(context, "final", MARGIN.left - 5, rise(this.top) + 8, { ...words, align: "right" });
    writeText(context, "cost", MARGIN.left - 5, rise(this.top) + 19, { ...words, align: "right" });
  }

  drawFinals(context, finals, { color }, rise) {
    const points = Array.from(finals, (cost, v) => [this.scale(this.axis[v]), rise(clamp(cost, 0, this.top))])
      .filter(([, y]) => Number.isFinite(y));
    strokeLine(context, points, { color, width: 2 });
    const over = finals.findIndex((cost) => cost > this.top);
    if (over >= 0) {
      drawArrowhead(context, this.scale(this.axis[over]), MARGIN.top + 3, -Math.PI / 2,
        { fill: color, size: 5 });
    }
  }

  /** One lane's regimes along the axis: shade and word, so that neither stands alone. */
  drawRibbon(context, regimes, { color, ink, top }, theme) {
    const half = (v) => {
      const [a, b] = [this.axis[Math.max(0, v - 1)], this.axis[Math.min(v, this.axis.length - 1)]];
      return this.scale(Math.sqrt(a * b));
    };
    for (let from = 0; from < regimes.length;) {
      let to = from + 1;
      while (to < regimes.length && regimes[to] === regimes[from]) to += 1;
      const [x, end] = [half(from) + 0.75, half(to) - 0.75];
      const shade = SHADE[regimes[from]] ?? 0.3;
      context.fillStyle = withAlpha(color, shade);
      context.fillRect(x, top, end - x, RIBBON);
      context.strokeStyle = withAlpha(color, 0.6);
      context.lineWidth = 1;
      context.strokeRect(x + 0.5, top + 0.5, end - x - 1, RIBBON - 1);
      if (end - x > 8 * regimes[from].length * 0.75) {
        writeText(context, regimes[from], (x + end) / 2, top + RIBBON / 2 + 0.5,
          { theme, color: shade > 0.6 ? ink : theme.ink, size: 9.5, align: "center", baseline: "middle" });
      }
      from = to;
    }
  }

  drawMarks(context, scene, floor, width, theme) {
    const marks = [...this.panel.marks].sort((a, b) => a.value - b.value);
    marks.forEach((mark, k) => {
      const x = this.scale(mark.value);
      if (!(x >= MARGIN.left && x <= width - MARGIN.right)) return;
      const color = scene.lanes[mark.lane]?.color ?? theme.muted;
      strokeLine(context, [[x, MARGIN.top - 4], [x, floor]], { color, width: 1.5, dash: [4, 3] });
      const right = k > 0;
      writeText(context, withSubscripts(mark.label), x + (right ? 4 : -4), MARGIN.top + 4,
        { theme, color: theme.muted, size: 10, align: right ? "left" : "right", halo: theme.paper });
    });
  }

  drawHandle(context, scene, height, rise, theme) {
    const x = this.scale(this.axis[this.variant]);
    strokeLine(context, [[x, MARGIN.top - 4], [x, height - MARGIN.bottom]], { color: theme.paper, width: 5 });
    strokeLine(context, [[x, MARGIN.top - 4], [x, height - MARGIN.bottom]], { color: theme.ink, width: 2 });
    scene.lanes.forEach(({ color }, k) => {
      const cost = clamp(this.finals[k][this.variant], 0, this.top);
      if (Number.isFinite(cost)) drawDisc(context, x, rise(cost), 4, { fill: color, rim: theme.paper });
    });
    drawDisc(context, x, height - MARGIN.bottom, 7, { fill: theme.ink, rim: theme.paper, width: 2.5 });
  }

  describe({ scene, selection }) {
    const eta = this.axis[this.variant];
    setText(this.value, `${this.panel.symbol} = ${formatNumber(eta)}`);
    setAttribute(this.value, "title", String(eta));
    const words = scene.lanes.map((lane, k) => (
      `${lane.label} ${selection.regime(k)}, final cost ${formatNumber(this.finals[k][this.variant])}`));
    setAttribute(this.slider, "aria-valuenow", eta);
    setAttribute(this.slider, "aria-valuetext",
      `${this.panel.symbol} = ${formatNumber(eta)}: ${words.join("; ")}`);
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
