import { contextOf, writeText } from "../drawing/canvas.js";

/** @import { Theme } from "../drawing/canvas.js" */

/**
 * A picture of a film: canvases that lie over each other, and where, in pixels of the whole.
 * @typedef {{sheets: HTMLCanvasElement[], title: string, x: number, y: number, width: number, height: number}} Part
 */

const [FRAMES_A_SECOND, BITS_A_SECOND] = [30, 8e6];
const [FOOT, TITLE_SIZE, FOOT_SIZE, MARGIN] = [28, 13, 13, 10];
/** No film is wider, in pixels. */
const WIDEST = 1920;

/** Can this browser make films? */
export const canRecord = () => typeof MediaRecorder !== "undefined"
  && MediaRecorder.isTypeSupported("video/webm");

/** A film in the making: what is put into it is filmed in the time in which it is put there. */
export class Recording {
  /**
   * @param {number} width in CSS pixels
   * @param {number} height
   */
  constructor(width, height) {
    this.size = { width, height };
    this.scale = scaleOf(width, devicePixelRatio);
    this.canvas = document.createElement("canvas");
    // Encoders of films want even numbers.
    [this.canvas.width, this.canvas.height] = [even(width * this.scale), even((height + FOOT) * this.scale)];
    this.recorder = new MediaRecorder(this.canvas.captureStream(FRAMES_A_SECOND),
      { mimeType: "video/webm", videoBitsPerSecond: BITS_A_SECOND });
    /** @type {Blob[]} */
    this.pieces = [];
    this.recorder.ondataavailable = ({ data }) => this.pieces.push(data);
  }

  /**
   * Film this.
   * @param {Part[]} parts
   * @param {string} words below them
   * @param {Theme} theme
   */
  take(parts, words, theme) {
    const { width, height } = this.size;
    const context = contextOf(this.canvas);
    context.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    context.fillStyle = theme.paper;
    context.fillRect(0, 0, width, height + FOOT);
    for (const part of parts) {
      for (const sheet of part.sheets) context.drawImage(sheet, part.x, part.y, part.width, part.height);
      writeText(context, part.title, part.x, part.y - MARGIN / 2,
        { theme, size: TITLE_SIZE, weight: 600, color: theme.ink });
    }
    writeText(context, words, MARGIN, height + FOOT - MARGIN, { theme, size: FOOT_SIZE, color: theme.muted });
    if (this.recorder.state === "inactive") this.recorder.start();
  }

  /**
   * The film as far as it has come; null if nothing has.
   * @returns {Promise<Blob | null>}
   */
  end() {
    if (this.recorder.state === "inactive") return Promise.resolve(null);
    return new Promise((resolve) => {
      this.recorder.onstop = () => resolve(new Blob(this.pieces, { type: "video/webm" }));
      this.recorder.stop();
      for (const track of this.recorder.stream.getTracks()) track.stop();
    });
  }
}

/**
 * As sharp as the screen, as long as the film is not too wide.
 * @param {number} width
 * @param {number} ratio
 */
export function scaleOf(width, ratio) {
  return Math.min(ratio, WIDEST / width);
}

/** @param {number} length */
const even = (length) => 2 * Math.round(length / 2);
