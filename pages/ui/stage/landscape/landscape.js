import { openCanvas } from "../drawing/canvas.js";
import { make, segmented, setAttribute, setText, toggle } from "../drawing/dom.js";
import { insideBox } from "../drawing/geometry.js";
import { formatNumber } from "../drawing/numbers.js";
import { labelFrame, panelFrame, setNote } from "../panels/panel.js";
import { CostStack } from "./grid.js";
import { listenToPointer } from "./landscape_gestures.js";
import { drawPaths, segmentsOf } from "./overlay.js";
import { Plot } from "./plot.js";
import { contourProjection, placeOf, surfaceProjection } from "./projection.js";

export const VIEWS = [{ value: "3d", label: "3-D" }, { value: "contour", label: "Contour" }];

/** Costs travel in single precision: smaller differences are not the model's. */
const ROUNDING = 1e-6;

/**
 * The surface of one lane, or of all of them (lane null), as Plotly's picture with the stage's
 * paths on a canvas over it.
 */
export class LandscapePanel {
  constructor(stage, panel) {
    this.stage = stage;
    this.frame = panelFrame(panel, { canvas: false });
    this.element = this.frame.element;
    this.plots = { "3d": new Plot(this, "3d"), contour: new Plot(this, "contour") };
    this.canvas = make("canvas", { class: "ll-overlay" });
    this.probe = make("output", { class: "ll-probe", "aria-hidden": "true" });
    this.message = make("p", { class: "ll-message", hidden: "" });
    this.frame.picture.append(this.plots["3d"].element, this.plots.contour.element, this.canvas,
      this.frame.note, this.probe, this.message);
    this.lanes = make("span", { class: "ll-lanes" });
    this.frame.element.querySelector("figcaption").prepend(make("i", { class: "ll-swatch" }), this.lanes);
    this.views = segmented("View of the surfaces", VIEWS, (view) => stage.setView(view));
    const reset = toggle("↺", "Reset camera and zoom", () => stage.panels.resetViews());
    this.frame.tools.append(reset.element, this.views.element);
    this.previewStart = null;
    this.traces = [];
    listenToPointer(this);
  }

  /** The lanes whose paths lie on this surface. */
  get ownLanes() {
    return this.panel.lane === null ? this.scene.lanes.map((_, k) => k) : [this.panel.lane];
  }

  /** The lane that stands for all where one is asked for: they have the same start. */
  get firstLane() {
    return this.panel.lane ?? 0;
  }

  update(panel, scene) {
    this.panel = panel;
    this.scene = scene;
    this.costs = new CostStack(panel);
    this.previewStart = null;
    this.traces = [];
    labelFrame(this.frame, panel);
    setAttribute(this.element, "data-shared", panel.lane === null);
    this.element.style.setProperty("--lane", scene.lanes[this.firstLane].color);
    this.laneSwitch = segmented("Loss", scene.lanes.map(({ label }, k) => ({ value: String(k), label })),
      (lane) => this.stage.setLane(Number(lane)));
    this.lanes.replaceChildren(this.laneSwitch.element);
    for (const plot of Object.values(this.plots)) plot.setFigure(panel);
  }

  /** The plot of the current view. */
  get plot() {
    return this.plots[this.stage.view];
  }

  get grid() {
    return this.costs.grids[this.slice ?? 0];
  }

  draw(picture) {
    this.views.show(picture.view);
    this.laneSwitch.show(picture.lane);
    this.element.classList.toggle("ll-in-focus", picture.lane === this.panel.lane);
    for (const [view, plot] of Object.entries(this.plots)) plot.show(view === picture.view);
    const shown = picture.selection.shownFrame(this.firstLane, picture.frame);
    const p = picture.selection.model(this.firstLane, picture.frame);
    this.slice = this.costs.sliceAt(p);
    this.plot.sync(picture.theme, this.panel.stack ? this.slice : null);
    this.frame.picture.classList.toggle("ll-drawn", this.plot.figure !== null);
    this.drawOverlay(picture);
    setNote(this.frame, this.noteAt(picture, shown, p));
  }

  drawOverlay(picture) {
    const opened = openCanvas(this.canvas);
    const projection = this.projection();
    if (!opened || !projection) return;
    const { selection, frame, scene } = picture;
    const paths = this.ownLanes.map((lane) => ({ ...this.traceOf(selection, lane, projection),
      shown: selection.shownFrame(lane, frame), lane: this.panel.lane === null ? scene.lanes[lane] : null,
      now: this.placeByHand(picture, lane, projection) }));
    const preview = this.previewStart
      && [...this.previewStart, projection.heightOf(this.grid.nearest(...this.previewStart).cost)];
    drawPaths(opened.context, projection, preview ? [] : paths, preview ?? paths[0].points[0], picture);
  }

