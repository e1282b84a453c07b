import { isThere } from "./selection.js";

/** @import { Scene } from "../wire/film.js" */

/**
 * The page's own sliders of knobs whose runs are on stage: while a reader moves one, the stage shows
 * the run of its value at once, and does not step back while the page is still answering.
 */
export class Sliders {
  /** @type {{knob: string, value: number} | null} where a reader has put a slider, until the page says the same */
  turned = null;

  /**
   * @param {{scene: Scene, signal: AbortSignal, tryVariant: (family: string, variant: number) => void,
   *   goHome: () => void}} stage
   */
  constructor(stage) {
    this.stage = stage;
    const thumbs = new MutationObserver((records) => records.forEach(({ target }) => this.look(target)));
    thumbs.observe(document.body, { subtree: true, attributeFilter: ["aria-valuetext"] });
    stage.signal.addEventListener("abort", () => thumbs.disconnect());
  }

  /**
   * Is this the thumb of such a slider, and in the reader's hand?
   * @param {Node} thumb
   */
  look(thumb) {
    const { scene } = this.stage;
    if (!scene || thumb !== document.activeElement || !(thumb instanceof Element)) return;
    const knob = Object.keys(scene.sliders).find((name) => thumb.closest(`.${scene.sliders[name]}`));
    if (knob === undefined) return;
    const value = Number(thumb.getAttribute("aria-valuetext"));
    const variant = variantAt(scene, knob, value);
    if (variant < 0 || value === this.turned?.value) return;
    this.turned = { knob, value };
    // Where the page has the slider already, its own run is shown, with all that is said of it.
    if (variant === presentOf(scene, knob)) this.stage.goHome();
    else this.stage.tryVariant(knob, variant);
  }

  /**
   * The run of a scene that has just come which the reader's slider names; null if that is the
   * scene's own, or if the reader has gone on to something else.
   * @param {Scene} scene
   * @returns {[string, number] | null}
   */
  ahead(scene) {
    if (!this.turned) return null;
    const { knob, value } = this.turned;
    const variant = variantAt(scene, knob, value);
    const inHand = document.activeElement?.closest(`.${scene.sliders[knob]}`);
    if (inHand && variant >= 0 && variant !== presentOf(scene, knob)) return [knob, variant];
    this.turned = null;
    return null;
  }
}

/**
 * The variant of a knob's family at a value, -1 where its run cannot be shown.
 * @param {Scene} scene
 * @param {string} knob
 * @param {number} value
 */
export function variantAt({ families }, knob, value) {
  const family = families[knob];
  if (!family) return -1;
  const variant = Array.from(family.axis).findIndex((at) => isSame(at, value));
  return variant >= 0 && isThere(family, variant) ? variant : -1;
}

/**
 * The variant that the page's controls name along a knob.
 * @param {Scene} scene
 * @param {string} knob
 */
export function presentOf({ home, panels, present }, knob) {
  if (home[0] === knob) return home[1];
  return present[knob] ?? panels.find((panel) => panel.knob === knob)?.at ?? -1;
}

/**
 * Equal to the digits that a slider writes.
 * @param {number} a
 * @param {number} b
 */
function isSame(a, b) {
  return Math.abs(a - b) <= 1e-9 * Math.abs(b);
}
