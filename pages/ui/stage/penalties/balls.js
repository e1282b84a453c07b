import { openCanvas, strokeLine, withAlpha, writeBelow, writeLeft, writeText, writeTicks } from "../drawing/canvas.js";
import { drawDisc } from "../drawing/marks.js";
import { formatNumber, formatTick, linearTicks, makeScale } from "../drawing/numbers.js";
import { Panel } from "../panels/panel.js";
import { PlaceAnswer } from "./place_answer.js";
import { ballOf, ellipseOf, heightAt } from "./quadratic.js";

/** @import { Theme } from "../drawing/canvas.js" */
/** @import { Scale } from "../drawing/numbers.js" */
/** @import { Handle, Picture } from "../panels/panel.js" */

const MARGIN = { left: 40, right: 10, top: 8, bottom: 24 };
const LEVELS = 9;

/**
 * What is drawn on, and its scales: as long a way across as upwards, so that a disc is round.
 * @typedef {{context: CanvasRenderingContext2D, width: number, height: number, theme: Theme, x: Scale, y: Scale}} Sheet
 */

/** A quadratic loss over two parameters: level lines, a ball for each norm, and the lanes' paths. */
export class BallsPanel extends Panel {
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
   * @param {import("../wire/film.js").Scene} scene
   */
  update(panel, scene) {
    super.update(panel, scene);
    this.answer.update(scene);
  }

  /** @param {Picture} picture */
  draw(picture) {
    const opened = openCanvas(this.frame.canvas);
    if (!opened) return;
    const sheet = sheetOf(opened, this.panel.window, picture.theme);
    const { context, width, height } = opened;
    context.save();
    context.beginPath();
    context.rect(MARGIN.left, MARGIN.top, width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom);
    context.clip();
    this.drawLevels(sheet);
    if (!this.answer.waits) {
      this.drawBalls(sheet, picture);
      this.drawPaths(sheet, picture);
    }
    this.answer.draw(context, sheet, picture.scene);
    context.restore();
    drawAxes(sheet, this.panel.labels);
  }

  /** @param {Sheet} sheet */
  drawLevels(sheet) {
    const { context, theme } = sheet;
    const { hessian, center, window } = this.panel;
    const corners = window[0].flatMap((/** @type {number} */ a) => window[1].map((/** @type {number} */ b) => heightAt(hessian.data, center, [a, b])));
    const top = Math.max(...corners);
    for (let k = 1; k <= LEVELS; k += 1) {
      // Evenly spaced lines for a bowl: heights grow with the square.
      const points = ellipseOf(hessian.data, center, top * (k / LEVELS) ** 2);
      strokeLine(context, onSheet(sheet, points), { color: theme.hair, width: 1 });
    }
    const [[x, y]] = onSheet(sheet, [center]);
    writeText(context, "★", x, y, { theme, color: theme.muted, size: 15, align: "center", baseline: "middle", halo: theme.paper });
  }

  /**
   * Each ball, and the level line that touches it.
   * @param {Sheet} sheet
   * @param {Picture} picture
   */
  drawBalls(sheet, { selection }) {
    const { context } = sheet;
    const { balls, hessian, center } = this.panel;
    for (const { norm, radius, contact, color, name } of balls) {
      const v = radius.length === 1 ? 0 : selection.variant;
      const edge = onSheet(sheet, ballOf(norm, radius[v]));
      context.beginPath();
      for (const [x, y] of edge) context.lineTo(x, y);
      context.closePath();
      context.fillStyle = withAlpha(color, 0.1);
      context.fill();
      strokeLine(context, edge, { color, width: 1.75 });
      const touched = Array.from(contact.data.subarray(2 * v, 2 * v + 2));
      const level = ellipseOf(hessian.data, center, heightAt(hessian.data, center, touched));
      strokeLine(context, onSheet(sheet, level), { color, width: 1, dash: [3, 3] });
      const [top] = onSheet(sheet, [[0, radius[v]]]);
      writeText(context, name, top[0], top[1] + (norm === "inf" ? 13 : -6), { theme: sheet.theme, color: sheet.theme.ink, size: 11,
        align: "center", halo: sheet.theme.paper });
    }
  }

