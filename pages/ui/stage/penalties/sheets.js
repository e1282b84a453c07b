import { openCanvas, strokeLine, widthOf, writeText } from "../drawing/canvas.js";
import { toRgb, withAlpha } from "../drawing/colors.js";
import { toggle } from "../drawing/dom.js";
import { shared } from "../drawing/labels.js";
import { drawDisc } from "../drawing/marks.js";
import { clamp } from "../drawing/numbers.js";
import { Panel } from "../panels/panel.js";
import { inWorld } from "../surface/box.js";
import { frameOf } from "../surface/frame.js";
import { project } from "../surface/matrices.js";
import { viewOf, zoomed } from "../surface/orbit.js";
import { colorAt } from "../surface/shading.js";
import { watchTurning } from "../surface/turning.js";
import { lossAt, penaltyAt } from "./penalties.js";
import { positionOf } from "../charts/positions.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Opened, Theme } from "../drawing/canvas.js" */
/** @import { CameraView } from "../surface/orbit.js" */
/** @import { Scene } from "../wire/film.js" */

/** @type {CameraView} */
const HOME = { eye: { x: 1.2, y: -2.05, z: 0.85 }, center: { x: 0, y: 0, z: -0.08 } };
const CELLS = 24;
const FITTING = 0.88;
const SIZE = [1, 1, 1];
/** Cividis, thinned out. @type {[number, number[]][]} */
const SCALE = [[0, [0, 32, 76]], [0.25, [66, 78, 108]], [0.5, [124, 123, 120]], [0.75, [186, 174, 108]], [1, [255, 233, 69]]];

/**
 * @typedef {{height: (u: number, v: number) => number, color: number[] | null, alpha: number}} Sheet
 * @typedef {{pixels: number[][], fill: string, depth: number}} Cell
 */

/** Loss and penalty over two coefficients, each a sheet of its own, or their sum. */
export class SheetsPanel extends Panel {
  /** @type {import("../surface/box.js").Box} */
  box = [];

  /** @type {CameraView} */
  camera = HOME;

