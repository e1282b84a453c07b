import { contextOf, openCanvas, strokeLine, writeText } from "../drawing/canvas.js";
import { toRgb, withAlpha } from "../drawing/colors.js";
import { make, setAttribute, setText } from "../drawing/dom.js";
import { pixelIn } from "../drawing/gestures.js";
import { Panel, setNote } from "../panels/panel.js";
import { Picked } from "./picked.js";
import { readerOf } from "./reader.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Theme } from "../drawing/canvas.js" */
/** @import { Reader } from "./reader.js" */
/** @import { Scene } from "../wire/film.js" */

const CLASSES = 10;
const MARGIN = { left: 26, top: 20, rest: 4 };
const MOST_SHOWN = 60;
const LIST_MILLISECONDS = 250;

/** The confusion matrix of the pad's images, and those that are taken for others. */
export class MistakesPanel extends Panel {
  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel, { lines: false });
    this.frame.picture.setAttribute("role", "group");
    /** @type {number[] | null} [right class, taken for] that the reader has picked */
    this.picked = null;
    this.kind = new Picked(handle, "taken", (text) => {
      this.picked = text ? Array.from(text, Number) : null;
    });
    /** @type {Reader | null} */
    this.reader = null;
    this.shown = "";
    this.listed = 0;
    this.cell = 0;
    /** @type {Map<number, ReturnType<typeof makeThumb>>} of one theme and one set of images */
    this.thumbs = new Map();
    this.thumbsOf = "";
    this.list = make("div", { class: "ll-mistakes-list", role: "group", "aria-label": "Wrong digits" });
    this.frame.picture.append(this.list);
    this.frame.canvas.addEventListener("click", (event) => this.pick(event));
    this.frame.canvas.setAttribute("role", "img");
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    this.kind.hear(scene);
  }

  /** @param {MouseEvent} event */
  pick(event) {
    const [x, y] = pixelIn(this.frame.canvas, event);
    const place = [y - MARGIN.top, x - MARGIN.left].map((v) => Math.floor(v / this.cell));
    const inside = place.every((v) => v >= 0 && v < CLASSES);
    this.picked = inside && String(place) !== String(this.picked) ? place : null;
    this.kind.tell(this.picked?.join("") ?? "");
    this.handle.repaint();
  }

  /** @param {Picture} picture */
  draw(picture) {
    const reader = readerOf(picture);
    this.reader = reader;
    const taken = reader.mistakes(picture);
    const counts = new Int32Array(CLASSES * CLASSES);
    taken.forEach((digit, n) => { counts[reader.labels[n] * CLASSES + digit] += 1; });
    const wrong = Array.from(taken.keys()).filter((n) => taken[n] !== reader.labels[n]);
    setNote(this.frame, `${wrong.length} of ${reader.count} wrong`);
    setAttribute(this.frame.canvas, "aria-label", `Confusion matrix: ${wrong.length} of ${reader.count} wrong`);
    this.drawMatrix(counts, picture);
    this.drawList(reader, taken, wrong, picture);
  }

  /**
   * Rows are the right classes, columns what they are taken for.
   * @param {Int32Array} counts
   * @param {Picture} picture
   */
  drawMatrix(counts, { theme, scene: { colors } }) {
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { context, width, height } = opened;
    this.cell = Math.min((width - MARGIN.left - MARGIN.rest) / CLASSES, (height - MARGIN.top - MARGIN.rest) / CLASSES);
    const { cell } = this;
    const digitStyle = { theme, color: theme.muted, size: 10.5, align: /** @type {CanvasTextAlign} */ ("center"),
      baseline: /** @type {CanvasTextBaseline} */ ("middle") };
    for (let i = 0; i < CLASSES; i += 1) {
      writeText(context, String(i), MARGIN.left - 8, MARGIN.top + (i + 0.5) * cell, digitStyle);
      writeText(context, String(i), MARGIN.left + (i + 0.5) * cell, MARGIN.top - 9, digitStyle);
      const all = counts.subarray(i * CLASSES, (i + 1) * CLASSES).reduce((sum, n) => sum + n, 0);
      for (let j = 0; j < CLASSES; j += 1) {
        const count = counts[i * CLASSES + j];
        const [x, y] = [MARGIN.left + j * cell, MARGIN.top + i * cell];
        const share = all ? count / all : 0;
        const [color, most] = i === j ? [theme.ink, 0.3] : [colors.class1, 0.6];
        context.fillStyle = count ? withAlpha(color, 0.1 + most * share ** 0.7) : theme.wash;
        context.fillRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
        if (count && cell > 11) {
          writeText(context, String(count), x + cell / 2, y + cell / 2 + 0.5,
            { ...digitStyle, color: theme.ink, size: Math.min(11, 0.62 * cell) });
        }
      }
    }
    if (this.picked) {
      const [i, j] = this.picked;
      const [x, y] = [MARGIN.left + j * cell, MARGIN.top + i * cell];
      strokeLine(context, [[x, y], [x + cell, y], [x + cell, y + cell], [x, y + cell], [x, y]],
        { color: theme.ink, width: 2 });
    }
  }

  /**
   * Small pictures, each of which goes onto the pad at a click.
   * @param {Reader} reader
   * @param {Uint8Array} taken
   * @param {number[]} wrong
   * @param {Picture} picture
   */
  drawList(reader, taken, wrong, { theme, playing }) {
    const { picked } = this;
    const numbers = picked ? Array.from(taken.keys()).filter((n) => reader.labels[n] === picked[0] && taken[n] === picked[1])
      : wrong;
    const shown = numbers.slice(0, MOST_SHOWN);
    const key = `${theme.key} ${shown.map((n) => `${n}→${taken[n]}`)}`;
    // Nobody reads a list that changes with every frame.
    if (key === this.shown || (playing && performance.now() - this.listed < LIST_MILLISECONDS)) return;
    this.shown = key;
    this.listed = performance.now();
    if (this.thumbsOf !== `${theme.key} ${reader.count}`) this.thumbs.clear();
    this.thumbsOf = `${theme.key} ${reader.count}`;
    const left = numbers.length - shown.length;
    this.list.replaceChildren(...shown.map((n) => this.thumb(reader, n, taken[n], theme)),
      make("span", { text: left ? `and ${left} more` : "" }));
  }

  /**
   * @param {Reader} reader
   * @param {number} n
   * @param {number} taken
   * @param {Theme} theme
   */
  thumb(reader, n, taken, theme) {
    const known = this.thumbs.get(n) ?? makeThumb(reader, n, theme, () => this.handle.present(reader.sheet(n)));
    this.thumbs.set(n, known);
    const label = reader.labels[n];
    const caption = label === taken ? String(label) : `${label}→${taken}`;
    setText(known.caption, caption);
    const words = `${caption}: test digit ${n + 1}, a ${label}, read as ${taken}: put it on the pad`;
    setAttribute(known.element, "title", words);
    setAttribute(known.element, "aria-label", words);
    return known.element;
  }
}

/**
 * @param {Reader} reader
 * @param {number} n
 * @param {Theme} theme
 * @param {() => void} onclick
 */
function makeThumb(reader, n, theme, onclick) {
  const canvas = make("canvas", { width: reader.side, height: reader.side });
  paint(canvas, reader.sheet(n).pixels, theme);
  const caption = make("small");
  return { element: make("button", { type: "button", onclick }, canvas, caption), caption };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Float64Array} pixels
 * @param {Theme} theme
 */
function paint(canvas, pixels, theme) {
  const context = contextOf(canvas);
  const image = context.createImageData(canvas.width, canvas.height);
  const [ink, paper] = [toRgb(theme.ink), theme.paperRgb];
  pixels.forEach((value, k) => {
    for (let c = 0; c < 3; c += 1) image.data[4 * k + c] = value * ink[c] + (1 - value) * paper[c];
    image.data[4 * k + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}
