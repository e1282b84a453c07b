import { openCanvas } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { setAttribute } from "../drawing/dom.js";
import { flatPieces, levelPieces, paintField } from "../drawing/fields.js";
import { formatNumber } from "../drawing/numbers.js";
import { HiddenLayer } from "../model/hidden_layer.js";
import { CELLS, Network, NetworkField } from "../model/network.js";
import { Projections, STAGES } from "../model/projections.js";
import { Panel, setNote } from "../panels/panel.js";
import { OwnPoints } from "../points/own_points.js";
import { CreaseGestures } from "./crease_gestures.js";
import { creasesOf, drawCreases } from "./creases.js";
import { Morph } from "./morph.js";
import { drawNamedPoints } from "./named_points.js";
import { drawDecision, drawGrid, drawPieces, drawSpaceAxes, inFrame, layOutSpace, paintCloth, paintLinear, soften }
  from "./space_drawing.js";
import { SpaceWindow } from "./space_window.js";
import { inWords, labelsAt, legend, named, twoDecimals } from "./words.js";

/** @import { Opened } from "../drawing/canvas.js" */
/** @import { Selection } from "../model/selection.js" */
/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Grid, Numbers, Scene } from "../wire/film.js" */
/** @import { Scales } from "./separating.js" */
/** @import { Point } from "./words.js" */

/** A wide network's field is evaluated on fewer cells, to keep 60 frames a second. */
const WIDE = 8;
const CELLS_OF_WIDE = 50;

/** A network with one hidden layer, in the plane of its inputs or in that of its hidden units. */
export class SpacePanel extends Panel {
  /** @type {NetworkField} */
  field;

  /** @type {Network} */
  network;

  /** @type {HiddenLayer} the one that was last drawn */
  layer;

  /** @type {Scales} where the picture was last drawn */
  scales;

  /** @type {Projections} */
  projections;

  /** @type {SpaceWindow} */
  windows;

  own = new OwnPoints(this, this.handle.repaint);