  /** @type {{key: string, panel: any, cells: Cell[]}} the sheet of the loss, which no λ moves */
  known = { key: "", panel: null, cells: [] };

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel);
    const reset = toggle("↺", "Reset camera", () => handle.camera.reset());
    this.frame.tools.append(reset.element);
    handle.camera.join(this);
    watchTurning(this.frame.canvas, { on: () => true, camera: () => this.camera, hover: () => {}, leave: () => {},
      turn: (camera) => {
        this.follow(camera);
        handle.camera.turn(camera, this);
      } });
  }

  /** @param {CameraView} camera */
  follow(camera) {
    this.camera = camera;
    this.handle.repaint();
  }

  reset() {
    this.follow(HOME);
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    if (this.handle.camera.now) this.camera = this.handle.camera.now;
    const { reach, labels, top } = panel;
    this.box = [[-reach, reach, labels[0]], [-reach, reach, labels[1]], [0, top, ""]].map(([low, high, title], k) => (
      { low: Number(low), high: Number(high), extent: Number(high) - Number(low), log: false, size: SIZE[k], ticks: 4, title: String(title) }));
  }

  /** @param {Picture} picture */
  draw(picture) {
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { theme } = picture;
    const { panel } = this;
    this.element.dataset.camera = JSON.stringify(this.camera);
    const v = Math.max(0, positionOf(picture.scene, picture.selection, panel));
    const strength = panel.strengths[v];
    /** @type {(u: number, v: number) => number} */
    const loss = (a, b) => lossAt(panel, a, b);
    /** @type {(u: number, v: number) => number} */
    const penalty = (a, b) => strength * penaltyAt(panel, a, b);
    const accent = toRgb(panel.color);
    const sheets = panel.added ? [{ height: (/** @type {number} */ a, /** @type {number} */ b) => loss(a, b) + penalty(a, b), color: null, alpha: 0.92 }]
      : [{ height: loss, color: null, alpha: 0.92 }, { height: penalty, color: accent, alpha: 0.42 }];
    const aspect = opened.width / opened.height;
    // In a narrow picture the eye steps back, until the box's sides are in it.
    const seen = viewOf(zoomed(this.camera, Math.max(1, FITTING / aspect)), aspect);
    this.drawFrame(opened, theme, frameOf(this.box, seen, opened));
    const cells = sheets.flatMap((sheet) => (
      sheet.height === loss ? this.lossCells(opened, seen.toClip, sheet) : this.cellsOf(opened, seen.toClip, sheet)));
    cells.sort((a, b) => b.depth - a.depth);
    const { context } = opened;
    for (const { pixels, fill } of cells) {
      context.beginPath();
      for (const [x, y] of pixels) context.lineTo(x, y);
      context.closePath();
      context.fillStyle = fill;
      context.fill();
    }
    const [a, b] = panel.minima.data.subarray(2 * v, 2 * v + 2);
    for (const { height, color } of sheets) {
      const [x, y] = this.pixelOf(opened, seen.toClip, [a, b, height(a, b)]);
      drawDisc(context, x, y, 5, { fill: color ? panel.color : theme.ink, rim: theme.paper, width: 2 });
    }
  }

  /**
   * @param {{width: number, height: number}} picture
   * @param {import("../surface/matrices.js").Matrix} toClip
   * @param {number[]} point
   */
  pixelOf({ width, height }, toClip, point) {
    const [x, y, depth] = project(toClip, point.map((value, k) => inWorld(this.box[k], value)));
    return [((1 + x) * width) / 2, ((1 - y) * height) / 2, depth];
  }

  /**
   * The cells of the loss: made anew only where the picture is seen from elsewhere.
   * @param {Opened} opened
   * @param {import("../surface/matrices.js").Matrix} toClip
   * @param {Sheet} sheet
   */
  lossCells(opened, toClip, sheet) {
    const key = [toClip, opened.width, opened.height].join();
    if (this.known.key !== key || this.known.panel !== this.panel) {
      this.known = { key, panel: this.panel, cells: this.cellsOf(opened, toClip, sheet) };
    }
    return this.known.cells;
  }

  /**
   * A sheet's cells as filled polygons, cut at the top of the box.
   * @param {Opened} opened
   * @param {import("../surface/matrices.js").Matrix} toClip
   * @param {Sheet} sheet
   * @returns {Cell[]}
   */
  cellsOf(opened, toClip, { height, color, alpha }) {
    const { reach, top } = this.panel;
    const at = (/** @type {number} */ k) => reach * ((2 * k) / CELLS - 1);
    const points = Array.from({ length: CELLS + 1 }, (_, i) => Array.from({ length: CELLS + 1 }, (__, j) => (
      [at(j), at(i), height(at(j), at(i))])));
    const cells = [];
    for (let i = 0; i < CELLS; i += 1) {
      for (let j = 0; j < CELLS; j += 1) {
        const corners = below(top, [points[i][j], points[i][j + 1], points[i + 1][j + 1], points[i + 1][j]]);
        if (corners.length < 3) continue;
        const pixels = corners.map((corner) => this.pixelOf(opened, toClip, corner));
        const mean = (/** @type {number[][]} */ rows) => rows.reduce((sum, row) => sum + row[2], 0) / rows.length;
        // A checkered lightness stands for the lines of a grid.
        const light = (i + j) % 2 ? 1 : 0.9;
        const rgb = (color ?? colorAt(SCALE, mean(corners) / top)).map((channel) => Math.round(light * channel));
        cells.push({ pixels, fill: `rgba(${rgb}, ${alpha})`, depth: mean(pixels) });
      }
    }
    return cells;
  }

  /**
   * @param {Opened} opened
   * @param {Theme} theme
   * @param {ReturnType<typeof frameOf>} frame
   */
  drawFrame({ context, width }, theme, { walls, edges, ticks, titles }) {
    for (const { from, to } of walls) strokeLine(context, [from, to], { color: theme.hair });
    for (const { from, to } of edges) strokeLine(context, [from, to], { color: theme.faint });
    /** @type {import("../drawing/labels.js").Box[]} */
    const taken = [];
    for (const [labels, color, size] of /** @type {const} */ ([[titles, theme.ink, 12], [ticks, theme.muted, 10]])) {
      for (const { at: [x, y], text } of labels) {
        const wide = widthOf(context, text, { theme, size });
        const left = clamp(x - wide / 2, 2, width - wide - 2);
        const box = { x: left, y: y - size / 2, width: wide, height: size };
        if (taken.some((other) => shared(box, other))) continue;
        taken.push(box);
        writeText(context, text, left, y, { theme, color, size, baseline: "middle", halo: withAlpha(theme.paper, 0.8) });
      }
    }
  }

  destroy() {
    this.handle.camera.leave(this);
  }
}

/**
 * What of a polygon is not above a height.
 * @param {number} top
 * @param {number[][]} corners
 */
export function below(top, corners) {
  return corners.flatMap((corner, k) => {
    const next = corners[(k + 1) % corners.length];
    const [inside, follows] = [corner[2] <= top, next[2] <= top];
    const kept = inside ? [corner] : [];
    if (inside === follows) return kept;
    const share = (top - corner[2]) / (next[2] - corner[2]);
    return [...kept, corner.map((value, axis) => value + share * (next[axis] - value))];
  });
}
