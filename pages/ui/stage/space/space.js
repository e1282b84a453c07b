import { openCanvas, withAlpha } from "../drawing/canvas.js";
import { setAttribute } from "../drawing/dom.js";
import { colorOf, levelPieces, paintField } from "../drawing/fields.js";
import { formatNumber } from "../drawing/numbers.js";
import { HiddenLayer, pointsOf } from "../model/hidden_layer.js";
import { CELLS, Network, NetworkField } from "../model/network.js";
import { Projections, STAGES } from "../model/projections.js";
import { Panel, setNote } from "../panels/panel.js";
import { CreaseGestures } from "./crease_gestures.js";
import { creasesOf, drawCreases } from "./creases.js";
import { Morph } from "./morph.js";
import { drawDecision, drawGrid, drawNamedPoints, drawPieces, drawSpaceAxes, inFrame, layOutSpace, paintLinear, soften }
  from "./space_drawing.js";
import { SpaceWindow } from "./space_window.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Scene } from "../wire/film.js" */

/** A wide network's field is evaluated on fewer cells, to keep 60 frames a second. */
const WIDE = 8;
const CELLS_OF_WIDE = 50;
const CLOTH_CELLS = 28;

/** A network with one hidden layer, in the plane of its inputs or in that of its hidden units. */
export class SpacePanel extends Panel {
  /** @type {NetworkField} */
  field;

  /** @type {Network} */
  network;

  /** @type {HiddenLayer} the one that was last drawn */
  layer;

  /** @type {any} where the picture was last drawn */
  scales;

  /** @type {Projections} */
  projections;

