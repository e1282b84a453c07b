import { openCanvas } from "../drawing/canvas.js";
import { make, setAttribute, setText } from "../drawing/dom.js";
import { formatNumber } from "../drawing/numbers.js";
import { nameOf, parametersOf } from "../model/parameters.js";
import { labelFrame, panelFrame } from "../panels/panel.js";
import { drawDiagram, layOut } from "./diagram.js";
import { listenToHands } from "./network_gestures.js";

/** A network as a diagram of its layers, whose weights can be read, picked and changed by hand. */
export class NetworkPanel {
  constructor(stage, panel) {
    this.stage = stage;
    this.frame = panelFrame(panel);
    this.element = this.frame.element;
    this.current = 0;
    this.probe = make("output", { class: "ll-probe", "aria-hidden": "true" });
    this.frame.picture.append(this.probe);
    for (const [name, value] of [["role", "slider"], ["tabindex", "0"], ["aria-orientation", "vertical"]]) {
      this.frame.picture.setAttribute(name, value);
    }
    this.forget = listenToHands(this);
  }

  update(panel) {
    this.panel = panel;
    this.parameters = parametersOf(panel.widths);
    this.laidOut = null;
    labelFrame(this.frame, panel);
  }

  /** Point at a parameter, or at a unit [layer, number], or at nothing. */
  hover(index, unit) {
    this.unit = unit;
    if (index !== null) this.current = index;
    this.frame.picture.classList.toggle("ll-grab", index !== null);
    this.stage.point(index);
    this.stage.touch();
  }

  /** Tell Python which parameter's derivative the reader wants to see. */
  pick(index) {
    const { layer, to, from } = this.parameters[index];
    this.stage.send("edge", [layer, to, from]);
  }

  draw(picture) {
    const { selection, frame, pointed = null } = picture;
    const { lane, widths } = this.panel;
    const opened = openCanvas(this.frame.canvas);
    this.p = selection.model(lane, frame);
    if (!opened || !this.p) return;
    const size = `${opened.width}×${opened.height}`;
    if (size !== this.laidOut) this.geometry = layOut(widths, this.parameters, opened.width, opened.height);
    this.laidOut = size;
    const changed = selection.isChanged(lane, frame) ? [...selection.changed.keys()] : [];
    drawDiagram(opened, this.geometry, { p: this.p, parameters: this.parameters, pointed, changed,
      hidden: this.panel.hidden ?? "" }, picture);
    const trained = selection.weights(lane, selection.shownFrame(lane, frame));
    const shown = pointed ?? changed.at(-1) ?? null;
    setText(this.probe, shown !== null ? this.words(shown, trained) : this.unit ? this.unitWords() : "");
    setAttribute(this.frame.picture, "aria-valuenow", this.p[this.current]);
    setAttribute(this.frame.picture, "aria-valuetext", this.words(this.current, trained));
  }

  words(index, trained) {
    const text = `${this.nameOf(index)} = ${formatNumber(this.p[index])}`;
    return this.p[index] === trained[index] ? text
      : `${text}  by hand, trained ${formatNumber(trained[index])} (Esc)`;
  }

  nameOf(index) {
    return this.panel.names?.[index] ?? nameOf(this.parameters[index]);
  }

  unitWords() {
    const [layer, number] = this.unit;
    if (layer === 1) return `input ${number}`;
    const bias = this.parameters.find(({ layer: l, to, from }) => l === layer && to === number && from === 0);
    return `unit ${number} of layer ${layer}:  ${this.nameOf(bias.index)} = ${formatNumber(this.p[bias.index])}`;
  }

  destroy() {
    this.forget();
  }
}
