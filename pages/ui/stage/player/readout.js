import { make, setAttribute, setText } from "../drawing/dom.js";
import { labelHtml, withSubscripts } from "../drawing/letters.js";
import { formatNumber } from "../drawing/numbers.js";

/** @import { Selection } from "../model/selection.js" */
/** @import { Picture } from "../panels/panel.js" */
/** @import { Lane, Numbers, Reading, Scene } from "../wire/film.js" */

const BY_HAND = "Changed by hand: these are not the weights that the run had here.";
const PAUSE_BEFORE_SPEAKING = 700;
/** By this name a question hides the numbers, as it hides a panel. */
const NUMBERS = "numbers";

/** Numbers and one sentence for each lane at the moment shown; one for all beside a table of them. */
export class Readout {
  /** @type {{sentences: string[], sentence: Numbers} | undefined} the table of all, where there is one */
  standings;

  /** @type {ReturnType<typeof makeReading>[]} */
  cells = [];

  /** What lanes and columns the rows are made for, and what has been said last. */
  structure = "";

  spoken = "";

  /** The run that the last picture was of. */
  run = "";


  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;

  constructor() {
    this.rows = make("div", { class: "ll-readings" });
    this.story = make("p", { class: "ll-told" });
    this.tallest = make("p", { class: "ll-longest", "aria-hidden": "true" });
    this.told = make("div", { class: "ll-story", hidden: "" }, this.tallest, this.story);
    this.live = make("p", { class: "ll-aloud", "aria-live": "polite" });
    this.element = make("div", { class: "ll-readout" }, this.rows, this.told, this.live);
  }

  /** @param {Scene} scene */
  update(scene) {
    this.standings = scene.panels.find(({ kind }) => kind === "standings");
    this.rows.hidden = Boolean(this.standings);
    this.element.hidden = scene.lanes.length === 0;
    this.told.hidden = !this.standings;
    this.rebuild(scene);
    this.rows.classList.toggle("ll-quiet", Boolean(scene.asked?.open && scene.asked.hides.includes(NUMBERS)));
    scene.readings.forEach(({ sentences }, k) => keepRoom(this.cells[k].room, sentences));
    keepRoom(this.tallest, this.standings?.sentences ?? []);
  }

  /**
   * The rows anew, where lanes or columns are others than before.
   * @param {Scene} scene
   */
  rebuild(scene) {
    const structure = JSON.stringify(scene.readings.map(({ columns }, k) => (
      [scene.lanes[k].label, scene.lanes[k].color, columns.map(({ label }) => label)])));
    if (structure === this.structure) return;
    this.structure = structure;
    this.cells = scene.readings.map((reading, k) => makeReading(scene.lanes[k], reading));
    this.rows.replaceChildren(...this.cells.map(({ element }) => element));
  }

  /** @param {Picture} picture */
  draw({ scene, selection, frame, playing, costOf }) {
    // A film that plays by itself is silent, but for what it is about.
    const anew = this.isAnew(scene.run);
    if (this.standings) {
      const { sentences, sentence: numbers } = this.standings;
      const sentence = selection.isHome ? sentences[numbers[frame]] ?? "" : tellDiverged(scene, selection);
      setText(this.story, withSubscripts(sentence));
      if ((!playing || anew) && sentences.length > 0) this.speakLater(scene, selection, frame, sentence);
      return;
    }
    /** @type {(column: number, k: number) => number} */
    const handCost = (column, k) => (column === 0 ? costOf(k, selection.model(k, frame)) : NaN);
    scene.readings.forEach((reading, k) => {
      const cells = this.cells[k];
      const byHand = selection.isChanged(k, frame);
      const shown = selection.shownFrame(k, frame);
      reading.columns.forEach(({ values }, c) => {
        const value = byHand ? handCost(c, k) : selection.isHome && frame < values.length ? values[frame]
          : c === 0 ? selection.costs(k)[shown] : NaN;
        setText(cells.values[c], formatNumber(value));
        setAttribute(cells.values[c], "title", Number.isFinite(value) ? String(value) : "");
      });
      setText(cells.sentence, withSubscripts(sentenceFor(selection, reading, k, frame)));
    });
    const sentences = scene.readings.map((reading, k) => (
      `${scene.lanes[k].label}: ${sentenceFor(selection, reading, k, frame)}`));
    if ((!playing || anew) && sentences.length > 0) {
      // How a run ends is said of no step as long as the film is under way to its end.
      const whole = playing && scene.readings.every(({ sentence }) => !sentence);
      this.speakLater(scene, selection, whole ? NaN : frame, sentences.join(" "));
    }
  }

  /**
   * Is this another run than before? What has been said of the other one is not true any more.
   * @param {string} run
   */
  isAnew(run) {
    if (run === this.run) return false;
    this.run = run;
    setText(this.live, "");
    return true;
  }

  /**
   * What assistive technology says, once the reader has stopped moving.
   * @param {Scene} scene
   * @param {Selection} selection
   * @param {number} frame NaN for what holds at all of them
   * @param {string} sentences
   */
  speakLater(scene, selection, frame, sentences) {
    // What would answer a question is not spoken either.
    if (scene.asked?.open) return;
    const moment = Number.isNaN(frame) ? "" : `${scene.step_label} ${selection.step(frame)}. `;
    const text = withSubscripts(`${moment}${sentences}`);
    if (text === this.spoken) return;
    this.spoken = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => setText(this.live, text), PAUSE_BEFORE_SPEAKING);
  }
}

/**
 * @param {Selection} selection
 * @param {Reading} reading
 * @param {number} lane
 * @param {number} frame
 */
function sentenceFor(selection, reading, lane, frame) {
  if (selection.isChanged(lane, frame)) return BY_HAND;
  if (selection.isHome && reading.sentence) return reading.sentences[reading.sentence[frame]] ?? "";
  return selection.ending(lane);
}

/**
 * What is known of runs that are tried in a race: who diverges.
 * @param {Scene} scene
 * @param {Selection} selection
 */
function tellDiverged({ lanes }, selection) {
  return lanes.flatMap(({ label }, k) => (
    selection.varies(k) && selection.divergedAt(k) >= 0 ? `${label}: ${selection.ending(k)}` : [])).join(" ");
}

/**
 * Let an element keep the room that any of the sentences may need: unseen, it has the longest.
 * @param {HTMLElement} room
 * @param {string[]} sentences
 */
function keepRoom(room, sentences) {
  const longest = [BY_HAND, ...sentences].reduce((a, b) => (b.length > a.length ? b : a));
  setAttribute(room, "data-longest", withSubscripts(longest));
}

/**
 * @param {Lane} lane
 * @param {Reading} reading
 */
function makeReading(lane, { columns }) {
  const values = columns.map(() => make("dd"));
  const numbers = make("dl", {}, ...columns.map(({ label }, c) => {
    const term = make("dt");
    term.innerHTML = labelHtml(label);
    return make("div", {}, term, values[c]);
  }));
  const sentence = make("p", { class: "ll-sentence" });
  const room = make("p", { class: "ll-longest", "aria-hidden": "true" });
  const element = make("div", { class: "ll-reading" },
    make("h2", { text: lane.label }), numbers, room, sentence);
  element.style.setProperty("--lane", lane.color);
  return { element, values, sentence, room };
}