  /** Does the reader hold a point? */
  get held() {
    return this.own.held;
  }

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel);
    this.space = panel.space;
    this.creases = /** @type {import("./creases.js").Crease[]} */ ([]);
    this.points = /** @type {Point[]} */ ([]);
    this.flat = /** @type {number[][][]} where F = ½ on an area, and no line can be */ ([]);
    setAttribute(this.element, "data-space", this.space);
    this.frame.picture.append(this.frame.note);
    /** @type {[Grid | null, number, number] | null} whose film fixes window and directions */
    this.run = null;
    this.gestures = this.space === "input" ? new CreaseGestures(this) : null;
    this.morph = this.space === "hidden" ? new Morph(handle.repaint) : null;
    if (this.morph) this.frame.tools.append(this.morph.element);
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    const [, units] = panel.network.widths;
    this.network = new Network(panel.network);
    this.field = new NetworkField({ ...panel.network, show: "first" }, panel.window, units > WIDE ? CELLS_OF_WIDE : CELLS);
    this.morph?.setStart(units === 2 ? STAGES.x : STAGES.z);
    this.points = named(panel, panel.points);
    this.run = null;
    this.own.update(panel);
    if (this.own.editor) this.frame.tools.append(this.own.editor.tools);
  }

  /**
   * factor·Σ‖y - F‖² of a model of the panel's lane, or NaN.
   * @param {number} lane
   * @param {ArrayLike<number>} p
   */
  costOf(lane, p) {
    const { x } = this.panel;
    return lane === this.panel.lane ? this.network.costOf(p, x) : NaN;
  }

  /** @param {Picture} picture */
  draw(picture) {
    const { selection, frame } = picture;
    const { lane } = this.panel;
    const stage = this.morph?.draw() ?? STAGES.h;
    const opened = openCanvas(this.frame.canvas);
    const p = selection.model(lane, frame);
    if (!opened || !p) return;
    this.layer = new HiddenLayer(this.network, p);
    const { editor } = this.own;
    // Points that have been moved have no names.
    if (editor?.on) this.points = named(editor.shown, editor.points.past.length ? [] : this.panel.points);
    if (this.space === "input") this.drawInput(opened, p, picture);
    else this.drawHidden(opened, p, stage, picture);
    this.describe(p, stage, picture);
  }

  /**
   * @param {Opened} opened
   * @param {Numbers} p
   * @param {Picture} picture
   */
  drawInput(opened, p, picture) {
    const { context } = opened;
    const { theme } = picture;
    const { window } = this.panel;
    const scales = layOutSpace(opened, window, true);
    this.scales = scales;
    this.creases = creasesOf(this.layer, window, scales);
    const field = this.field.at(p);
    inFrame(context, scales, () => {
      paintField(context, context.canvas, field, scales.frame, picture);
      soften(context, scales, theme);
      drawGrid(context, scales, this.panel, straight, (x) => x, picture);
      drawCreases(context, this.creases, { zoom: scales.zoom, near: this.gestures?.near?.j ?? null,
        units: this.layer.units, taken: this.points.map(({ x: [x1, x2] }) => [scales.x(x1), scales.y(x2)]) }, picture);
      const pieces = levelPieces(field);
      this.flat = flatPieces(field);
      drawPieces(context, scales, this.flat, window, (x) => x, { color: theme.faint, width: 1 });
      drawPieces(context, scales, pieces, window, (x) => x, { color: withAlpha(theme.paper, 0.8), width: 5 });
      drawPieces(context, scales, pieces, window, (x) => x, { color: theme.ink, width: 2.5 });
    });
    const roomy = scales.frame.width > 200 && this.points.length <= WIDE;
    drawNamedPoints(context, scales, this.points.map((point) => ({ ...point, place: point.x, home: point.x,
      extra: roomy && point.name ? `F ${twoDecimals(this.layer.at(point.x))}` : "" })), picture);
    drawSpaceAxes(context, scales, ["x₁", "x₂"], theme);
    const { editor } = this.own;
    if (!editor) return;
    editor.scales = scales;
    editor.draw(context, theme.ink);
  }

  /**
   * @param {Opened} opened
   * @param {Numbers} p
   * @param {number} stage
   * @param {Picture} picture
   */
  drawHidden(opened, p, stage, picture) {
    const { context } = opened;
    const { theme, selection, frame } = picture;
    const { lane, window } = this.panel;
    this.follow(selection, lane);
    const shown = selection.shownFrame(lane, frame);
    const projection = this.projections.of(p, shown);
    const changed = selection.isChanged(lane, frame) ? projection : null;
    const scales = layOutSpace(opened, this.windows.at(stage, changed), this.layer.units === 2);
    /** @param {number[]} x */
    const place = (x) => projection.place(x, stage);
    inFrame(context, scales, () => {
      if (stage === STAGES.h) this.paintSpace(context, scales, picture);
      else paintCloth(context, scales, window, this.layer, place, picture);
      soften(context, scales, theme);
      drawGrid(context, scales, this.panel, this.layer, place, picture);
      if (stage === STAGES.h) drawDecision(context, scales, this.layer, theme);
      else {
        const pieces = levelPieces(this.field.at(p));
        drawPieces(context, scales, pieces, window, place, { color: theme.ink, width: 2.5 });
      }
    });
    inFrame(context, scales, () => drawNamedPoints(context, scales, this.points.map((point) => (
      { ...point, place: place(point.x), home: this.homeOf(point.x, stage) })), picture));
    drawSpaceAxes(context, scales, labelsAt(this.layer.units, stage), theme);
  }

  /**
   * In the space itself F = wᵀh + b is linear.
   * @param {CanvasRenderingContext2D} context
   * @param {Scales} scales
   * @param {Picture} picture
   */
  paintSpace(context, scales, picture) {
    const { layer } = this;
    const slope = layer.units === 2 ? [layer.w(0), layer.w(1), layer.b]
      : layer.units === 1 ? [0, 1, 0] : [1, 0, 0];
    paintLinear(context, scales, slope, picture);
  }

  /**
   * The run whose film fixes window and directions: worked out anew when it is another one.
   * @param {Selection} selection
   * @param {number} lane
   */
  follow(selection, lane) {
    const { scene, familyName, variant, frames } = selection;
    /** @type {[Grid | null, number, number]} */
    const run = [scene.families[familyName].runs[lane].p, variant, frames];
    if (this.run?.every((part, k) => part === run[k])) return;
    this.run = run;
    const last = selection.shownFrame(lane, frames - 1);
    const film = Array.from({ length: last + 1 }, (_, k) => selection.weights(lane, k)).flatMap((p) => (p ? [p] : []));
    this.projections = new Projections(this.panel, film);
    this.windows = new SpaceWindow(this.panel, this.projections, film);
  }

  /**
   * Where a point is with all its coordinates, which the picture may not show.
   * @param {number[]} x
   * @param {number} stage
   */
  homeOf(x, stage) {
    const { layer } = this;
    return layer.units === 2 && stage < STAGES.z ? x : layer.unitsAt(x, Math.max(0, stage - STAGES.z));
  }

  /**
   * Beside the picture, and in words for those who do not see it.
   * @param {Numbers} p
   * @param {number} stage
   * @param {Picture} picture
   */
  describe(p, stage, { selection, frame, playing }) {
    const { lane, note, alt } = this.panel;
    const cost = this.costOf(lane, p);
    const byHand = selection.isChanged(lane, frame) && Number.isFinite(cost)
      ? `by hand: cost ${formatNumber(cost)}` : "";
    setNote(this.frame, this.own.said
      || [byHand, note, legend(this.space, this.layer.units, stage, this.flat.length > 0)].filter(Boolean).join(" · "));
    const words = this.points.length > WIDE ? "" : inWords(this.points, this.layer, this.space);
    if (!playing) setAttribute(this.frame.picture, "aria-label", `${alt} ${words}`);
  }
}

/**
 * The inputs themselves: lines stay straight.
 * @type {Pick<HiddenLayer, "along">}
 */
const straight = { along: (a, b) => [a, b] };
