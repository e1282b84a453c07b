import { make, segmented, setAttribute } from "../drawing/dom.js";
import { Tween, wantsStillness } from "../drawing/motion.js";
import { STAGES } from "../model/projections.js";

const SECONDS_PER_STAGE = 1.4;
const SNAP = 0.03;
const WORDS = ["x, the inputs", "z = Wx + c, the linear map", "h = σ(z), the fold"];

/** The way from x over z to h: buttons for the stages, a slider between them, and one that plays it. */
export class Morph {
  /** @param {() => void} repaint */
  constructor(repaint) {
    this.repaint = repaint;
    this.at = STAGES.h;
    this.from = this.at;
    /** @type {number | null} */
    this.target = null;
    this.tween = new Tween(0);
    this.start = NaN;
    /** @type {ReturnType<typeof segmented> | null} */
    this.buttons = null;
    this.play = make("button", { type: "button", class: "ll-toggle ll-morph-play", text: "▸ fold",
      title: "Play how the inputs become the hidden space", "aria-label": "Fold the plane",
      onclick: () => this.replay() });
    this.range = make("input", { type: "range", max: "2", step: "0.05", class: "ll-scrub ll-morph-range",
      "aria-label": "Way from the inputs to the hidden space", oninput: () => this.set(Number(this.range.value)) });
    this.element = make("span", { class: "ll-morph" }, this.play, this.range);
    this.setStart(STAGES.x);
  }

  /**
   * Where the way begins: at x, or at z where x is not in the picture.
   * @param {number} start
   */
  setStart(start) {
    if (start === this.start) return;
    this.start = start;
    setAttribute(this.range, "min", start);
    this.at = Math.max(this.at, start);
    const letters = Object.keys(STAGES).slice(start);
    this.buttons?.element.remove();
    this.buttons = segmented("Stage of the map", letters.map((letter) => ({ value: letter, label: letter })),
      (letter) => this.go(STAGES[letter]));
    this.element.append(this.buttons.element);
  }

  /**
   * Stand at a stage, or between two of them.
   * @param {number} at
   */
  set(at) {
    const near = Math.round(at);
    this.at = Math.abs(at - near) < SNAP ? near : at;
    this.target = null;
    this.repaint();
  }

  /**
   * Move to a stage; with reduced motion be there.
   * @param {number} target
   */
  go(target) {
    if (wantsStillness()) {
      this.set(target);
      return;
    }
    const way = Math.abs(target - this.at);
    Object.assign(this, { target, from: this.at, tween: new Tween(SECONDS_PER_STAGE * way) });
    this.repaint();
  }

  /** From the start to h; with reduced motion one stage at each press. */
  replay() {
    if (wantsStillness()) this.set(this.at >= STAGES.h ? this.start : Math.floor(this.at) + 1);
    else {
      this.at = this.start;
      this.go(STAGES.h);
    }
  }

  /** Where it is now; while it moves another painting is asked for. */
  now() {
    if (this.target === null) return this.at;
    const share = this.tween.share();
    const way = this.target - this.from;
    this.at = share < 1 ? this.from + eased(share * Math.abs(way)) * Math.sign(way) : this.target;
    if (share < 1) this.repaint();
    else this.target = null;
    return this.at;
  }

  draw() {
    const stage = this.now();
    if (Number(this.range.value) !== stage) this.range.value = String(stage);
    this.range.style.setProperty("--done", String((stage - this.start) / (STAGES.h - this.start)));
    const near = Math.round(stage);
    setAttribute(this.range, "aria-valuetext", near === stage ? WORDS[near]
      : `between ${WORDS[Math.floor(stage)]} and ${WORDS[Math.ceil(stage)]}`);
    this.buttons?.show(near === stage ? Object.keys(STAGES)[near] : "");
    return stage;
  }
}

/**
 * Rest at every whole stage of the way.
 * @param {number} way
 */
function eased(way) {
  const whole = Math.floor(way);
  const t = way - whole;
  return whole + t * t * (3 - 2 * t);
}
