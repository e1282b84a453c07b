import { openCanvas } from "../drawing/canvas.js";
import { make, segmented, setAttribute, setInside, setText, toggle } from "../drawing/dom.js";
import { formatNumber } from "../drawing/numbers.js";
import { Panel, setNote } from "../panels/panel.js";
import { CostStack } from "./grid.js";
import { LandscapeGestures } from "./landscape_gestures.js";
import { noteOf } from "./notes.js";
import { drawFlagAt, drawPaths, segmentsOf } from "./overlay.js";
import { OwnDrawing } from "./own.js";
import { Plot } from "./plot.js";
import { contourProjection, liftedTo, placeOf, surfaceProjection } from "./projection.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Selection } from "../model/selection.js" */
/** @import { CameraView } from "../surface/orbit.js" */
/** @import { Scene } from "../wire/film.js" */
/** @import { Projection } from "./projection.js" */

export const VIEWS = [{ value: "3d", label: "3-D" }, { value: "contour", label: "Contour" }];

/**
 * The surface of one lane, or of all of them (lane null): at first as the stage itself draws it, then
 * as Plotly's picture, with the stage's paths on a canvas over it.
 */
export class LandscapePanel extends Panel {
  /** @type {Scene} */
  scene;

  /** @type {CostStack} */
  costs;

