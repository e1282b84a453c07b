import { keepPast } from "./past.js";
import { PointsEditor } from "./points_editor.js";

/** @import { Data, Points } from "./points.js" */

/**
 * A panel with a picture of points.
 * @typedef {object} Host
 * @property {HTMLElement} element
 * @property {{picture: HTMLElement, tools: HTMLElement}} frame
 * @property {{hears: (event: string) => boolean, tell: (event: string, value: unknown) => void, repaint: () => void}} handle
 */

/** A panel's points where they are the reader's to change: where it has their units and the page listens. */
export class OwnPoints {
  /** @type {PointsEditor | null} */
  editor = null;

  /** How to edit, or why something cannot be; it stands in the note's place. */
  said = "";

  /**
   * @param {Host} host
   * @param {() => void} saying called when `said` is another
   */
  constructor(host, saying) {
    this.host = host;
    this.saying = saying;
  }

  /** Does the reader hold a point? */
  get held() {
    return this.editor?.held ?? false;
  }

  /** Is it the points that a gesture is for? */
  get on() {
    return this.editor?.on ?? false;
  }

  /** @param {Data} data of the picture */
  update(data) {
    const { frame, handle } = this.host;
    if (!data.own || !handle.hears("points")) {
      this.editor?.leave();
      this.editor = null;
      return;
    }
    this.editor ??= new PointsEditor(frame.picture, { repaint: () => handle.repaint(),
      tell: (points) => this.tell(points), say: (words) => this.say(words) });
    this.editor.update(data);
    const { element: button } = this.editor.edit;
    if (!button.isConnected) frame.tools.before(button);
  }

  /** @param {Points} points as they are now */
  tell(points) {
    keepPast(points);
    this.host.handle.tell("points", points.rows);
  }

  /** @param {string} words */
  say(words) {
    this.said = words;
    this.saying();
  }
}
