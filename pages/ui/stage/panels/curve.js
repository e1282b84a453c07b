import { openCanvas, strokeLine, withAlpha, writeBelow, writeLeft, writeText, writeTicks } from "../drawing/canvas.js";
import { segmented, toggle } from "../drawing/dom.js";
import { pixelIn } from "../drawing/gestures.js";
import { drawArrowhead, drawDisc, drawNumber } from "../drawing/marks.js";
import { clamp, formatTick, keptApart, linearTicks, logTicks, logTicksOfAny, makeScale, nearestIndex } from "../drawing/numbers.js";
import { homeFamily } from "../wire/film.js";
import { Panel } from "./panel.js";

/** @import { Handle, Picture } from "./panel.js" */
/** @import { Scene } from "../wire/film.js" */

const MARGIN = { left: 46, right: 10, top: 8, bottom: 26 };
const ACCURACY_ROW = 26;
const SMALLEST = 1e-12;

/**
 * Cost (and accuracy) of every lane against the step; the cursor is the clock's. Against another
 * axis, which has its own values for each lane, the lanes are at different places at one moment.
 */
export class CurvePanel extends Panel {
  /** @type {Scene} */
  scene;

  /** @type {any} those of the last picture */
  scales;

  /** @type {ReturnType<typeof segmented>} */
  axes;

