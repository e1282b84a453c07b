import { make, setAttribute, setText } from "../drawing/dom.js";
import { ByHand } from "./by_hand.js";
import { SPEEDS } from "./clock.js";
import { claimKeys, hasKeys } from "./keys.js";

/** @import { Picture } from "../panels/panel.js" */
/** @import { Scene } from "../wire/film.js" */
/** @import { Selection } from "../model/selection.js" */
/** @import { Stage } from "./stage.js" */

const ICONS = {
  play: "M7 4.5v15l12.5-7.5z",
  pause: "M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z",
  first: "M5 5h2.5v14H5zM19.5 5v14L8.5 12z",
  back: "M15.5 5v14L5.5 12zM16.5 5H19v14h-2.5z",
  next: "M8.5 5v14l10-7zM5 5h2.5v14H5z",
};
/** What uses the arrow keys itself, and what only uses the space bar. */
const USES_ARROWS = "input, textarea, select, [contenteditable], [role=slider], [role=radio], [role=tab], "
  + "[role=option], [role=combobox], [role=listbox], [role=menuitem], [role=grid]";
const USES_SPACE = "button, a, summary, [role=button]";

/** Play, pause, step, scrub and speed, with their keys. */
export class Player {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.play = iconButton("play", "Play (space)", () => stage.togglePlay());
    this.play.classList.add("ll-play");
    const first = iconButton("first", "Back to the start (Home)", () => stage.seek(0));
    const back = iconButton("back", "One step back (←)", () => this.step(-1));
    const next = iconButton("next", "One step on (→)", () => this.step(1));
    this.range = make("input", { type: "range", min: "0", step: "1", "aria-label": "Moment of the run",
      class: "ll-scrub", oninput: () => stage.seek(Number(this.range.value)) });
    this.count = make("output", { class: "ll-count" });
    this.speed = make("select", { class: "ll-speed", "aria-label": "Speed",
      onchange: () => this.setSpeed(Number(this.speed.value)) },
    ...SPEEDS.map((speed) => make("option", { value: speed, text: `${speedName(speed)}×` })));
    this.byHand = new ByHand(stage);
    this.element = make("div", { class: "ll-player" }, first, back, this.play, next, this.range, this.count,
      this.speed, this.byHand.element);
    claimKeys(stage.root, stage.signal);
    document.addEventListener("keydown", (event) => this.onKey(event), { signal: stage.signal });
  }

  /** @param {number} change in frames */
  step(change) {
    this.stage.seek(this.stage.clock.frame + change);
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.stage.clock.speed = speed;
    this.stage.touch();
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const { stage } = this;
    if (!(event.target instanceof Element) || !hasKeys(stage.root)) return;
    if (event.target.closest(USES_ARROWS)) return;
    if (event.key === " " && event.target.closest(USES_SPACE)) return;
    /** @type {Record<string, () => void>} */
    const actions = {
      " ": () => stage.togglePlay(),
      ArrowLeft: () => this.step(-1),
      ArrowRight: () => this.step(1),
      Home: () => stage.seek(0),
      End: () => stage.seek(Infinity),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  /** @param {Picture} picture */
  draw(picture) {
    const { scene, selection, frame } = picture;
    const { clock } = this.stage;
    // A scene in which nobody trains stands still.
    this.element.hidden = scene.lanes.length === 0;
    this.byHand.draw(picture);
    const word = clock.playing ? "Pause (space)" : "Play (space)";
    if (this.play.title !== word) {
      this.play.title = word;
      this.play.setAttribute("aria-label", word);
      this.play.querySelector("path")?.setAttribute("d", clock.playing ? ICONS.pause : ICONS.play);
    }
    setAttribute(this.range, "max", clock.frames - 1);
    if (Number(this.range.value) !== clock.frame) this.range.value = String(clock.frame);
    this.range.style.setProperty("--done", String(clock.frame / Math.max(1, clock.frames - 1)));
    const text = `${scene.step_label} ${group(selection.step(frame))} / ${group(lastStep(scene, selection))}`;
    setText(this.count, text);
    setAttribute(this.range, "aria-valuetext", text);
    if (Number(this.speed.value) !== clock.speed) this.speed.value = String(clock.speed);
  }
}

/**
 * Where the run ends, also while it is still on its way there.
 * @param {Scene} scene
 * @param {Selection} selection
 */
function lastStep({ live, panels }, { family: { steps } }) {
  const planned = live ? panels.find((panel) => panel.last_step)?.last_step : null;
  return planned ?? steps[steps.length - 1];
}

/**
 * @param {keyof typeof ICONS} icon
 * @param {string} label
 * @param {() => void} onclick
 */
function iconButton(icon, label, onclick) {
  const button = make("button", { type: "button", class: "ll-icon", title: label, "aria-label": label,
    onclick });
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
  return button;
}

/** @param {number} speed */
function speedName(speed) {
  if (speed === 0.25) return "¼";
  return speed === 0.5 ? "½" : String(speed);
}

/** @param {number} step */
function group(step) {
  return String(step).replace(/\B(?=(\d{3})+$)/g, ",");
}
