import { openCanvas } from "../drawing/canvas.js";
import { makeScale } from "../drawing/numbers.js";
import { Panel } from "../panels/panel.js";
import { linesAt } from "../surface/levels.js";
import { drawAxes, drawBall, drawCone, drawLevels, drawMinima, drawRun } from "./ball_drawing.js";
import { levelsFor, reliefOf } from "./penalties.js";
import { PlaceAnswer } from "./place_answer.js";
import { positionOf } from "../charts/positions.js";

/** @import { Handle, Picture } from "../panels/panel.js" */
/** @import { Scene } from "../wire/film.js" */

const MARGIN = { left: 34, right: 10, top: 8, bottom: 24 };

/** The plane of two coefficients: where the ball of a penalty touches the level lines of the loss. */
export class BallPanel extends Panel {
  /** @type {import("../surface/levels.js").Relief} */
  relief;

  /** @type {number[][][]} the level lines in pieces */
  lines = [];

  /**
   * @param {Handle} handle
   * @param {any} panel
   */
  constructor(handle, panel) {
    super(handle, panel);
    this.answer = new PlaceAnswer(this.frame.canvas, handle);
  }

  /**
   * @param {any} panel
   * @param {Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    this.answer.update(scene);
    this.relief = reliefOf(panel);
    this.lines = levelsFor(this.relief).flatMap((level) => linesAt(this.relief, level));
  }

  /** @param {Picture} picture */
  draw(picture) {
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const { context, width, height } = opened;
    const { panel } = this;
    const [wide, high] = [width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom];
    // One scale for both: a disc is a disc.
    const unit = Math.min(wide, high) / (2 * panel.reach);
    const [middle, center] = [MARGIN.left + wide / 2, MARGIN.top + high / 2];
    const [across, along] = [wide / 2 / unit, high / 2 / unit];
    const place = { x: makeScale([-across, across], [middle - wide / 2, middle + wide / 2]),
      y: makeScale([-along, along], [center + high / 2, center - high / 2]) };
    const plane = { context, panel, theme: picture.theme, ...place, across, along,
      box: { left: MARGIN.left, top: MARGIN.top, width: wide, height: high } };
    drawAxes(plane);
    context.save();
    context.beginPath();
    context.rect(MARGIN.left, MARGIN.top, wide, high);
    context.clip();
    drawLevels(plane, this.lines);
    if (!this.answer.waits) this.drawContact(plane, picture);
    this.answer.draw(context, place, picture.scene);
    context.restore();
  }

  /**
   * Where ball and level line touch, and how the runs come there.
   * @param {import("./ball_drawing.js").Plane} plane
   * @param {Picture} picture
   */
  drawContact(plane, picture) {
    const { panel } = this;
    const v = Math.max(0, positionOf(picture.scene, picture.selection, panel));
    const w = panel.minima.data.subarray(2 * v, 2 * v + 2);
    drawBall(plane, this.relief, w);
    drawMinima(plane, v);
    picture.scene.lanes.forEach((_, lane) => drawRun(plane, picture, lane));
    drawCone(plane, w, panel.strengths[v]);
  }
}
