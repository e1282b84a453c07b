import { openCanvas } from "../drawing/canvas.js";
import { formatNumber, makeScale } from "../drawing/numbers.js";
import { Panel } from "../panels/panel.js";
import { linesAt } from "../surface/levels.js";
import { drawAxes, drawBall, drawCone, drawLevels, drawMinima, drawRing, drawRun, drawTitle } from "./ball_drawing.js";
import { levelsFor, reliefOf } from "./penalties.js";
import { positionOf } from "../charts/positions.js";

/** @import { Picture } from "../panels/panel.js" */
/** @import { Ball } from "./ball_drawing.js" */
/** @import { Scene } from "../wire/film.js" */

const MARGIN = { left: 34, right: 10, top: 8, bottom: 24 };

/** The plane of two parameters: level lines, where balls of penalties touch them, and runs. */
export class BallPanel extends Panel {
  /** @type {import("../surface/levels.js").Relief} */
  relief;

  /** @type {number[][][]} the level lines in pieces */
  lines = [];

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    this.relief = reliefOf(panel);
    this.lines = levelsFor(this.relief).flatMap((level) => linesAt(this.relief, level));
  }

  /** @param {Picture} picture */
  draw(picture) {
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { panel } = this;
    const { scene, selection, frame, lane: focus } = picture;
    const plane = { context: opened.context, panel, theme: picture.theme, ...placed(opened, panel.window) };
    const { context, box } = plane;
    drawAxes(plane);
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.width, box.height);
    context.clip();
    const v = Math.max(0, positionOf(scene, selection, panel));
    drawLevels(plane, this.lines);
    /** @type {Ball[]} */
    const balls = panel.balls;
    for (const ball of balls) drawBall(plane, this.relief, ball, v);
    balls.forEach((ball, k) => drawMinima(plane, ball, v, k === 0 && !panel.unique));
    // The lane in focus lies on top.
    const order = scene.lanes.map((_, lane) => lane).sort((a, b) => Number(a === focus) - Number(b === focus));
    for (const lane of order) drawRun(plane, picture, lane);
    balls.forEach((ball, k) => drawRing(plane, ball, v, k));
    if (panel.strengths) drawCone(plane, balls[0], v);
    context.restore();
    drawTitle(plane);
    this.describe(selection, scene, frame);
  }

  /**
   * Where the lanes are, for those who do not see the picture.
   * @param {Picture["selection"]} selection
   * @param {Scene} scene
   * @param {number} frame
   */
  describe(selection, scene, frame) {
    const places = scene.lanes.map(({ label }, k) => {
      const p = selection.weights(k, selection.shownFrame(k, frame));
      return `${label} at (${formatNumber(p?.[0])}, ${formatNumber(p?.[1])})`;
    });
    this.frame.picture.setAttribute("aria-label", `${this.panel.alt} ${places.join("; ")}.`);
  }
}

/**
 * The window's scales, one unit as long across as upwards, so that a disc is round.
 * @param {{width: number, height: number}} opened
 * @param {number[][]} window
 */
function placed({ width, height }, window) {
  const box = { left: MARGIN.left, top: MARGIN.top, width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
  const unit = Math.min(box.width / (window[0][1] - window[0][0]), box.height / (window[1][1] - window[1][0]));
  /** @type {(ends: number[], pixels: number) => [number, number]} */
  const around = ([low, high], pixels) => {
    const [middle, half] = [(low + high) / 2, pixels / unit / 2];
    return [middle - half, middle + half];
  };
  const [across, along] = [around(window[0], box.width), around(window[1], box.height)];
  return { box, across, along, x: makeScale(across, [box.left, box.left + box.width]),
    y: makeScale(along, [box.top + box.height, box.top]) };
}