  /** @type {SpaceWindow} */
  windows;

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel);
    this.space = panel.space;
    /** @type {import("./creases.js").Crease[]} */
    this.creases = [];
    /** @type {{x: number[], kind: number, name: string}[]} */
    this.points = [];
    setAttribute(this.element, "data-space", this.space);
    this.frame.picture.append(this.frame.note);
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
    this.points = pointsOf(panel.x).map((x, n) => (
      { x, kind: panel.y[n], name: panel.points[n] ?? "" }));
    this.run = null;
  }

  /** factor·Σ‖y - F‖² of a model of the panel's lane, or NaN. */
  costOf(lane, p) {
    const { x } = this.panel;
    return lane === this.panel.lane ? this.network.costOf(p, x) : NaN;
  }

  /** @param {Picture} picture */
  draw(picture) {
    const { selection, frame } = picture;
    const { lane } = this.panel;
    const stage = this.morph?.draw();
    const opened = openCanvas(this.frame.canvas);
    const p = selection.model(lane, frame);
    if (!opened || !p) return;
    this.layer = new HiddenLayer(this.network, p);
    if (this.space === "input") this.drawInput(opened, p, picture);
    else this.drawHidden(opened, p, stage, picture);
    this.describe(p, stage, picture);
  }

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
      drawPieces(context, scales, pieces, window, (x) => x, { color: withAlpha(theme.paper, 0.8), width: 5 });
      drawPieces(context, scales, pieces, window, (x) => x, { color: theme.ink, width: 2.5 });
    });
    const roomy = scales.frame.width > 200 && this.points.length <= WIDE;
    drawNamedPoints(context, scales, this.points.map((point) => ({ ...point, place: point.x, home: point.x,
      extra: roomy && point.name ? `F ${twoDecimals(this.layer.at(point.x))}` : "" })), picture);
    drawSpaceAxes(context, scales, ["x₁", "x₂"], theme);
  }

  drawHidden(opened, p, stage, picture) {
    const { context } = opened;
    const { theme, selection, frame } = picture;
    const { lane, window } = this.panel;
    this.follow(selection, lane);
    const shown = selection.shownFrame(lane, frame);
    const projection = this.projections.of(p, shown);
    const changed = selection.isChanged(lane, frame) ? projection : null;
    const scales = layOutSpace(opened, this.windows.at(stage, changed), this.layer.units === 2);
    const place = (x) => projection.place(x, stage);
    inFrame(context, scales, () => {
      if (stage === STAGES.h) this.paintSpace(context, scales, picture);
      else this.paintCloth(context, scales, place, picture);
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
    drawSpaceAxes(context, scales, this.labelsAt(stage), theme);
  }

  /** In the space itself F = wᵀh + b is linear. */
  paintSpace(context, scales, picture) {
    const { layer } = this;
    const slope = layer.units === 2 ? [layer.w(0), layer.w(1), layer.b]
      : layer.units === 1 ? [0, 1, 0] : [1, 0, 0];
    paintLinear(context, scales, slope, picture);
  }

  /** On the way there the plane carries its colours along, cell by cell. */
  paintCloth(context, scales, place, { scene: { colors }, theme }) {
    const { window } = this.panel;
    const corner = (k, i) => window[i][0] + (k / CLOTH_CELLS) * (window[i][1] - window[i][0]);
    const pixels = Array.from({ length: (CLOTH_CELLS + 1) ** 2 }, (_, n) => {
      const [u, v] = place([corner(n % (CLOTH_CELLS + 1), 0), corner(Math.floor(n / (CLOTH_CELLS + 1)), 1)]);
      return [scales.x(u), scales.y(v)];
    });
    for (let n = 0; n < CLOTH_CELLS ** 2; n += 1) {
      const [column, row] = [n % CLOTH_CELLS, Math.floor(n / CLOTH_CELLS)];
      const color = colorOf(this.layer.at([corner(column + 0.5, 0), corner(row + 0.5, 1)]), colors, theme);
      const at = row * (CLOTH_CELLS + 1) + column;
      context.beginPath();
      for (const k of [at, at + 1, at + CLOTH_CELLS + 2, at + CLOTH_CELLS + 1]) context.lineTo(...pixels[k]);
      context.closePath();
      Object.assign(context, { fillStyle: color, strokeStyle: color, lineWidth: 1 });
      context.fill();
      context.stroke();
    }
  }

  /** The run whose film fixes window and directions: worked out anew when it is another one. */
  follow(selection, lane) {
    const { scene, familyName, variant, frames } = selection;
    const run = [scene.families[familyName].runs[lane].p, variant, frames];
    if (this.run?.every((part, k) => part === run[k])) return;
    this.run = run;
    const last = selection.shownFrame(lane, frames - 1);
    const film = Array.from({ length: last + 1 }, (_, k) => selection.weights(lane, k));
    this.projections = new Projections(this.panel, film);
    this.windows = new SpaceWindow(this.panel, this.projections, film);
  }

  /** Where a point is with all its coordinates, which the picture may not show. */
  homeOf(x, stage) {
    const { layer } = this;
    return layer.units === 2 && stage < STAGES.z ? x : layer.unitsAt(x, Math.max(0, stage - STAGES.z));
  }

  labelsAt(stage) {
    const letters = Object.keys(STAGES).slice(Math.floor(stage), Math.ceil(stage) + 1);
    const of = (suffix) => letters.map((letter) => letter + suffix).join("→");
    if (this.layer.units === 2) return [of("₁"), of("₂")];
    const output = letters.map((letter) => (letter === "z" ? "wᵀz + b" : "F")).join(" → ");
    return this.layer.units === 1 ? [of(""), output] : [output, "PC"];
  }

  /** Beside the picture, and in words for those who do not see it. */
  describe(p, stage, { selection, frame, playing }) {
    const { lane, note, alt } = this.panel;
    const cost = this.costOf(lane, p);
    const byHand = selection.isChanged(lane, frame) && Number.isFinite(cost)
      ? `by hand: cost ${formatNumber(cost)}` : "";
    setNote(this.frame, [byHand, note, this.legend(stage)].filter(Boolean).join(" · "));
    if (!playing) setAttribute(this.frame.picture, "aria-label", `${alt} ${this.inWords()}`);
  }

  legend(stage) {
    if (this.space === "input") return "colour: F · line: F = ½";
    const { units } = this.layer;
    const line = stage === STAGES.h ? "line: wᵀh + b = ½" : "line: F = ½, carried along";
    if (units === 2) return line;
    if (units === 1) return "across: h · up: F = wh + b · line: F = ½";
    return "across: F = wᵀh + b · up: principal component ⊥ w";
  }

  inWords() {
    if (this.points.length > WIDE) return "";
    const said = this.points.map(({ x, name }) => {
      const h = Array.from(this.layer.unitsAt(x), formatNumber);
      const place = this.space === "input" || h.length > 2 ? `F = ${formatNumber(this.layer.at(x))}`
        : `h = (${h.join(", ")})`;
      return `${name || x.join(", ")}: ${place}`;
    });
    const right = this.points.filter(({ x, kind }) => this.layer.at(x) > 0.5 === (kind === 1)).length;
    return `${said.join("; ")}. ${right} of ${this.points.length} points are on their side of the line.`;
  }
}

/** Beside a point there is room for no more. */
function twoDecimals(value) {
  if (!(Math.abs(value) < 1000)) return formatNumber(value);
  return (Math.round(100 * value) / 100 + 0).toFixed(2).replace("-", "−");
}

/** The inputs themselves: lines stay straight. */
const straight = { along: (a, b) => [a, b] };
