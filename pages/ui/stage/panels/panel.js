import { make, setAttribute, setText } from "../drawing/dom.js";
import { withSubscripts } from "../drawing/letters.js";
import { linesOf, pictureOf, save, saveContents } from "../files/picture.js";

/**
 * What a panel may ask of the stage.
 *
 * @typedef {object} Handle
 * @property {AbortSignal} signal aborted when the stage goes
 * @property {import("./camera.js").Camera} camera that of all surfaces
 * @property {() => void} repaint paint everything in the next animation frame
 * @property {() => void} settle repaint until a 3-D picture that moves on its own has come to rest
 * @property {() => import("../model/selection.js").Selection} selection as it stands, which may be
 *   newer than the last picture
 * @property {(lane: number) => Float32Array | Float64Array | null} model a lane's parameters as they
 *   stand at the moment shown
 * @property {(lane: number, index: number, value: number) => void} changeByHand give a parameter
 *   another value for the moment shown: nothing is told, and the clock stands still
 * @property {(index?: number) => void} takeBack a parameter's change by hand, or all of them
 * @property {(family: string, variant: number) => void} tryVariant show another computed run;
 *   nothing is told
 * @property {(place: number[] | null) => void} tryStart show the start at a place [alpha, beta] of
 *   the plane, with its run where that is computed; nothing is told
 * @property {(ghost: {lane: number, p: Float32Array} | null) => void} tryModel show a model beside
 *   the lane's
 * @property {(sheet: Picture["sheet"]) => void} present put an image where the network reads it
 * @property {(knob: string, value: number) => void} choose tell Python what a knob was set to
 * @property {(index: number | null) => void} point light up a parameter wherever it is shown
 * @property {(frame: number) => void} seek
 * @property {() => void} pause
 * @property {(lane: number) => void} focus
 * @property {(view: string) => void} look at surfaces as "3d" or "contour"
 * @property {(event: string) => boolean} hears does Python listen to it?
 * @property {(event: string, value: unknown) => void} tell Python what the reader did, if it listens
 * @property {() => Promise<any>} plotly the drawing library
 * @property {() => Promise<void>} rest wait until the page has nothing to do, no film plays and no
 *   pointer is held
 */

/**
 * What a panel is given to draw: the moment as all panels show it.
 *
 * @typedef {object} Picture
 * @property {import("../wire/film.js").Scene} scene
 * @property {import("../model/selection.js").Selection} selection
 * @property {number} frame of the selected runs
 * @property {number} lane the one in focus
 * @property {string} view of surfaces, "3d" or "contour"
 * @property {import("../drawing/canvas.js").Theme} theme
 * @property {boolean} playing
 * @property {{lane: number, p: Float32Array} | null} ghost a model to show beside the lane's
 * @property {{pixels: Float64Array, label: number | null, number: number} | null} sheet the image that
 *   the reader has put on the pad, with its class and its number among the scene's, null and -1 for
 *   one of the reader's own
 * @property {number[] | null} start [alpha, beta] that is tried where no run is computed
 * @property {number | null} pointed the parameter that is lit up
 * @property {(lane: number, p: ArrayLike<number> | null) => number} costOf a lane's model, NaN if no
 *   panel can tell
 */

/** A panel of the stage. What its data class on Python's side is called, it is called too. */
export class Panel {
  /**
   * @param {Handle} handle
   * @param {any} panel its description, the data class of Python's side
   * @param {{canvas?: boolean, saved?: boolean, lines?: boolean}} [options] whether it draws on a canvas
   *   of its own, whether its picture can be saved, and whether as lines
   */
  constructor(handle, panel, options = {}) {
    this.handle = handle;
    this.frame = panelFrame(panel, options);
    this.element = this.frame.element;
    /** @type {any} */
    this.panel = null;
    /** @type {Picture | null} the last that it drew */
    this.picture = null;
    const { canvas = true, saved = canvas, lines = canvas } = options;
    /** Has it a picture that a reader can take away? */
    this.saved = saved;
    if (saved) {
      const ways = make("span", { class: "ll-saves" }, saveButton("ll-save", "⤓", "PNG", () => this.save()));
      if (lines) ways.append(saveButton("ll-save-lines", "SVG", "SVG", () => this.saveLines()));
      this.element.append(ways);
    }
  }