  /** @type {ReturnType<typeof costExtent>} */
  extent;

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel);
    this.log = { step: panel.log_step, cost: panel.log_cost };
    this.toggles = {};
    for (const [axis, label] of [["step", "log x"], ["cost", "log y"]]) {
      this.toggles[axis] = toggle(label, `Logarithmic ${axis}`, () => this.flip(axis));
      this.frame.tools.append(this.toggles[axis].element);
    }
    this.first = 0;
    this.axisName = "step";
    this.axisTools = document.createElement("span");
    this.frame.tools.prepend(this.axisTools);
    this.scrubWithPointer();
  }

  setAxis(name) {
    this.axisName = name;
    this.handle.repaint();
  }

  flip(axis) {
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
    super.update(panel, scene);
    this.scene = scene;
    const axes = panel.axes.length ? [{ name: "step", label: scene.step_label }, ...panel.axes] : [];
    this.axes = segmented("Horizontal axis", axes.map(({ name, label }) => ({ value: name, label })),
      (name) => this.setAxis(name));
    this.axisTools.replaceChildren(...(axes.length ? [this.axes.element] : []));
    this.extent = costExtent(scene);
    if (panel.last_step) this.extent.log[0] = 10 ** Math.floor(Math.log10(this.extent.log[0]));
  }

  scrubWithPointer() {
    const { canvas } = this.frame;
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
    return this.panel.axes.find(({ name }) => name === this.axisName);
  }

  /** A lane's place along the axis at each frame of Python's own variant. */
  placesOf(scene, lane) {
    return this.other?.values[lane] ?? homeFamily(scene).steps;
  }

  /** Those of the lane that goes farthest. */
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
    this.scales = this.makeScales(scene, width, height, top);
    const cursor = this.scales.x(this.along(selection.step(picture.frame)));
    const frame = { width, height, top, theme, cursor };
    this.drawAxes(context, frame, this.other?.title ?? scene.step_label);
    scene.lanes.forEach((lane, k) => this.drawLane(context, picture, k, lane, frame));
    if (top > MARGIN.top) this.drawAccuracy(context, picture, frame);
    if (this.other) return void this.drawMark(context, frame);
    strokeLine(context, [[cursor, MARGIN.top], [cursor, height - MARGIN.bottom]], { color: theme.faint });
  }

  /** Step 0 has no place on a logarithmic axis: steps count from 1, all else from the first of them. */
  along(place) {
    if (!this.log.step) return place;
    return this.other ? Math.max(place, this.first) : place + 1;
  }

  makeScales(scene, width, height, top) {
    const places = this.longest(scene);
    this.first = Math.min(...scene.lanes.map((_, k) => this.placesOf(scene, k)[1] || 1));
    const end = places[places.length - 1];
    const last = this.other ? end || 1 : Math.max(1, end, this.panel.last_step ?? 0);
    const [low, high] = this.log.cost ? this.extent.log : this.extent.linear;
    return {
      x: makeScale([this.along(0), this.along(last)], [MARGIN.left, width - MARGIN.right], this.log.step),
      y: makeScale([low, high], [height - MARGIN.bottom, top], this.log.cost),
      steps: [this.along(0), this.along(last)],
      costs: [low, high],
    };
  }

  drawAxes(context, { width, height, top, theme }, name) {
    const { x, y, steps, costs } = this.scales;
    const bottom = height - MARGIN.bottom;
    const round = this.log.cost ? logTicksOfAny(costs, (bottom - top) / 22)
      : linearTicks(costs, (bottom - top) / 28);
    const named = Object.entries(this.panel.levels).map(([label, value]) => ({ label, value }))
      .filter(({ value }) => value >= costs[0] && value <= costs[1]);
    const levels = [...named, ...round.map((value) => ({ label: formatTick(value), value }))];
    for (const { label, value } of keptApart(levels, (level) => y(level.value), 11)) {
      strokeLine(context, [[MARGIN.left, y(value)], [width - MARGIN.right, y(value)]],
        { color: theme.hair });
      writeLeft(context, label, MARGIN.left - 5, y(value), theme);
    }
    const ticks = this.log.step ? logTicks(steps, width / 50) : linearTicks(steps, width / 60);
    writeTicks(context, ticks.map((tick) => ({ text: formatTick(tick), x: x(tick) })), bottom + 12, [0, width - 2], theme);
    writeBelow(context, this.log.step && !this.other ? `${name} + 1` : name, width - MARGIN.right, height - 3, theme, true);
  }

  /** The marked place of another axis. */
  drawMark(context, { height, theme }) {
    const { mark } = this.other;
    if (mark === null || mark === undefined) return;
    const x = this.scales.x(this.along(mark));
    strokeLine(context, [[x, MARGIN.top], [x, height - MARGIN.bottom]], { color: theme.ink, dash: [5, 4] });
  }

  /** A lane's points in pixels up to the last frame that is a picture. */
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

  drawLane(context, picture, k, lane, { top, width }) {
    const { selection, scene, frame, theme } = picture;
    const { color, dash = [] } = lane;
    const points = this.pointsOf(selection, scene, k);
    const inFocus = k === picture.lane;
    const now = Math.min(selection.shownFrame(k, frame), points.length - 1);
    strokeLine(context, points, { color: withAlpha(color, 0.4), width: inFocus ? 2 : 1.5, dash });
    strokeLine(context, points.slice(0, now + 1), { color, width: inFocus ? 2.75 : 2, dash });
    if (this.panel.axes.length) drawNumber(context, points[now], lane, picture, 6.5);
    else drawDisc(context, points[now][0], points[now][1], 3.75, { fill: color, rim: theme.paper });
    const over = selection.costs(k).findIndex((cost) => cost > this.scales.costs[1]);
    if (over >= 0 && over < points.length) {
      const x = clamp(points[over][0], MARGIN.left, width - MARGIN.right);
      drawArrowhead(context, x, top + 4, -Math.PI / 2, { fill: color, size: 5 });
    }
    if (selection.shownFrame(k, selection.frames - 1) < selection.frames - 1) {
      const [x, y] = points[points.length - 1];
      writeText(context, "✕", x, y,
        { theme, color, size: 13, align: "center", baseline: "middle", weight: 700 });
    }
  }

  drawAccuracy(context, { selection, scene, theme }, { width, cursor }) {
    const y = makeScale([0, 1], [MARGIN.top + ACCURACY_ROW - 8, MARGIN.top]);
    writeLeft(context, "acc.", MARGIN.left - 5, y(0.5), theme);
    for (const level of [0, 1]) {
      strokeLine(context, [[MARGIN.left, y(level)], [width - MARGIN.right, y(level)]],
        { color: theme.hair });
    }
    scene.lanes.forEach(({ color }, k) => {
      const steps = selection.family.steps;
      const points = Array.from(selection.accuracies(k), (value, frame) => (
        [this.scales.x(this.along(steps[frame])), y(value)])).filter((point) => Number.isFinite(point[1]));
      const done = points.findIndex(([x]) => x > cursor);
      const split = done < 0 ? points.length : done;
      strokeLine(context, points.slice(Math.max(0, split - 1)),
        { color: withAlpha(color, 0.35), width: 1.25 });
      strokeLine(context, points.slice(0, split), { color, width: 1.25 });
    });
  }
}

/** Ranges that stay put while another variant is tried: they depend on Python's own variant only. */
function costExtent(scene) {
  let [top, least] = [0, Infinity];
  scene.lanes.forEach((_, k) => {
    const { cost } = homeFamily(scene).runs[k];
    const frames = cost.shape[1];
    const at = scene.home[1] * frames;
    const own = cost.data.subarray(at, at + frames).filter(Number.isFinite);
    const first = own[0] || 0;
    top = Math.max(top, first, Math.min(3 * first, largest(own)));
    for (const value of cost.data) if (value > SMALLEST && value < least) least = value;
  });
  const high = 1.06 * (top || 1);
  return { linear: [0, high], log: [Math.min(0.8 * least, 0.5 * high), 1.2 * high] };
}

/** @param {{ reduce: (grow: (most: number, value: number) => number, first: number) => number }} values */
function largest(values) {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
