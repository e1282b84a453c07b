import { Asking, isResting } from "./asking.js";
import { make, setAttribute, setText } from "../drawing/dom.js";
import { claim, hasModifier } from "../drawing/gestures.js";
import { Connection } from "./connection.js";
import { Help } from "./help.js";
import { actionOf } from "./keymap.js";
import { Phone } from "./phone.js";
import { bringIntoSight, makeRoomFor, rememberDeck, seen, wish } from "./staging.js";
import { Black, Ring, turnFullScreen } from "./screen.js";
import { isTyping } from "./typing.js";
import { enlarge } from "./zoom.js";

/**
 * What Python tells of the lecture.
 * @typedef {object} Told
 * @property {boolean} lecture whether lecture mode is on
 * @property {number} turn how often a scene has been entered
 * @property {import("./staging.js").Staging & {at: number, count: number, title: string, section: string, line: string,
 *   question: string, asks: boolean}} scene the one that is on, and where in the deck
 * @property {import("./phone.js").Link & {asked: number} | null} phone what a phone may open
 * @property {string} deck all scenes as a file, empty where there are none
 * @property {string} session what the server calls this window, until it is started anew
 */

const PRESETS = ":is([class*=st-key-presets-] > :not([class*=-predict]), .st-key-predict-options) .stButton button";
const SHOW = ".st-key-predict-show button";
const LISTED = "[class*=st-key-deck-go-]";
const PATIENCE = 3000;

/** A page in a lecture hall: one for a window, through all runs of all pages. */
export class Hall {
  /** @type {Told | null} */
  told = null;

  /** @type {(event: string, value: unknown) => void} tells Python; Streamlit gives it at each rerun */
  send = () => {};

