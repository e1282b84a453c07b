import { make } from "../drawing/dom.js";

/** @import { Picture } from "../panels/panel.js" */
/** @import { Stage } from "./stage.js" */

/** What can be done with a model that the reader has changed: train on from it, or take it back. */
export class ByHand {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.element = make("span", { class: "ll-by-hand", hidden: "" },
      make("button", { type: "button", class: "ll-train", text: "Train from here",
        title: "Train on from the weights shown", onclick: () => this.train() }),
      make("button", { type: "button", class: "ll-toggle ll-undo", text: "Undo",
        title: "Back to the weights that the run had here", onclick: () => this.undo() }));
  }

  /** @param {Picture} picture */
  draw({ scene, selection, frame }) {
    this.element.hidden = !(scene.listens.includes("model") && selection.isChanged(selection.changedLane, frame));
  }

  /** Send Python the whole model that is shown. */
  train() {
    const { selection, frame } = this.stage;
    this.stage.tell("model", Array.from(selection.model(selection.changedLane, frame) ?? []));
  }

  undo() {
    this.stage.selection.takeBack();
    this.stage.touch();
  }
}
