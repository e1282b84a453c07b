import { openCanvas, strokeLine, writeText } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { segmented, setInside, toggle } from "../drawing/dom.js";
import { pixelIn } from "../drawing/gestures.js";
import { drawDisc, drawNumber } from "../drawing/marks.js";
import { clamp, makeScale, nearestIndex } from "../drawing/numbers.js";
import { Sketch } from "../model/sketch.js";
import { homeFamily } from "../wire/film.js";
import { ACCURACY_ROW, drawAccuracy, drawAxes, drawLeaving, drawMark, MARGIN, nextExtents, strokeCosts } from "./curve_drawing.js";
import { Panel } from "./panel.js";

/** @import { Handle, Picture } from "./panel.js" */
/** @import { Lane, Numbers, Scene } from "../wire/film.js" */
/** @import { Chart } from "./curve_drawing.js" */

/**
 * An axis other than the step: its values for each lane, and the place that is marked on it.
 * @typedef {{name: string, label: string, title: string, values: number[][], mark?: number | null}} Axis
 */

/**
 * Cost (and accuracy) of every lane against the step; the cursor is the clock's. Against another
 * axis, which has its own values for each lane, the lanes are at different places at one moment.
 */
export class CurvePanel extends Panel {
  /** @type {Scene} */
  scene;

  /** @type {Chart["scales"]} those of the last picture */
  scales;

  /** @type {ReturnType<typeof segmented>} */
  axes;