  /**
   * The canvases that make up its picture as it is now, from the lowest.
   * @returns {HTMLCanvasElement[]}
   */
  sheets() {
    return [this.frame.canvas];
  }

  /** What stands above its picture. */
  get caption() {
    const [title, note] = [this.frame.title, this.frame.note].map((words) => words.textContent ?? "");
    return { title, note };
  }

  /** Give the reader what is seen now as a file. */
  save() {
    save(pictureOf(this.sheets(), this.caption).toDataURL("image/png"), `${this.panel.name}.png`);
  }

  /** The same as lines and letters, sharp at any size. */
  saveLines() {
    const { picture } = this;
    if (!picture) return;
    const file = linesOf(this.frame.canvas, () => this.draw(picture), this.caption);
    saveContents(new Blob([file], { type: "image/svg+xml" }), `${this.panel.name}.svg`);
  }

  /** @param {Picture} picture */
  paint(picture) {
    this.picture = picture;
    this.draw(picture);
  }

  /** Is its picture still on the way, so that the clock should wait for it? */
  get blank() {
    return false;
  }

  /** Does the reader hold it, so that a rerun must not move what is under the pointer? */
  get held() {
    return false;
  }

  /**
   * Another description has come, in a scene of its own.
   * @param {any} panel
   * @param {import("../wire/film.js").Scene} scene what is veiled would answer its question
   */
  update(panel, { asked }) {
    this.panel = panel;
    this.element.classList.toggle("ll-veiled", Boolean(asked?.open && asked.hides.includes(panel.name)));
    labelFrame(this.frame, panel);
    // Where a scene lays its panels out by columns and rows.
    this.element.classList.toggle("ll-placed", Boolean(panel.across));
    for (const side of ["across", "down"]) this.element.style.setProperty(`--${side}`, panel[side] ?? "");
  }

  /** @param {Picture} _picture */
  draw(_picture) {}

  /**
   * What a lane's model costs; NaN where the panel cannot tell.
   * @param {number} _lane
   * @param {ArrayLike<number>} _p
   */
  costOf(_lane, _p) {
    return NaN;
  }

  /** It leaves the stage. */
  destroy() {}
}

/**
 * The kind of panel that a class is: "space" for SpacePanel.
 * @param {{name: string}} panel
 */
export function kindOf({ name }) {
  return name.replace(/Panel$/, "").replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}

/**
 * @param {string} kind
 * @param {string} text
 * @param {string} format
 * @param {() => void} onclick
 */
function saveButton(kind, text, format, onclick) {
  const title = `Save this picture as it is now (${format})`;
  return make("button", { type: "button", class: kind, text, title, "aria-label": title, onclick });
}

/**
 * A panel's frame: a caption with tools at its right, a picture below.
 * @param {{kind: string, name: string}} panel
 */
function panelFrame(panel, { canvas = true }) {
  const title = make("span", { class: "ll-title" });
  const note = make("span", { class: "ll-note" });
  const tools = make("span", { class: "ll-tools" });
  const picture = make("div", { class: "ll-picture", role: "img" });
  const surface = make("canvas");
  if (canvas) picture.append(surface);
  const element = make("figure", { class: `ll-panel ll-${panel.kind}`, "data-panel": panel.name },
    make("figcaption", {}, title, note, tools), picture);
  return { element, title, note, tools, picture, canvas: surface };
}

/**
 * Bring a frame's words up to date.
 * @param {ReturnType<typeof panelFrame>} frame
 * @param {{title: string, alt: string, note: string}} panel
 */
function labelFrame(frame, panel) {
  setText(frame.title, panel.title);
  setAttribute(frame.picture, "aria-label", withSubscripts(panel.alt));
  setNote(frame, panel.note);
}

/**
 * The short text beside a panel's title; whole on hover where it is cut.
 * @param {{note: HTMLElement}} frame
 * @param {string} [text]
 */
export function setNote(frame, text) {
  const shown = withSubscripts(text ?? "");
  setText(frame.note, shown);
  setAttribute(frame.note, "title", shown);
}
