import { openCanvas } from "../drawing/canvas.js";
import { make, setAttribute, setText } from "../drawing/dom.js";
import { formatNumber } from "../drawing/numbers.js";
import { nameOf, parametersOf } from "../model/parameters.js";
import { Panel } from "../panels/panel.js";
import { drawDiagram, layOut } from "./diagram.js";
import { NetworkGestures } from "./network_gestures.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Scene } from "../wire/film.js" */

/** A network as a diagram of its layers, whose weights can be read, picked and changed by hand. */
export class NetworkPanel extends Panel {
  /** @type {number} of the last picture */
  step = 0;

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel);
    this.probe = make("output", { class: "ll-probe", "aria-hidden": "true" });
    this.frame.picture.append(this.probe);
    for (const [name, value] of [["role", "slider"], ["tabindex", "0"], ["aria-orientation", "vertical"]]) {
      this.frame.picture.setAttribute(name, value);
    }
    /** @type {import("../model/parameters.js").Parameter[]} */
    this.parameters = [];
    /** @type {import("./diagram.js").Geometry | null} */
    this.geometry = null;
    this.laidOut = "";
    this.gestures = new NetworkGestures(this);
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    this.parameters = parametersOf(panel.widths);
    this.laidOut = "";
  }

  /**
   * Tell Python which parameter's derivative the reader wants to see, and at which step.
   * @param {number} index
   */
  pick(index) {
    const { layer, to, from } = this.parameters[index];
    this.handle.tell("edge", [layer, to, from, this.step]);
  }

  /** @param {Picture} picture */
  draw(picture) {
    const { selection, frame, pointed } = picture;
    this.step = selection.step(frame);
    const { lane, widths, hidden } = this.panel;
    const opened = openCanvas(this.frame.canvas);
    const p = selection.model(lane, frame);
    const trained = selection.weights(lane, selection.shownFrame(lane, frame));
    if (!opened || !p || !trained) return;
    const size = `${opened.width}×${opened.height}`;
    if (size !== this.laidOut) this.geometry = layOut(widths, this.parameters, opened.width, opened.height);
    this.laidOut = size;
    const changed = selection.isChanged(lane, frame) ? [...selection.changed.keys()] : [];
    if (this.geometry) {
      drawDiagram(opened, this.geometry, { p, parameters: this.parameters, pointed, changed, hidden }, picture);
    }
    const { unit } = this.gestures;
    const current = Math.min(this.gestures.current, p.length - 1);
    const shown = pointed ?? changed.at(-1) ?? null;
    setText(this.probe, shown !== null ? this.words(shown, p, trained) : unit ? this.unitWords(unit, p) : "");
    setAttribute(this.frame.picture, "aria-valuenow", p[current]);
    setAttribute(this.frame.picture, "aria-valuetext", this.words(current, p, trained));
  }

  /**
   * @param {number} index
   * @param {ArrayLike<number>} p
   * @param {ArrayLike<number>} trained
   */
  words(index, p, trained) {
    const text = `${this.nameOf(index)} = ${formatNumber(p[index])}`;
    return p[index] === trained[index] ? text
      : `${text}  by hand, trained ${formatNumber(trained[index])} (Esc)`;
  }

  /** @param {number} index */
  nameOf(index) {
    return this.panel.names?.[index] ?? nameOf(this.parameters[index]);
  }

  /**
   * @param {number[]} unit
   * @param {ArrayLike<number>} p
   */
  unitWords([layer, number], p) {
    const bias = this.parameters.find(({ layer: l, to, from }) => l === layer && to === number && from === 0);
    if (!bias) return `input ${number}`;
    return `unit ${number} of layer ${layer}:  ${this.nameOf(bias.index)} = ${formatNumber(p[bias.index])}`;
  }
}
