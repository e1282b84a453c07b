import { make } from "../drawing/dom.js";
import { frames } from "../drawing/motion.js";
import { saveContents } from "../files/picture.js";
import { canRecord, Recording } from "../files/recording.js";

/** @import { Part } from "../files/recording.js" */
/** @import { Stage } from "./stage.js" */

const [BEGIN, END] = ["Save the film of the pictures (WebM): it plays once", "End the film here and save it"];
/** Paintings for which the last picture is held. */
const HELD = 20;

/** The button that plays the film once and gives it to the reader as a file. */
export class FilmButton {
  /** @type {Recording | null} */
  recording = null;

  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.element = make("button", { type: "button", class: "ll-icon ll-film", text: "⤓",
      onclick: () => (this.recording ? this.end() : this.begin()) });
    this.element.hidden = !canRecord();
    this.name();
  }

  name() {
    const words = this.recording ? END : BEGIN;
    Object.assign(this.element, { title: words, ariaLabel: words, ariaPressed: String(this.recording !== null) });
  }

  begin() {
    const { clientWidth, clientHeight } = this.stage.panels.element;
    this.recording = new Recording(clientWidth, clientHeight);
    this.stage.seek(0);
    this.stage.clock.play();
    this.name();
  }

  /**
   * Another picture of the run is on stage.
   * @param {string} words which moment it is
   */
  draw(words) {
    if (!this.recording) return;
    this.recording.take(this.parts(), words, this.stage.theme);
    if (!this.stage.clock.playing) this.end();
  }

  async end() {
    const { recording } = this;
    this.recording = null;
    this.name();
    // The last picture stands for a moment: what is filmed lags behind what is painted.
    await frames(HELD);
    const film = await recording?.end();
    if (!film) return;
    saveContents(film, "film.webm");
  }

  /**
   * The pictures on stage, where they are; tables are none.
   * @returns {Part[]}
   */
  parts() {
    const { element, byName } = this.stage.panels;
    const whole = element.getBoundingClientRect();
    const zoom = whole.width / element.clientWidth;
    return [...byName.values()].filter(({ saved }) => saved).map((panel) => {
      const { x, y, width, height } = panel.frame.picture.getBoundingClientRect();
      return { sheets: panel.sheets(), title: panel.frame.title.textContent ?? "", width: width / zoom,
        x: (x - whole.x) / zoom, y: (y - whole.y) / zoom, height: height / zoom };
    });
  }
}
