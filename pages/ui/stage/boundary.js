import { labelFrame, panelFrame, segmented } from "./dom.js";
import { openCanvas } from "./drawing.js";
import { drawField } from "./field.js";
import { drawLine } from "./line.js";

/** The model over its inputs: curves over one feature, a probability field over two. */
export class BoundaryPanel {
  constructor(stage, panel) {
    this.stage = stage;
    this.frame = panelFrame(panel);
    this.element = this.frame.element;
  }

  update(panel, scene) {
    this.panel = panel;
    labelFrame(this.frame, panel);
    this.frame.tools.replaceChildren();
    this.lanes = null;
    if (scene.lanes.length < 2) return;
    const options = scene.lanes.map(({ short, label }, k) => ({ value: String(k), label: short || label }));
    this.lanes = segmented("Model shown", options, (lane) => this.stage.setLane(Number(lane)));
    this.frame.tools.append(this.lanes.element);
    [...this.lanes.element.children].forEach((button, k) => (
      button.style.setProperty("--chosen", scene.lanes[k].color)));
  }

  draw(picture) {
    this.lanes?.show(picture.lane);
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const models = picture.scene.lanes.map((lane, k) => ({
      color: lane.color,
      p: picture.selection.weights(k, picture.selection.shownFrame(k, picture.frame)),
    }));
    const draw = this.panel.labels.length === 1 ? drawLine : drawField;
    draw(opened, this.panel, picture, models);
  }
}
