import { shared, WISHED } from "./names.js";

/** @import { Scene } from "./film.js" */

/**
 * What of a stage says how a scene is looked at; `before` is the view to go back to.
 * @typedef {{view: string, before: string | null, scene: Scene, seek: (frame: number) => void,
 *   panels: {handle: {camera: {lead: (camera: any) => void}}}}} Looked
 */

/**
 * A place is pointed at from above; after that the view is again what it was.
 * @param {Pick<Looked, "view" | "before">} stage
 * @param {Scene} scene
 */
export function lookFromAbove(stage, { asked }) {
  if (asked?.open && asked.kind === "place") {
    stage.before ??= stage.view;
    stage.view = "contour";
  } else if (stage.before) {
    stage.view = stage.before;
    stage.before = null;
  }
}

/**
 * A scene of a lecture says how it begins; once.
 * @param {Looked} stage
 */
export function stageAsWished(stage) {
  const wished = shared(WISHED);
  if (!wished) return;
  shared(WISHED, null);
  const view = wished.view || stage.scene.view;
  if (stage.before) stage.before = view;
  else stage.view = view;
  if (wished.camera) stage.panels.handle.camera.lead(wished.camera);
  if (typeof wished.frame === "number") stage.seek(wished.frame);
}