  /** Where the model stands that a reader has changed by hand; null if it is the trained one. */
  placeByHand({ selection, frame, costOf }, lane, projection) {
    if (!selection.isChanged(lane, frame)) return null;
    const p = selection.model(lane, frame);
    const cost = costOf(lane, p);
    return Number.isFinite(cost) ? [...placeOf(p, this.scene.plane), projection.heightOf(cost)] : null;
  }

  /** A lane's whole path in pixels: worked out anew only when the run or the view changes. */
  traceOf(selection, lane, projection) {
    const known = this.traces[lane];
    if (known?.selection === selection && known.key === projection.key && known.grid === this.grid
      && known.frames === selection.frames) return known;
    const points = this.path(selection, lane, projection.heightOf);
    const trace = { selection, key: projection.key, grid: this.grid,
      frames: selection.frames, points, segments: segmentsOf(projection, points) };
    this.traces[lane] = trace;
    return trace;
  }

  /** Where the current view's figure puts points, or null while there is no figure. */
  projection() {
    const figure = this.plot.figure;
    if (!figure) return null;
    return this.stage.view === "contour" ? contourProjection(figure)
      : surfaceProjection(figure, (alpha, beta) => this.grid.between(alpha, beta));
  }

  path(selection, lane, heightOf) {
    const costs = selection.costs(lane);
    return Array.from({ length: selection.shownFrame(lane, selection.frames - 1) + 1 }, (_, k) => {
      const place = placeOf(selection.weights(lane, k), this.scene.plane);
      // A surface that all lanes share is their cost itself: a path lies on it as it is drawn.
      const drawn = this.panel.lane === null ? this.grid.between(...place) : NaN;
      return [...place, heightOf(Number.isFinite(drawn) ? drawn : costs[k])];
    });
  }

  noteAt({ selection, frame, costOf }, shown, p) {
    const { lane, stack, profile, note } = this.panel;
    if (lane === null) return note;
    const parts = [];
    const diverged = selection.divergedAt(lane);
    if (diverged >= 0 && selection.step(frame) >= diverged) parts.push(`diverged at step ${diverged}`);
    const left = this.leavesAt(selection, shown);
    if (left === 0) parts.push("the path starts outside the window");
    else if (left !== null) parts.push(`the path leaves the window at step ${selection.step(left)}`);
    if (stack) parts.push(this.heldAt(p));
    if ((stack || profile) && p.length > 2) {
      const cost = selection.isChanged(lane, frame) ? costOf(lane, p) : selection.costs(lane)[shown];
      parts.push(this.offPlane(cost, p));
    }
    return [stack?.notes[this.slice] ?? note, ...parts].filter(Boolean).join(" · ");
  }

  /** Where the third parameter is held, and where it really is if that is beyond the slices. */
  heldAt(p) {
    const { stack } = this.panel;
    const { sign } = this.scene.plane;
    const [value, slice] = [sign * p[stack.index], sign * stack.held[this.slice]];
    const beyond = Math.abs(value) > Math.max(...stack.held.map(Math.abs));
    return beyond
      ? `${stack.label} = ${formatNumber(value)} is beyond the window: slice at ${formatNumber(slice)}`
      : `${stack.label} held at ${formatNumber(slice)}`;
  }

  /** The first frame whose point is outside the plane's window, or null. */
  leavesAt(selection, shown) {
    const { plane } = this.scene;
    for (let k = 0; k <= shown; k += 1) {
      const place = placeOf(selection.weights(this.panel.lane, k), plane);
      if (!insideBox(place, [plane.alpha, plane.beta])) return k;
    }
    return null;
  }

  offPlane(cost, p) {
    const surface = this.grid.between(...placeOf(p, this.scene.plane));
    if (!Number.isFinite(surface) || !Number.isFinite(cost)) return "";
    const difference = cost - surface;
    if (Math.abs(difference) < ROUNDING * Math.max(1, cost)) return "dot on the surface";
    const side = difference > 0 ? "above" : "below";
    return `dot ≈ ${formatNumber(Math.abs(difference))} ${side} the surface`;
  }

  /** Show the cost at the grid point nearest to the pointer, and its model as a ghost. */
  probeAt(alpha, beta) {
    const { labels, indices, sign } = this.scene.plane;
    const point = this.grid.nearest(alpha, beta);
    setText(this.probe, `${labels[0]} ${formatNumber(point.alpha)}   ${labels[1]} `
      + `${formatNumber(point.beta)}   cost ${formatNumber(point.cost)}`);
    const p = Float32Array.from(this.stage.weights(this.firstLane));
    [p[indices[0]], p[indices[1]]] = [sign * alpha, sign * beta];
    this.stage.setGhost({ lane: this.firstLane, p });
  }

  endProbe() {
    setText(this.probe, "");
    this.stage.setGhost(null);
  }

  noteCamera(camera) {
    this.element.dataset.camera = JSON.stringify(camera);
  }

  showMessage(text) {
    setText(this.message, text);
    this.message.hidden = false;
  }

  destroy() {
    for (const plot of Object.values(this.plots)) plot.destroy();
  }
}
