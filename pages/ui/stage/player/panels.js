import { make, setAttribute } from "../drawing/dom.js";
import { handleOf } from "./handle.js";
import { kindNamed, kindsCome } from "./kinds.js";

/** @import { Panel, Picture } from "../panels/panel.js" */
/** @import { Scene } from "../wire/film.js" */

/** The panels of a scene, by the names that Python gives them. */
export class Panels {
  /** @param {import("./stage.js").Stage} stage */
  constructor(stage) {
    this.handle = handleOf(stage);
    this.element = make("div", { class: "ll-panels" });
    /** @type {Map<string, Panel>} */
    this.byName = new Map();
  }

  /**
   * Wait until the code of a scene's panels has come.
   * @param {Scene} scene
   */
  ready({ panels }) {
    return kindsCome(panels.map(({ kind }) => kind));
  }

  /** Is one of the pictures still on the way? */
  get blank() {
    return [...this.byName.values()].some((panel) => panel.blank);
  }

  /** Does the reader hold one of them? */
  get held() {
    return [...this.byName.values()].some((panel) => panel.held);
  }

  /**
   * What a lane's model costs as it is shown, changed by hand or not, if a panel can tell; else NaN.
   * @param {number} lane
   * @param {ArrayLike<number> | null} p
   */
  costOf(lane, p) {
    if (!p) return NaN;
    const costs = [...this.byName.values()].map((panel) => panel.costOf(lane, p));
    return costs.find(Number.isFinite) ?? NaN;
  }

  /**
   * Keep the panels that are still there, make the new ones, drop the rest.
   * @param {Scene} scene
   */
  update(scene) {
    /** @type {Map<string, Panel>} */
    const kept = new Map();
    for (const description of scene.panels) {
      const known = this.byName.get(description.name);
      const panel = known && known.panel.kind === description.kind ? known : this.made(description);
      panel.update(description, scene);
      kept.set(description.name, panel);
    }
    for (const [name, panel] of this.byName) {
      if (kept.get(name) === panel) continue;
      panel.destroy();
      panel.element.remove();
    }
    this.byName = kept;
    [...kept.values()].forEach(({ element }, k) => {
      const there = this.element.children[k];
      if (there !== element) this.element.insertBefore(element, there ?? null);
    });
    const kinds = scene.panels.map(({ kind }) => kind);
    setAttribute(this.element, "data-landscapes", kinds.filter((kind) => kind === "landscape").length);
    setAttribute(this.element, "data-placed", scene.panels.some(({ across }) => across));
    setAttribute(this.element, "data-kinds", [...new Set(kinds)].join(" "));
  }

  /**
   * @param {{kind: string}} description
   * @returns {Panel}
   */
  made(description) {
    const Kind = kindNamed(description.kind);
    if (!Kind) throw new Error(`There is no panel of the kind “${description.kind}”.`);
    return new Kind(this.handle, description);
  }

  /** @param {Picture} picture */
  draw(picture) {
    for (const panel of this.byName.values()) panel.paint(picture);
  }

  destroy() {
    for (const panel of this.byName.values()) panel.destroy();
  }
}