  /**
   * @param {Sheet} sheet
   * @param {Picture} picture
   */
  drawPaths(sheet, { selection, scene, frame, lane: focus, theme }) {
    const { context } = sheet;
    const order = scene.lanes.map((_, k) => k).filter((k) => k !== focus);
    for (const k of [...order, focus]) {
      const { color, dash = [] } = scene.lanes[k];
      const points = Array.from({ length: selection.shownFrame(k, frame) + 1 }, (_, f) => (
        Array.from(selection.weights(k, f) ?? [NaN, NaN])));
      const path = onSheet(sheet, points);
      strokeLine(context, path, { color: theme.paper, width: 5 });
      strokeLine(context, path, { color, width: 2.5, dash });
    }
    for (const { contact, color } of this.panel.balls) {
      const v = contact.shape[0] === 1 ? 0 : selection.variant;
      const [[x, y]] = onSheet(sheet, [Array.from(contact.data.subarray(2 * v, 2 * v + 2))]);
      drawDisc(context, x, y, 6.5, { fill: null, rim: theme.paper, width: 4.5 });
      drawDisc(context, x, y, 6.5, { fill: null, rim: color, width: 2 });
    }
    for (const k of [...order, focus]) {
      const p = selection.weights(k, selection.shownFrame(k, frame));
      if (!p) continue;
      const [[x, y]] = onSheet(sheet, [[p[0], p[1]]]);
      drawDisc(context, x, y, 4, { fill: scene.lanes[k].color, rim: theme.paper });
    }
    this.describe(selection, scene, frame);
  }

  /**
   * Where the lanes are, for those who do not see the picture.
   * @param {Picture["selection"]} selection
   * @param {Picture["scene"]} scene
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
 * @param {import("../drawing/canvas.js").Opened} opened
 * @param {number[][]} window
 * @param {Theme} theme
 * @returns {Sheet}
 */
function sheetOf({ context, width, height }, window, theme) {
  const [wide, tall] = [width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom];
  const unit = Math.min(wide / (window[0][1] - window[0][0]), tall / (window[1][1] - window[1][0]));
  /** @type {(ends: number[], pixels: number) => number[]} */
  const around = ([low, high], pixels) => {
    const [middle, half] = [(low + high) / 2, pixels / unit / 2];
    return [middle - half, middle + half];
  };
  return { context, width, height, theme,
    x: makeScale(around(window[0], wide), [MARGIN.left, width - MARGIN.right]),
    y: makeScale(around(window[1], tall), [height - MARGIN.bottom, MARGIN.top]) };
}

/**
 * @param {Sheet} sheet
 * @param {string[]} labels
 */
function drawAxes({ context, width, height, theme, x, y }, labels) {
  const [left, right] = [x.inverse(MARGIN.left), x.inverse(width - MARGIN.right)];
  const ticks = linearTicks([left, right], width / 70).map((tick) => ({ text: formatTick(tick), x: x(tick) }));
  writeTicks(context, ticks, height - 8, [0, width - 54], theme);
  writeBelow(context, labels[0], width - MARGIN.right, height - 7, theme, true);
  for (const tick of linearTicks([y.inverse(height - MARGIN.bottom), y.inverse(MARGIN.top)], height / 50)) {
    if (y(tick) > MARGIN.top + 20) writeLeft(context, formatTick(tick), MARGIN.left - 5, y(tick), theme);
  }
  writeText(context, labels[1], MARGIN.left - 6, MARGIN.top + 9, { theme, color: theme.ink, size: 12, align: "right" });
}

/**
 * @param {Sheet} sheet
 * @param {number[][]} points
 */
function onSheet({ x, y }, points) {
  return points.map(([a, b]) => [x(a), y(b)]);
}
