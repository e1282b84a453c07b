import { Told } from "./drawn.js";

/** @import { Handle } from "../panels/panel.js" */
/** @import { Scene } from "../wire/film.js" */

/** Who goes from one to the next with keys tells of the last. */
const MILLISECONDS = 300;

/** What a reader has picked on a panel: the address has it, so that a reload and a link do. */
export class Picked {
  /**
   * @param {Handle} handle
   * @param {string} name under which the scene has it
   * @param {(text: string) => void} put shows what a link, or the way back, has
   */
  constructor(handle, name, put) {
    this.handle = handle;
    this.name = name;
    this.put = put;
    this.told = new Told();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {Scene} scene as it has come */
  hear({ picked }) {
    const text = picked[this.name] ?? "";
    if (this.told.hear(text)) this.put(text);
  }

  /** @param {string} text of what is picked now, "" for nothing */
  tell(text) {
    if (!this.told.tell(text)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.handle.tell("picked", [this.name, text]), MILLISECONDS);
  }
}
