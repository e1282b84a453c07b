import { openCanvas } from "../drawing/canvas.js";
import { segmented, setInside } from "../drawing/dom.js";
import { formatNumber } from "../drawing/numbers.js";
import { CELLS, Network, NetworkField, sigmoidUnit } from "../model/network.js";
import { OwnPoints } from "../points/own_points.js";
import { scored } from "../points/scores.js";
import { drawField } from "./field.js";
import { drawLine } from "./line.js";
import { Panel, setNote } from "./panel.js";

/** @import { Picture } from "./panel.js" */
/** @import { Scene } from "../wire/film.js" */

/** @type {Record<string, string>} */
const LEGENDS = { difference: "color: F₁ − F₂ · line: F₁ = F₂",
  first: "color: F · line: F = ½" };

/** The model over its inputs: curves over one feature, a probability field over two. */
export class BoundaryPanel extends Panel {
  /** @type {ReturnType<typeof segmented>} */
  lanes;

  /** @type {Network} */
  network;

  own = new OwnPoints(this, () => setNote(this.frame, this.own.said || this.panel.note));

  /** Does the reader hold a point? */
  get held() {
    return this.own.held;
  }

  /** @type {NetworkField[]} one for each lane, where the stage evaluates the model itself */
  evaluated;

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    const { network, window, labels } = panel;
    const description = network ?? sigmoidUnit(labels.length);
    const isField = labels.length === 2 && !panel.fields;
    this.network = new Network(description);
    this.evaluated = isField ? scene.lanes.map(() => new NetworkField(description, window, CELLS)) : [];
    const options = scene.lanes.map(({ short, label }, k) => ({ value: String(k), label: short || label }));
    this.lanes = segmented("Model shown", options, (lane) => this.handle.focus(Number(lane)), this.lanes);
    this.own.update(panel);
    const one = options.length < 2 || panel.one_model;
    setInside(this.frame.tools, [...(one ? [] : [this.lanes.element]),
      ...(this.own.editor ? [this.own.editor.tools] : [])]);
    [...this.lanes.element.querySelectorAll("button")].forEach((button, k) => (
      button.style.setProperty("--chosen", scene.lanes[k].color)));
  }

  /** @param {Picture} picture */
  draw(picture) {
    this.lanes.show(picture.lane);
    this.element.classList.toggle("ll-edited", this.own.on);
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    /** @type {import("./field.js").Model[]} */
    const models = picture.scene.lanes.map((lane, k) => ({
      color: lane.color,
      p: picture.selection.model(k, picture.frame),
    }));
    this.evaluate(models, picture);
    if (this.panel.scores) {
      const { data, model } = scored(this.panel, models[picture.lane]);
      drawLine(opened, data, { ...picture, lane: 0, ghost: null }, [model]);
      return;
    }
    const draw = this.panel.labels.length === 1 ? drawLine : drawField;
    const { editor } = this.own;
    const scales = draw(opened, editor?.on ? editor.shown : this.panel, picture, models);
    if (!editor) return;
    editor.scales = scales;
    editor.draw(opened.context, picture.theme.ink);
  }

  /**
   * Give models their fields, and say what colors mean and what a change costs.
   * @param {import("./field.js").Model[]} models
   * @param {Picture} picture
   */
  evaluate(models, { selection, frame, lane }) {
    const { network, note, x } = this.panel;
    models.forEach((model, k) => {
      // Without a network only the lane in focus has a field: the others' lines are straight.
      if (model.p && (network || k === lane)) model.field = this.evaluated[k]?.at(model.p);
    });
    if (!network) return;
    const { p } = models[lane];
    const cost = p && selection.isChanged(lane, frame) ? this.network.costOf(p, x) : NaN;
    const byHand = Number.isFinite(cost) ? `changed by hand: cost ${formatNumber(cost)}` : "";
    setNote(this.frame, this.own.said || [byHand, note, LEGENDS[network.show]].filter(Boolean).join(" · "));
  }
}
