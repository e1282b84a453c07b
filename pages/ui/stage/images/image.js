import { contextOf, openCanvas, widthOf, writeText } from "../drawing/canvas.js";
import { isLight, toRgb } from "../drawing/colors.js";
import { make, setText } from "../drawing/dom.js";
import { formatNumber } from "../drawing/numbers.js";
import { Panel } from "../panels/panel.js";
import { arranged, inLines, limitsOf, pixelAt, roomOf, shadeOf, shortNumber, valueOf } from "./image_drawing.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Grid, Scene } from "../wire/film.js" */
/** @import { Box } from "./image_drawing.js" */

/** @typedef {{pixels: Grid, caption: string, signed: boolean, limits: number[] | null, numbers: boolean}} Image */

const LINE = 15;
/** A pixel is so much wider than the number in it. */
const ROOM = 3;
const BELOW = 4;

/** Gray images and maps of features, at the moment shown, each with a caption. */
export class ImagePanel extends Panel {
  /** @type {Box[]} where the images were last drawn */
  boxes = [];

  /** @type {number[][]} */
  shapes = [];

  /** @type {[number, number][]} the values of paper and of ink */
  limits = [];

  /** @type {{x: number, y: number} | null} the pointer over the picture */
  pointer = null;

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel, { lines: false });
    this.probe = make("span", { class: "ll-probe" });
    this.frame.picture.append(this.probe);
    this.drawn = document.createElement("canvas");
    const { canvas } = this.frame;
    canvas.addEventListener("pointermove", (event) => this.point({ x: event.offsetX, y: event.offsetY }));
    canvas.addEventListener("pointerleave", () => this.point(null));
  }

  /** @param {{x: number, y: number} | null} pointer */
  point(pointer) {
    this.pointer = pointer;
    this.handle.repaint();
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    /** @type {Image[]} */
    const images = panel.images;
    this.shapes = images.map(({ pixels: { shape } }) => shape.slice(1));
    this.limits = images.map(limitsOf);
  }

  /** @param {Picture} picture */
  draw(picture) {
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { context, width, height } = opened;
    const { theme, scene: { colors } } = picture;
    const shades = { paper: rgb(theme.paper), ink: rgb(theme.ink), negative: rgb(colors.negative),
      positive: rgb(colors.positive) };
    /** @type {(text: string) => number} */
    const measure = (text) => widthOf(context, text, { theme, size: 12 });
    /** @type {string[]} */
    const captions = this.panel.images.map((/** @type {Image} */ { caption }) => caption);
    this.boxes = arranged(this.shapes, width, height, LINE + BELOW);
    let lines = captions.map((caption) => inLines(caption, measure, roomOf(this.boxes, width)));
    const most = Math.max(...lines.map(({ length }) => length));
    if (most > 1) {
      this.boxes = arranged(this.shapes, width, height, most * LINE + BELOW);
      lines = captions.map((caption) => inLines(caption, measure, roomOf(this.boxes, width)));
    }
    this.boxes.forEach((box, k) => {
      // What is smaller than the screen's pixels is averaged, and no row of it is left out.
      context.imageSmoothingEnabled = box.width < this.shapes[k][1];
      context.imageSmoothingQuality = "high";
      context.drawImage(this.painted(k, picture.frame, shades), box.x, box.y, box.width, box.height);
      context.strokeStyle = theme.faint;
      context.lineWidth = 1;
      context.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
      if (this.panel.images[k].numbers) this.write(context, k, picture, shades);
      lines[k].forEach((line, n) => writeText(context, line, box.x + box.width / 2,
        box.y + box.height + (n + 1) * LINE, { theme, color: theme.ink, size: 12, align: "center" }));
    });
    this.say(picture);
  }

  /**
   * An image in colors, a pixel each.
   * @param {number} k
   * @param {number} frame
   * @param {Parameters<typeof shadeOf>[2]} shades
   */
  painted(k, frame, shades) {
    const [height, width] = this.shapes[k];
    const { signed } = this.panel.images[k];
    Object.assign(this.drawn, { width, height });
    const context = contextOf(this.drawn);
    const data = context.createImageData(width, height);
    for (let at = 0; at < width * height; at += 1) {
      data.data.set([...shadeOf(this.value(k, frame, at), this.limits[k], shades, signed), 255], 4 * at);
    }
    context.putImageData(data, 0, 0);
    return this.drawn;
  }

  /**
   * Write its value into every pixel of an image.
   * @param {CanvasRenderingContext2D} context
   * @param {number} k
   * @param {Picture} picture
   * @param {Parameters<typeof shadeOf>[2]} shades
   */
  write(context, k, { frame, theme }, shades) {
    const { x, y, width, height } = this.boxes[k];
    const [rows, columns] = this.shapes[k];
    const [across, down] = [width / columns, height / rows];
    const values = Array.from({ length: rows * columns }, (_, at) => this.value(k, frame, at));
    const texts = values.map(shortNumber);
    if (down < 16 || texts.some((text) => widthOf(context, text, { theme, size: 11 }) > across - ROOM)) return;
    values.forEach((value, at) => {
      const shade = `rgb(${shadeOf(value, this.limits[k], shades, this.panel.images[k].signed)})`;
      writeText(context, texts[at], x + ((at % columns) + 0.5) * across, y + (Math.floor(at / columns) + 0.5) * down,
        { theme, color: isLight(shade) ? "black" : "white", size: 11, align: "center", baseline: "middle" });
    });
  }

  /**
   * @param {number} k which image
   * @param {number} frame
   * @param {number} at which of its pixels, row by row
   */
  value(k, frame, at) {
    const { pixels: { shape: [frames], data }, limits } = this.panel.images[k];
    const [height, width] = this.shapes[k];
    const stored = data[Math.min(frame, frames - 1) * height * width + at];
    return valueOf(stored, data instanceof Uint8Array, limits);
  }

  /** @param {Picture} picture */
  say({ frame }) {
    const found = this.pointer && pixelAt(this.boxes, this.shapes, this.pointer.x, this.pointer.y);
    if (!found) return setText(this.probe, "");
    const { image, row, column } = found;
    const value = this.value(image, frame, row * this.shapes[image][1] + column);
    return setText(this.probe, `row ${row + 1}, column ${column + 1}: ${formatNumber(value)}`);
  }
}

/**
 * @param {string} color
 * @returns {[number, number, number]}
 */
function rgb(color) {
  const [red, green, blue] = toRgb(color);
  return [red, green, blue];
}