  constructor() {
    this.asking = new Asking((at) => this.send("go", at));
    /** Scenes to go on, as soon as it is known which there are. */
    this.early = 0;
    /** Is a section in sight that is below the stage, or is one to come? */
    this.below = false;
    this.later = false;
    /** When the scene came: its question may take a moment longer. */
    this.turned = -Infinity;
    this.help = new Help();
    this.phone = new Phone();
    this.black = new Black();
    this.ring = new Ring();
    this.bar = make("nav", { class: "ll-hall", "aria-label": "Lecture" },
      make("button", { type: "button", text: "Controls (C)", onclick: () => this.turnBar() }),
      make("button", { type: "button", text: "QR (Q)", onclick: () => this.askForCode() }),
      make("button", { type: "button", text: "Keys (?)", onclick: () => this.help.turn() }),
      make("button", { type: "button", text: "Leave lecture mode (L)", onclick: () => this.turnLecture() }));
    this.line = make("span");
    this.question = make("strong");
    this.caption = make("p", { class: "ll-caption" }, this.line, " ", this.question);
    // Its style comes when it likes, and its lines break anew in another window.
    new ResizeObserver(() => {
      if (!this.told || !this.caption.isConnected) return;
      makeRoomFor(this.caption);
      bringIntoSight(this.told.scene.section);
    }).observe(this.caption);
    this.connection = new Connection(() => this.send("again", Date.now()));
    window.addEventListener("keydown", (event) => this.onKey(event), true);
    window.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest(LISTED)) this.asking.drop();
    }, true);
    window.addEventListener("resize", () => enlarge(Boolean(this.told?.lecture)));
  }

  /**
   * @param {Told} told
   * @param {(event: string, value: unknown) => void} send
   */
  update(told, send) {
    const before = this.told?.deck ?? null;
    this.connection.hear(told.session);
    const turned = told.turn !== (this.told?.turn ?? 0);
    if (turned) {
      wish(told.scene);
      this.turned = performance.now();
      letGo();
      this.below = Boolean(told.scene.section) && !told.scene.asks;
      this.later = Boolean(told.scene.section) && told.scene.asks;
    }
    if (told.phone && told.phone.asked !== this.told?.phone?.asked) this.phone.show(told.phone);
    this.told = told;
    this.send = send;
    this.asking.arrived(told.scene.at);
    rememberDeck(told.deck, told.scene.at, before, (kept) => send("stored", kept));
    const root = document.documentElement;
    setAttribute(root, "data-lecture", told.lecture);
    if (told.lecture) document.body.append(this.bar);
    else {
      this.bar.remove();
      delete root.dataset.bar;
    }
    // The sentence above the stage is out of sight where a scene shows what is below it.
    setText(this.line, told.scene.line);
    setText(this.question, told.scene.question);
    enlarge(told.lecture);
    this.placeCaption();
    if (turned) bringIntoSight(this.below ? told.scene.section : "");
    if (told.scene.count && this.early) {
      const change = this.early;
      this.early = 0;
      this.turnPage(change);
    }
  }

  placeCaption() {
    const below = Boolean(this.told?.lecture && this.told.scene.section && this.below);
    if (below) document.body.append(this.caption);
    else this.caption.remove();
    if (!below) makeRoomFor(null);
  }

  /**
   * @param {number} change in scenes
   * @returns {boolean} whether there is such a scene
   */
  turnPage(change) {
    if (!this.told?.scene.count) return this.waitForScenes(change);
    // What has been asked is shown before the lecture goes on.
    if (change > 0 && this.asking.at === null) {
      // A button that is there may be one of a question that has been answered.
      const { asks } = this.told.scene;
      const comes = performance.now() - this.turned < PATIENCE;
      if (asks ? press(SHOW) || comes : this.goBelow()) return true;
    }
    // A second press may come before the answer to the first.
    const at = (this.asking.at ?? this.told.scene.at) + change;
    if (at >= 0 && at < this.told.scene.count) this.asking.ask(at);
    return true;
  }

  /**
   * As long as the first run of the page is under way, nobody knows whether there are scenes.
   * @param {number} change
   */
  waitForScenes(change) {
    if (isResting()) return false;
    this.early = change;
    return true;
  }

  /** The section of a scene that has asked first, once its answer has been seen; was it to come? */
  goBelow() {
    if (!this.told || !this.later) return false;
    this.later = false;
    this.below = true;
    this.placeCaption();
    bringIntoSight(this.told.scene.section);
    return true;
  }

  /** Python makes the code of this address. */
  askForCode() {
    this.send("phone", location.href);
  }

  /** The button for it may still be on its way, or be one of the run before. */
  turnLecture() {
    if (!this.told) return false;
    this.send("lecture", !this.told.lecture);
    return true;
  }

  turnBar() {
    const { dataset } = document.documentElement;
    if (dataset.bar) delete dataset.bar;
    else dataset.bar = "open";
    // The stage above it is of another height now.
    if (this.told && this.below) bringIntoSight(this.told.scene.section);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.defaultPrevented || event.repeat || hasModifier(event)) return;
    if (this.black.on) {
      claim(event);
      this.black.turn();
      return;
    }
    const action = actionOf(event.key, Boolean(this.told?.lecture));
    if (!action || isTyping(event.target, event.key)) return;
    if (this.help.isOff && !["help", "close"].includes(action)) return;
    if (this.act(action, event.key)) {
      claim(event);
      // Streamlit has uses of its own for some letters.
      event.stopImmediatePropagation();
    }
  }

  /**
   * Whether there was anything to do.
   * @param {string} action
   * @param {string} key
   * @returns {boolean}
   */
  act(action, key) {
    if ([this.help, this.phone].some(({ element }) => element.open) && !["help", "close"].includes(action)) return false;
    switch (action) {
      case "preset": return press(PRESETS, Number(key) - 1);
      case "lecture": return this.turnLecture();
      case "next": return this.turnPage(1);
      case "previous": return this.turnPage(-1);
      case "keep": this.send("keep", seen()); return true;
      case "phone": this.askForCode(); return true;
      case "bar": this.turnBar(); return true;
      case "black": this.black.turn(); return true;
      case "ring": this.ring.turn(); return true;
      case "full": turnFullScreen(); return true;
      case "help": this.help.turn(); return true;
      case "close": return this.close();
      default: return false;
    }
  }

  /** What lies over the page goes, the last first; whether there was anything. */
  close() {
    if (this.phone.element.open) this.phone.close();
    else if (this.help.element.open) this.help.close();
    else if (this.ring.on) this.ring.turn();
    else return false;
    return true;
  }
}

/** A field or a picture that has the keys lets go of them. */
function letGo() {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && (isTyping(activeElement) || activeElement.closest("[data-testid=stage]"))) {
    activeElement.blur();
  }
}

/**
 * Press a button of the page, if it is there.
 * @param {string} selector
 * @param {number} number which of those that it finds
 */
function press(selector, number = 0) {
  const button = document.querySelectorAll(selector)[number];
  if (!(button instanceof HTMLElement)) return false;
  button.click();
  return true;
}