  /** @type {import("./curve_drawing.js").Extents | undefined} */
  extents;

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel);
    /** @type {Record<string, boolean>} which axes are logarithmic */
    this.log = { step: panel.log_step, cost: panel.log_cost };
    /** @type {Record<string, ReturnType<typeof toggle>>} */
    this.toggles = {};
    for (const [axis, label] of [["step", "log x"], ["cost", "log y"]]) {
      this.toggles[axis] = toggle(label, `Logarithmic ${axis}`, () => this.flip(axis));
      this.frame.tools.append(this.toggles[axis].element);
    }
    this.first = 0;
    this.last = 1;
    this.axisName = "step";
    this.axisTools = document.createElement("span");
    this.frame.tools.prepend(this.axisTools);
    this.scrubWithPointer();
    this.sketch = new Sketch(this.frame.canvas, { drawn: () => handle.repaint(),
      done: (costs) => handle.tell("drawn", costs) });
  }

  /** What the reader is asked about this panel, or has answered. */
  get asked() {
    return this.scene.asked?.panel === this.panel.name ? this.scene.asked : null;
  }

  /** @param {string} name */
  setAxis(name) {
    this.axisName = name;
    this.handle.repaint();
  }

  /** @param {string} axis */
  flip(axis) {
    if (this.asked?.open) return;
    this.log[axis] = !this.log[axis];
    this.handle.repaint();
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    // What Python's controls say counts when it changes, what the reader clicked until then.
    if (panel.axis !== this.panel?.axis) this.axisName = panel.axis;
    if (panel.log_cost !== this.panel?.log_cost) this.log.cost = panel.log_cost;
    if (panel.log_step !== this.panel?.log_step) this.log.step = panel.log_step;
    super.update(panel, scene);
    this.scene = scene;
    const asks = Boolean(this.asked?.open);
    if (asks) this.log = { step: false, cost: false };
    else if (this.sketch.open) this.log = { step: panel.log_step, cost: panel.log_cost };
    this.sketch.turn(asks);
    /** @type {{name: string, label: string}[]} */
    const axes = panel.axes.length ? [{ name: "step", label: scene.step_label }, ...panel.axes] : [];
    this.axes = segmented("Horizontal axis", axes.map(({ name, label }) => ({ value: name, label })),
      (name) => this.setAxis(name), this.axes);
    setInside(this.axisTools, axes.length ? [this.axes.element] : []);
    this.extents = nextExtents(this.extents, scene);
    const { log } = this.extents.all;
    if (panel.last_step) log[0] = 10 ** Math.floor(Math.log10(log[0]));
  }

  scrubWithPointer() {
    const { canvas } = this.frame;
    /** @param {PointerEvent} event */
    const seek = (event) => {
      const [x] = pixelIn(canvas, event);
      const place = this.scales.x.inverse(x) - (this.log.step && !this.other ? 1 : 0);
      this.handle.seek(nearestIndex(this.longest(this.scene), place));
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      seek(event);
    });
    canvas.addEventListener("pointermove", (event) => event.buttons === 1 && seek(event));
  }

  /** The axis chosen instead of the step, or undefined. */
  get other() {
    return this.panel.axes.find((/** @type {Axis} */ { name }) => name === this.axisName);
  }

  /**
   * A lane's place along the axis at each frame of Python's own variant.
   * @param {Scene} scene
   * @param {number} lane
   * @returns {Numbers | number[]}
   */
  placesOf(scene, lane) {
    return this.other?.values[lane] ?? homeFamily(scene).steps;
  }

  /**
   * Those of the lane that goes farthest.
   * @param {Scene} scene
   */
  longest(scene) {
    const all = scene.lanes.map((_, k) => this.placesOf(scene, k));
    return all.reduce((a, b) => (b[b.length - 1] > a[a.length - 1] ? b : a));
  }

  /** @param {Picture} picture */
  draw(picture) {
    this.axes.show(this.axisName);
    for (const [axis, button] of Object.entries(this.toggles)) button.show(this.log[axis]);
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { context, width, height } = opened;
    const { selection, theme, scene } = picture;
    const withAccuracy = scene.lanes.every((_, k) => selection.accuracies(k));
    const top = MARGIN.top + (withAccuracy && height > 120 ? ACCURACY_ROW : 0);
    // Where another run is tried the whole picture moves: the axis may, too.
    if (this.extents && !selection.isHome) this.extents.shown = this.extents.all;
    this.scales = this.makeScales(scene, width, height, top);
    const cursor = this.scales.x(this.along(selection.step(picture.frame)));
    /** @type {Chart} */
    const chart = { context, width, height, top, theme, cursor, log: this.log, scales: this.scales };
    const counted = this.log.step && !this.other ? `${scene.step_label} + 1` : scene.step_label;
    drawAxes(chart, this.panel.levels, this.other?.title ?? counted);
    const asks = this.asked?.open ? this.asked : null;
    scene.lanes.forEach((lane, k) => (!asks || k === asks.lane) && this.drawLane(chart, picture, k, lane));
    this.sketch.draw(chart, this.asked, (place) => this.along(place), this.last);
    if (asks) return;
    if (top > MARGIN.top) drawAccuracy(chart, picture, (step) => this.along(step));
    if (this.other) return void drawMark(chart, this.other.mark, (place) => this.along(place));
    strokeLine(context, [[cursor, MARGIN.top], [cursor, height - MARGIN.bottom]], { color: theme.faint });
  }

  /**
   * Step 0 has no place on a logarithmic axis: steps count from 1, all else from the first of them.
   * @param {number} place
   */
  along(place) {
    if (!this.log.step) return place;
    return this.other ? Math.max(place, this.first) : place + 1;
  }

  /**
   * @param {Scene} scene
   * @param {number} width
   * @param {number} height
   * @param {number} top
   * @returns {Chart["scales"]}
   */
  makeScales(scene, width, height, top) {
    const places = this.longest(scene);
    this.first = Math.min(...scene.lanes.map((_, k) => this.placesOf(scene, k)[1] || 1));
    const end = places[places.length - 1];
    this.last = this.other ? end || 1 : Math.max(1, end, this.panel.last_step ?? 0);
    const { log, linear } = /** @type {import("./curve_drawing.js").Extents} */ (this.extents).shown;
    const [low, high] = this.asked?.open ? [0, this.asked.top] : this.log.cost ? log : linear;
    return {
      x: makeScale([this.along(0), this.along(this.last)], [MARGIN.left, width - MARGIN.right], this.log.step),
      y: makeScale([low, high], [height - MARGIN.bottom, top], this.log.cost),
      steps: [this.along(0), this.along(this.last)],
      costs: [low, high],
    };
  }

  /**
   * A lane's points in pixels up to the last frame that is a picture, none above the picture.
   * @param {import("../model/selection.js").Selection} selection
   * @param {Scene} scene
   * @param {number} lane
   */
  pointsOf(selection, scene, lane) {
    const { x, y, costs: [low, high] } = this.scales;
    const places = this.other ? this.placesOf(scene, lane) : selection.family.steps;
    const costs = selection.costs(lane);
    // Where nothing is counted any more, a line ends.
    const counted = this.other ? places.indexOf(places[places.length - 1]) : Infinity;
    const last = Math.min(selection.shownFrame(lane, selection.frames - 1), counted);
    return Array.from({ length: last + 1 }, (_, frame) => (
      [x(this.along(places[frame])), y(clamp(costs[frame], low, high))]));
  }

  /**
   * @param {Chart} chart
   * @param {Picture} picture
   * @param {number} k
   * @param {Lane} lane
   */
  drawLane(chart, picture, k, lane) {
    const { context } = chart;
    const { selection, scene, frame, theme } = picture;
    // How far along another axis a run is that is tried, only Python can tell.
    if (this.other && selection.varies(k)) return;
    const { color, dash = [] } = lane;
    const points = this.pointsOf(selection, scene, k);
    const costs = selection.costs(k);
    const inFocus = k === picture.lane;
    const now = Math.min(selection.shownFrame(k, frame), points.length - 1);
    if (!this.asked?.open) strokeCosts(chart, points, costs, { color: withAlpha(color, 0.4), width: inFocus ? 2 : 1.5, dash });
    strokeCosts(chart, points.slice(0, now + 1), costs, { color, width: inFocus ? 2.75 : 2, dash });
    if (this.panel.axes.length) drawNumber(context, points[now], lane, picture, 6.5);
    else drawDisc(context, points[now][0], points[now][1], 3.75, { fill: color, rim: theme.paper });
    if (this.asked?.open) return;
    drawLeaving(chart, points, costs, color);
    if (selection.shownFrame(k, selection.frames - 1) < selection.frames - 1) {
      const [end, y] = points[points.length - 1];
      writeText(context, "✕", end, y,
        { theme, color, size: 13, align: "center", baseline: "middle", weight: 700 });
    }
  }
}
