import { contextOf, openCanvas, strokeLine, typeSize, widthOf, writeText, zoomOf } from "../drawing/canvas.js";
import { toRgba } from "../drawing/colors.js";
import { make } from "../drawing/dom.js";
import { shared } from "../drawing/labels.js";
import { drawContour } from "../surface/contour.js";
import { inverse, project } from "../surface/matrices.js";
import { FINE, QUICK, render, sceneryOf } from "../surface/scenery.js";
import { cameraProjection, contourProjection } from "./projection.js";
import { watchTurning } from "../surface/turning.js";

/** @import { CameraView } from "../surface/orbit.js" */
/** @import { Scenery } from "../surface/scenery.js" */

/** Sizes in pixels, as Plotly's scenes have them in the stage's dress. */
const [TICK_SIZE, TITLE_SIZE, LINE_WIDTH] = [25 / 3, 13, 0.5];

/**
 * A landscape's figure drawn by the stage itself: at once, without any library, until Plotly has drawn
 * it, where Plotly cannot, and on paper if it is a surface.
 */
export class OwnDrawing {
  /** @param {import("./landscape.js").LandscapePanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.canvas = make("canvas", { class: "ll-own ll-off", "aria-hidden": "true" });
    this.letters = make("canvas");
    this.painted = "";
    this.quality = QUICK;
    this.made = "";
    /** @type {Scenery | null} */
    this.scenery = null;
    /** @type {ReturnType<typeof render> | null} of the surface */
    this.picture = null;
    /** @type {ReturnType<typeof drawContour> | null} of the contour */
    this.axes = null;
    watchTurning(this.canvas, { on: () => panel.view === "3d", camera: () => this.camera,
      turn: (camera) => this.turn(camera), hover: (x, y) => panel.hover(this.placeAt(x, y)),
      leave: () => panel.hover(null) });
    this.paintForPrint = () => this.paintFine();
    window.addEventListener("beforeprint", this.paintForPrint);
  }

  /**
   * From where the surface is seen.
   * @returns {CameraView}
   */
  get camera() {
    return this.panel.handle.camera.now ?? this.panel.plots["3d"].home;
  }

  /** Is it what the reader sees? */
  get shown() {
    return this.painted !== "" && !this.canvas.classList.contains("ll-off");
  }

  /** Show the surface as it is now, or leave it to Plotly. @param {boolean} visible */
  show(visible) {
    this.canvas.classList.toggle("ll-off", !visible);
    if (!visible) return;
    this.paint();
    if (this.panel.view === "3d") this.panel.noteCamera(this.camera);
    // The first picture is there soon, and fine in the frame after it.
    if (this.quality === FINE) return;
    this.quality = FINE;
    this.panel.handle.repaint();
  }

  /** Paint the figure as it is kept and printed. */
  paintFine() {
    this.quality = FINE;
    this.paint();
  }

  /** @param {CameraView} camera */
  turn(camera) {
    this.panel.noteCamera(camera);
    this.panel.handle.camera.turn(camera, this.panel.plots["3d"]);
    this.panel.handle.repaint();
  }

  /** Paint the figure, unless it looks so already. */
  paint() {
    const { plot } = this.panel;
    if (!plot.wanted) return;
    const { key, theme } = plot.wanted;
    const made = `${key}|${this.quality.points}`;
    const painted = [plot.view, made, zoomOf(this.canvas), plot.view === "3d" && JSON.stringify(this.camera)].join("|");
    if (painted === this.painted) return;
    const opened = openCanvas(this.canvas);
    if (!opened) return;
    this.painted = painted;
    if (plot.view === "3d") {
      if (!this.scenery || this.made !== made) this.scenery = sceneryOf(plot.dressed(plot.wanted), toRgba, this.quality);
      this.made = made;
      this.picture = render(this.scenery, this.camera, opened, (mark) => this.stampOf(mark, theme));
      this.drawOn(opened, this.picture, theme);
    } else {
      this.axes = drawContour(opened, plot.dressed(plot.wanted), theme);
    }
  }

  /**
   * @param {import("../drawing/canvas.js").Opened} opened
   * @param {ReturnType<typeof render>} picture
   * @param {import("../drawing/canvas.js").Theme} theme
   */
  drawOn({ context, width, height }, { raster, frame: { walls, edges, ticks, titles } }, theme) {
    for (const [lines, color] of /** @type {const} */ ([[walls, theme.hair], [edges, theme.faint]])) {
      for (const { from, to } of lines) strokeLine(context, [from, to], { color, width: LINE_WIDTH });
    }
    const { canvas } = contextOf(this.letters);
    [canvas.width, canvas.height] = [raster.width, raster.height];
    contextOf(canvas).putImageData(new ImageData(raster.color, raster.width, raster.height), 0, 0);
    context.imageSmoothingQuality = "high";
    context.drawImage(canvas, 0, 0, width, height);
    /** @type {import("../drawing/labels.js").Box[]} */
    const taken = [];
    for (const [labels, color, size] of /** @type {const} */ ([
      [titles, theme.ink, TITLE_SIZE], [ticks, theme.muted, TICK_SIZE]])) {
      for (const { at: [x, y], text, angle } of labels) {
        const box = boxAround([x, y], angle, widthOf(context, text, { theme, size }), typeSize(theme, size));
        const inside = shared(box, { x: 0, y: 0, width, height }) >= 0.99 * box.width * box.height;
        // Large type finds less room; where Plotly takes over, its places are kept, so that nothing jumps.
        if (theme.least > 0 && labels === ticks && !(inside && taken.every((other) => !shared(box, other)))) continue;
        taken.push(box);
        context.save();
        context.translate(x, y);
        context.rotate(angle);
        writeCentered(context, text, { theme, color, size });
        context.restore();
      }
    }
  }

  /**
   * A sign as pixels of the raster.
   * @param {Scenery["marks"][number]} mark
   * @param {import("../drawing/canvas.js").Theme} theme
   */
  stampOf({ text, size, color }, theme) {
    const side = Math.ceil(2 * size * this.quality.pixels);
    [this.letters.width, this.letters.height] = [side, side];
    const context = contextOf(this.letters, { willReadFrequently: true });
    context.translate(side / 2, side / 2);
    writeCentered(context, text, { theme, color, size: size * this.quality.pixels });
    return context.getImageData(0, 0, side, side);
  }

  /**
   * Where the drawing puts points.
   * @param {(alpha: number, beta: number) => number} costAt
   */
  projection(costAt) {
    if (this.panel.view !== "3d") return this.axes && contourProjection({ _fullLayout: this.axes });
    if (!this.picture || !this.scenery) return null;
    const { toClip } = this.picture;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const { box } = this.scenery;
    return cameraProjection(new DOMMatrix(toClip), { left: 0, top: 0, width, height },
      box.map(({ low, high }) => [low, high].sort((a, b) => a - b)), box[2].log, costAt);
  }

  /**
   * [alpha, beta] of the surface at a pixel, or null where there is none.
   * @param {number} x
   * @param {number} y
   */
  placeAt(x, y) {
    if (!this.picture) return null;
    const { raster, toClip } = this.picture;
    const [column, row] = [x, y].map((at) => Math.floor((at * raster.width) / this.canvas.clientWidth));
    if (column < 0 || row < 0 || column >= raster.width || row >= raster.height) return null;
    const depth = raster.depth[row * raster.width + column];
    if (!Number.isFinite(depth)) return null;
    return project(inverse(toClip), [(2 * (column + 0.5)) / raster.width - 1,
      1 - (2 * (row + 0.5)) / raster.height, depth]).slice(0, 2);
  }

  destroy() {
    window.removeEventListener("beforeprint", this.paintForPrint);
  }
}

/**
 * The upright box around a turned text.
 * @param {number[]} middle
 * @param {number} angle
 * @param {number} width
 * @param {number} height
 */
function boxAround([x, y], angle, width, height) {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const [wide, high] = [width * cos + height * sin, width * sin + height * cos];
  return { x: x - wide / 2, y: y - high / 2, width: wide, height: high };
}

/**
 * Text whose ink has its middle at the origin, as Plotly's scenes place it.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {{theme: import("../drawing/canvas.js").Theme, color: string, size: number}} style
 */
function writeCentered(context, text, style) {
  context.font = `400 ${typeSize(style.theme, style.size)}px ${style.theme.font}`;
  context.textBaseline = "alphabetic";
  const { actualBoundingBoxAscent: above, actualBoundingBoxDescent: below } = context.measureText(text);
  writeText(context, text, 0, (above - below) / 2, { ...style, align: "center" });
}
