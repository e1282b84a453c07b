import { MatrixPanel } from "../diagrams/matrix.js";
import { NetworkPanel } from "../diagrams/network.js";
import { make, setAttribute } from "../drawing/dom.js";
import { LandscapePanel } from "../landscape/landscape.js";
import { BoundaryPanel } from "../panels/boundary.js";
import { CurvePanel } from "../panels/curve.js";
import { StandingsPanel } from "../panels/standings.js";
import { StripPanel } from "../panels/strip.js";
import { SeparatePanel } from "../space/separate.js";
import { SpacePanel } from "../space/space.js";

const KINDS = { landscape: LandscapePanel, boundary: BoundaryPanel, curve: CurvePanel, strip: StripPanel,
  network: NetworkPanel, matrix: MatrixPanel, standings: StandingsPanel, space: SpacePanel, separate: SeparatePanel };

/** The panels of a scene, and what the surfaces among them have in common. */
export class Panels {
  constructor(stage) {
    this.stage = stage;
    this.element = make("div", { class: "ll-panels" });
    this.byName = new Map();
  }

  /** Is the reader dragging along the strip? */
  get held() {
    return [...this.byName.values()].some((panel) => panel.dragging);
  }

  get landscapes() {
    return [...this.byName.values()].filter((panel) => panel instanceof LandscapePanel);
  }

  /** What a lane's model costs as it is shown, changed by hand or not, if a panel can tell; else NaN. */
  costOf(lane, p) {
    const costs = [...this.byName.values()].map((panel) => panel.costOf?.(lane, p));
    return costs.find(Number.isFinite) ?? NaN;
  }

  /** Keep the panels that are still there, make the new ones, drop the rest. */
  update(scene) {
    const kept = new Map();
    for (const description of scene.panels) {
      const known = this.byName.get(description.name);
      const panel = known?.panel.kind === description.kind ? known
        : new KINDS[description.kind](this.stage, description);
      panel.update(description, scene);
      kept.set(description.name, panel);
    }
    for (const [name, panel] of this.byName) {
      if (kept.get(name) === panel) continue;
      panel.destroy?.();
      panel.element.remove();
    }
    this.byName = kept;
    [...kept.values()].forEach(({ element }, k) => {
      const there = this.element.children[k];
      if (there !== element) this.element.insertBefore(element, there ?? null);
    });
    setAttribute(this.element, "data-landscapes", this.landscapes.length);
    setAttribute(this.element, "data-kinds", [...new Set(scene.panels.map(({ kind }) => kind))].join(" "));
  }

  draw(picture) {
    for (const panel of this.byName.values()) panel.draw(picture);
  }

  /** One camera for all surfaces; `from` is the plot that the reader turned. */
  turn(camera, from) {
    const text = JSON.stringify(camera);
    if (text === this.cameraText) return;
    this.cameraText = text;
    this.camera = camera;
    for (const panel of this.landscapes) {
      panel.noteCamera(camera);
      if (panel.plots["3d"] !== from) panel.plots["3d"].follow(camera);
    }
  }

  resetViews() {
    for (const panel of this.landscapes) for (const plot of Object.values(panel.plots)) plot.reset();
  }

  /** Show every ring at a place whose paths nobody has computed. */
  previewStart(place) {
    for (const panel of this.landscapes) panel.previewStart = place;
  }

  destroy() {
    for (const panel of this.byName.values()) panel.destroy?.();
  }
}
