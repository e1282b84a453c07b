import { labelFrame, panelFrame, toggle } from "./dom.js";
import { drawArrowhead, drawDisc, openCanvas, strokeLine, withAlpha, writeBelow, writeLeft, writeText }
  from "./drawing.js";
import { clamp, formatTick, linearTicks, logTicks, makeScale, nearestIndex } from "./numbers.js";

const MARGIN = { left: 40, right: 10, top: 8, bottom: 26 };
const ACCURACY_ROW = 26;
const SMALLEST = 1e-12;

/** Cost (and accuracy) of every lane against the step; the cursor is the clock's. */
export class CurvePanel {
  constructor(stage, panel) {
    this.stage = stage;
    this.frame = panelFrame(panel);
    this.element = this.frame.element;
    this.log = { step: panel.log_step, cost: panel.log_cost };
    this.toggles = {};
    for (const [axis, label] of [["step", "log x"], ["cost", "log y"]]) {
      this.toggles[axis] = toggle(label, `Logarithmic ${axis}`, () => this.flip(axis));
      this.frame.tools.append(this.toggles[axis].element);
    }
    this.scrubWithPointer();
  }

  flip(axis) {
    this.log[axis] = !this.log[axis];
    this.stage.touch();
  }

  update(panel, scene) {
    this.panel = panel;
    labelFrame(this.frame, panel);
    this.extent = costExtent(scene);
    if (panel.last_step) this.extent.log[0] = 10 ** Math.floor(Math.log10(this.extent.log[0]));
  }

  scrubWithPointer() {
    const { canvas } = this.frame;
    const seek = (event) => {
      const { steps } = this.stage.scene.families.eta;
      const x = event.clientX - canvas.getBoundingClientRect().left;
      const step = this.scales.x.inverse(x) - (this.log.step ? 1 : 0);
      this.stage.seek(nearestIndex(steps, step));
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      seek(event);
    });
    canvas.addEventListener("pointermove", (event) => event.buttons === 1 && seek(event));
  }

  draw(picture) {
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
    this.drawAxes(context, frame, scene.step_label);
    scene.lanes.forEach(({ color }, k) => this.drawLane(context, picture, k, color, frame));
    if (top > MARGIN.top) this.drawAccuracy(context, picture, frame);
    strokeLine(context, [[cursor, MARGIN.top], [cursor, height - MARGIN.bottom]], { color: theme.faint });
  }

  /** Step 0 has no place on a logarithmic axis, so that axis counts from 1. */
  along(step) {
    return this.log.step ? step + 1 : step;
  }

  makeScales(scene, width, height, top) {
    const { steps } = scene.families.eta;
    const last = Math.max(1, steps[steps.length - 1], this.panel.last_step ?? 0);
    const [low, high] = this.log.cost ? this.extent.log : this.extent.linear;
    return {
      x: makeScale(this.along(0), this.along(last), MARGIN.left, width - MARGIN.right, this.log.step),
      y: makeScale(low, high, height - MARGIN.bottom, top, this.log.cost),
      steps: [this.along(0), this.along(last)],
      costs: [low, high],
    };
  }

  drawAxes(context, { width, height, top, theme }, name) {
    const { x, y, steps, costs } = this.scales;
    const bottom = height - MARGIN.bottom;
    const levels = this.log.cost ? logTicks(...costs, (bottom - top) / 22)
      : linearTicks(...costs, (bottom - top) / 28);
    for (const level of levels) {
      strokeLine(context, [[MARGIN.left, y(level)], [width - MARGIN.right, y(level)]],
        { color: theme.hair });
      writeLeft(context, formatTick(level), MARGIN.left - 5, y(level), theme);
    }
    const ticks = this.log.step ? logTicks(...steps, width / 50) : linearTicks(...steps, width / 60);
    for (const tick of ticks) writeBelow(context, formatTick(tick), x(tick), bottom + 12, theme);
    writeBelow(context, this.log.step ? `${name} + 1` : name, width - MARGIN.right, height - 3, theme, true);
  }

  /** A lane's points in pixels up to the last frame that is a picture. */
  pointsOf(selection, lane) {
    const { x, y, costs: [low, high] } = this.scales;
    const costs = selection.costs(lane);
    const last = selection.shownFrame(lane, selection.frames - 1);
    return Array.from({ length: last + 1 }, (_, frame) => (
      [x(this.along(selection.step(frame))), y(clamp(costs[frame], low, high))]));
  }

  drawLane(context, { selection, frame, lane, theme }, k, color, { cursor, top, width, height }) {
    const points = this.pointsOf(selection, k);
    const inFocus = k === lane;
    strokeLine(context, points, { color: withAlpha(color, 0.4), width: inFocus ? 2 : 1.5 });
    context.save();
    context.beginPath();
    context.rect(0, 0, cursor, height);
    context.clip();
    strokeLine(context, points, { color, width: inFocus ? 2.75 : 2 });
    context.restore();
    drawDisc(context, ...points[selection.shownFrame(k, frame)], 3.75, { fill: color, rim: theme.paper });
    const over = selection.costs(k).findIndex((cost) => cost > this.scales.costs[1]);
    if (over >= 0 && over < points.length) {
      const x = clamp(points[over][0], MARGIN.left, width - MARGIN.right);
      drawArrowhead(context, x, top + 4, -Math.PI / 2, { fill: color, size: 5 });
    }
    if (points.length < selection.frames) {
      writeText(context, "✕", ...points[points.length - 1],
        { theme, color, size: 13, align: "center", baseline: "middle", weight: 700 });
    }
  }

  drawAccuracy(context, { selection, scene, theme }, { width, cursor }) {
    const y = makeScale(0, 1, MARGIN.top + ACCURACY_ROW - 8, MARGIN.top);
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
    const { cost } = scene.families.eta.runs[k];
    const frames = cost.shape[1];
    const at = scene.selected * frames;
    const own = cost.data.subarray(at, at + frames).filter(Number.isFinite);
    const first = own[0] || 0;
    top = Math.max(top, first, Math.min(3 * first, own.reduce((a, b) => Math.max(a, b), 0)));
    least = cost.data.reduce((a, b) => (b > SMALLEST && b < a ? b : a), least);
  });
  const high = 1.06 * (top || 1);
  return { linear: [0, high], log: [Math.min(0.8 * least, 0.5 * high), 1.2 * high] };
}
