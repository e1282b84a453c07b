import { openCanvas } from "../drawing/canvas.js";
import { segmented } from "../drawing/dom.js";
import { formatNumber } from "../drawing/numbers.js";
import { costOf, NetworkField } from "../model/network.js";
import { CELLS, drawField } from "./field.js";
import { drawLine } from "./line.js";
import { Panel, setNote } from "./panel.js";

/** @import { Picture } from "./panel.js" */
/** @import { Scene } from "../wire/film.js" */

const LEGENDS = { difference: "colour: F₁ − F₂ · line: F₁ = F₂",
  first: "colour: F · line: F = ½" };

/** The model over its inputs: curves over one feature, a probability field over two. */
export class BoundaryPanel extends Panel {
  /** @type {ReturnType<typeof segmented> | null} */
  lanes;

  /** @type {NetworkField[] | null} one for each lane */
  evaluated;

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    this.frame.tools.replaceChildren();
    this.lanes = null;
    const { network, window } = panel;
    this.evaluated = network && !panel.fields
      ? scene.lanes.map(() => new NetworkField(network, window, CELLS)) : null;
    if (scene.lanes.length < 2) return;
    const options = scene.lanes.map(({ short, label }, k) => ({ value: String(k), label: short || label }));
    this.lanes = segmented("Model shown", options, (lane) => this.handle.focus(Number(lane)));
    this.frame.tools.append(this.lanes.element);
    [...this.lanes.element.querySelectorAll("button")].forEach((button, k) => (
      button.style.setProperty("--chosen", scene.lanes[k].color)));
  }

  /** @param {Picture} picture */
  draw(picture) {
    this.lanes?.show(picture.lane);
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const models = picture.scene.lanes.map((lane, k) => ({
      color: lane.color,
      p: picture.selection.model(k, picture.frame),
    }));
    this.evaluate(models, picture);
    const draw = this.panel.labels.length === 1 ? drawLine : drawField;
    draw(opened, this.panel, picture, models);
  }

  /** Give each model of a network its field, and say what colours mean and what a change costs. */
  evaluate(models, { selection, frame, lane }) {
    const { network, note, x } = this.panel;
    if (!network) return;
    const { evaluated } = this;
    if (evaluated) {
      models.forEach((model, k) => { model.field = model.p && evaluated[k].at(model.p); });
    }
    const byHand = selection.isChanged(lane, frame) && network.targets
      ? `changed by hand: cost ${formatNumber(costOf(network, models[lane].p, x))}` : "";
    setNote(this.frame, [byHand, note, LEGENDS[network.show]].filter(Boolean).join(" · "));
  }
}