  /** @type {ReturnType<typeof segmented>} */
  laneSwitch;

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel, { canvas: false, saved: true });
    this.view = "3d";
    this.plots = { "3d": new Plot(this, "3d"), contour: new Plot(this, "contour") };
    this.own = new OwnDrawing(this);
    this.canvas = make("canvas", { class: "ll-overlay" });
    this.probe = make("output", { class: "ll-probe", "aria-hidden": "true" });
    this.frame.picture.append(this.plots["3d"].element, this.plots.contour.element, this.canvas,
      this.own.canvas, this.frame.note, this.probe);
    this.lanes = make("span", { class: "ll-lanes" });
    this.frame.title.before(make("i", { class: "ll-swatch" }), this.lanes);
    this.views = segmented("View of the surfaces", VIEWS, (view) => handle.look(view));
    const reset = toggle("↺", "Reset camera and zoom", () => handle.camera.reset());
    this.frame.tools.append(reset.element, this.views.element);
    /** @type {any[]} */
    this.traces = [];
    /** @type {number[] | null} where the pointer is on a 3-D surface */
    this.hovered = null;
    this.slice = 0;
    this.gestures = new LandscapeGestures(this);
  }

  /** Plotly's canvas cannot be read: the stage's own drawing of the same surface stands for it. */
  sheets() {
    this.own.paintFine();
    return [this.own.canvas, this.canvas];
  }

  /** The lanes whose paths lie on this surface. */
  get ownLanes() {
    return this.panel.lane === null ? this.scene.lanes.map((_, k) => k) : [this.panel.lane];
  }

  /** The lane that stands for all where one is asked for: they have the same start. */
  get firstLane() {
    return this.panel.lane ?? 0;
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    if (scene.run !== this.scene?.run || scene.restart !== this.scene.restart) setText(this.probe, "");
    this.scene = scene;
    this.costs = new CostStack(panel);
    this.traces = [];
    this.gestures.keys.arrived();
    setAttribute(this.element, "data-shared", panel.lane === null);
    this.element.style.setProperty("--lane", scene.lanes[this.firstLane].color);
    this.laneSwitch = segmented("Loss", scene.lanes.map(({ label }, k) => ({ value: String(k), label })),
      (lane) => this.handle.focus(Number(lane)), this.laneSwitch);
    setInside(this.lanes, [this.laneSwitch.element]);
    for (const plot of Object.values(this.plots)) plot.setFigure(panel);
  }

  get plane() {
    // A scene with a landscape has one, or the panel has its own.
    return /** @type {import("../wire/film.js").Plane} */ (this.panel.plane ?? this.scene.plane);
  }

  /** The plot of the current view. */
  get plot() {
    return this.view === "contour" ? this.plots.contour : this.plots["3d"];
  }

  /** Nothing is drawn yet, and nothing has failed: otherwise the film would play to an empty house. */
  get blank() {
    return this.plot.coming && !this.own.shown;
  }

  get grid() {
    return this.costs.grids[this.slice];
  }

  /** @param {Picture} picture */
  draw(picture) {
    this.view = picture.view;
    this.views.show(picture.view);
    this.laneSwitch.show(picture.lane);
    this.element.classList.toggle("ll-in-focus", picture.lane === this.panel.lane);
    for (const [view, plot] of Object.entries(this.plots)) plot.show(view === picture.view);
    const p = picture.selection.model(this.firstLane, picture.frame);
    this.slice = p ? this.costs.sliceAt(p) : 0;
    this.plot.sync(picture.theme, this.panel.stack ? this.slice : null);
    this.own.show(!this.plot.figure);
    this.frame.picture.classList.toggle("ll-drawn", this.plot.figure !== null);
    this.frame.picture.classList.toggle("ll-self-drawn", this.own.shown);
    this.gestures.keys.describe();
    this.drawOverlay(picture);
    const { failure } = this.plot;
    setNote(this.frame, [noteOf(this.panel, picture, this.plane, this),
      failure && `drawn by the page itself: ${failure}`].filter(Boolean).join(" · "));
  }

  /** @param {Picture} picture */
  drawOverlay(picture) {
    const opened = openCanvas(this.canvas);
    const projection = this.projection();
    if (!opened || !projection) return;
    const { selection, frame, scene } = picture;
    const paths = this.ownLanes.map((lane) => ({ ...this.traceOf(selection, lane, projection),
      shown: selection.shownFrame(lane, frame), lane: this.panel.lane === null ? scene.lanes[lane] : null,
      now: this.placeByHand(picture, lane, projection) }));
    const preview = picture.start && this.pointAt(picture.start, projection);
    drawPaths(opened.context, projection, preview ? [] : paths, preview ?? paths[0].points[0], picture);
    if (scene.asked?.place) drawFlagAt(opened.context, projection, this.pointAt(scene.asked.place, projection), picture);
  }

  /**
   * The point of the surface over the grid point nearest to a place.
   * @param {number[]} place
   * @param {Projection} projection
   */
  pointAt([alpha, beta], projection) {
    return [alpha, beta, projection.heightOf(this.grid.nearest(alpha, beta).cost)];
  }

  /**
   * Where the model stands that a reader has changed by hand; null if it is the trained one.
   * @param {Picture} picture
   * @param {number} lane
   * @param {Projection} projection
   */
  placeByHand({ selection, frame, costOf }, lane, projection) {
    if (!selection.isChanged(lane, frame)) return null;
    const p = selection.model(lane, frame);
    const cost = costOf(lane, p);
    return p && Number.isFinite(cost) ? [...placeOf(p, this.plane), projection.heightOf(cost)] : null;
  }

  /**
   * A lane's whole path in pixels: worked out anew only when the run or the view changes.
   * @param {Selection} selection
   * @param {number} lane
   * @param {Projection} projection
   */
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
    const { figure } = this.plot;
    if (figure && this.view === "contour") return contourProjection(figure);
    /** @type {(alpha: number, beta: number) => number} */
    const costAt = (alpha, beta) => this.grid.between(alpha, beta);
    return figure ? surfaceProjection(figure, costAt) : this.own.projection(costAt);
  }

  /**
   * A lane's path as points of the figure.
   * @param {Selection} selection
   * @param {number} lane
   * @param {(cost: number) => number} heightOf
   */
  path(selection, lane, heightOf) {
    const costs = selection.costs(lane);
    return Array.from({ length: selection.shownFrame(lane, selection.frames - 1) + 1 }, (_, k) => {
      const [alpha, beta] = placeOf(selection.weights(lane, k) ?? [], this.plane);
      // A surface that all lanes share is their cost itself: a path lies on it as it is drawn.
      const drawn = this.panel.lane === null ? this.grid.between(alpha, beta) : NaN;
      return [alpha, beta, heightOf(Number.isFinite(drawn) ? drawn : costs[k])];
    });
  }

  /**
   * Show the cost at the grid point nearest to the pointer, and its model as a ghost.
   * @param {number} alpha
   * @param {number} beta
   */
  probeAt(alpha, beta) {
    const { labels } = this.plane;
    const point = this.grid.nearest(alpha, beta);
    setText(this.probe, `${labels[0]} ${formatNumber(point.alpha)}   ${labels[1]} `
      + `${formatNumber(point.beta)}   cost ${formatNumber(point.cost)}`);
    const p = liftedTo([alpha, beta], this.handle.model(this.firstLane) ?? [], this.plane);
    this.handle.tryModel({ lane: this.firstLane, p });
  }

  /**
   * The pointer is on the drawn surface at [alpha, beta], or off it.
   * @param {number[] | null} place
   */
  hover(place) {
    this.hovered = place;
    if (place) this.probeAt(place[0], place[1]);
    else this.endProbe();
  }

  endProbe() {
    setText(this.probe, "");
    this.handle.tryModel(null);
  }

  /** @param {CameraView} camera */
  noteCamera(camera) {
    this.element.dataset.camera = JSON.stringify(camera);
  }

  destroy() {
    for (const drawing of [this.own, ...Object.values(this.plots)]) drawing.destroy();
  }
}
