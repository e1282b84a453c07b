import { strokeLine, widthOf, writeBelow, writeLeft, writeText, writeTicks } from "../drawing/canvas.js";
import { withAlpha } from "../drawing/colors.js";
import { freest } from "../drawing/labels.js";
import { drawPoint } from "../drawing/marks.js";
import { formatTick, linearTicks, makeScale } from "../drawing/numbers.js";
import { Network, sigmoidUnit } from "../model/network.js";

/** @import { Opened, Theme } from "../drawing/canvas.js" */
/** @import { Boundary, Model, Scales, Style } from "./field.js" */
/** @import { Picture } from "./panel.js" */

const UNIT = new Network(sigmoidUnit(1));
const MARGIN = { left: 26, right: 8, top: 10, bottom: 26 };
const NAME = "−b/w";
/** In the upper right corner: those that save the picture. */
const BUTTONS = { width: 70, height: 28 };
const SHARES = [0, 0.25, 0.5, 0.75, 1];
const NEAR = 20;
/** The residuals of more points than this are thin. */
const CROWD = 100;

/**
 * σ(wx + b) over one feature x for every lane, the data, and the residuals of the lane in focus; where
 * it has put feature and class.
 * @param {Opened} opened
 * @param {Boundary} panel
 * @param {Picture} picture
 * @param {Model[]} models
 */
export function drawLine({ context, width, height }, panel, picture, models) {
  const [low, high] = panel.window[0];
  const scales = {
    x: makeScale([low, high], [MARGIN.left, width - MARGIN.right]),
    y: makeScale([-0.08, 1.08], [height - MARGIN.bottom, MARGIN.top]),
  };
  drawAxes(context, width, height, panel, picture.theme, scales);
  const focus = models[picture.lane];
  drawResiduals(context, panel, focus, scales);
  models.forEach((model, k) => {
    const inFocus = k === picture.lane;
    drawThreshold(context, model, scales, width - MARGIN.right, inFocus);
    drawModel(context, model.p, scales, width, { color: model.color, width: inFocus ? 2.5 : 1.5 });
  });
  if (picture.ghost) {
    drawModel(context, picture.ghost.p, scales, width,
      { color: picture.theme.ink, width: 1.5, dash: [4, 4] });
  }
  const { colors } = picture.scene;
  panel.x.data.forEach((x, k) => drawPoint(context, scales.x(x), scales.y(panel.y[k]), panel.y[k],
    { fill: colors[`class${panel.y[k]}`], theme: picture.theme }));
  nameThreshold(context, panel, models, picture.lane, scales, picture.theme);
  return scales;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} width
 * @param {number} height
 * @param {Boundary} panel
 * @param {Theme} theme
 * @param {Scales} scales
 */
function drawAxes(context, width, height, panel, theme, scales) {
  for (const level of [0, 0.5, 1]) {
    const y = scales.y(level);
    strokeLine(context, [[MARGIN.left, y], [width - MARGIN.right, y]],
      { color: theme.hair, dash: level === 0.5 ? [2, 3] : [] });
    writeLeft(context, level === 0.5 ? "½" : String(level), MARGIN.left - 6, y, theme);
  }
  const ticks = linearTicks(panel.window[0], width / 50).map((tick) => ({ text: formatTick(tick), x: scales.x(tick) }));
  writeTicks(context, ticks, height - MARGIN.bottom + 12, [MARGIN.left - 6, width - 1], theme);
  writeBelow(context, panel.labels[0], width - MARGIN.right, height - 4, theme, true);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {ArrayLike<number> | null} p
 * @param {Scales} scales
 * @param {number} width
 * @param {Style} style
 */
function drawModel(context, p, scales, width, style) {
  if (!p) return;
  const points = [];
  for (let x = MARGIN.left; x <= width - MARGIN.right; x += 1.5) {
    points.push([x, scales.y(UNIT.unitsAt(p, [scales.x.inverse(x)])[0])]);
  }
  strokeLine(context, points, style);
}

/**
 * Where the model says one half: x = -b/w.
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Scales} scales
 * @param {number} right
 * @param {boolean} inFocus
 */
function drawThreshold(context, { p, color }, scales, right, inFocus) {
  const x = p ? scales.x(-p[1] / p[0]) : NaN;
  if (!p || !(x >= MARGIN.left && x <= right)) return;
  strokeLine(context, [[x, scales.y(0)], [x, scales.y(1)]],
    { color: withAlpha(color, inFocus ? 0.9 : 0.6), dash: [5, 3] });
}

/**
 * The name of the threshold beside its line, off the data, the residuals and the curves.
 * @param {CanvasRenderingContext2D} context
 * @param {Boundary} panel
 * @param {Model[]} models
 * @param {number} lane
 * @param {Scales} scales
 * @param {Theme} theme
 */
function nameThreshold(context, panel, models, lane, scales, theme) {
  const { p } = models[lane];
  if (!p) return;
  const [x, right] = [scales.x(-p[1] / p[0]), scales.x(panel.window[0][1])];
  if (!(x >= MARGIN.left && x <= right)) return;
  const name = panel.threshold ?? NAME;
  const size = { width: widthOf(context, name, { theme, size: 10 }), height: 10 };
  const [bottom, top] = [scales.y(0), scales.y(1)];
  const places = SHARES.flatMap((share) => [x + 4, x - 4 - size.width]
    .map((left) => ({ ...size, x: left, y: top + 3 + share * (bottom - top - 16) })));
  const taken = [...models.flatMap((model) => alongCurve(model.p, scales, x)), ...inTheWay(panel, p, scales),
    { x: MARGIN.left, y: scales.y(0.5) - 1, width: right - MARGIN.left, height: 2 },
    { x: right - BUTTONS.width, y: 0, ...BUTTONS }];
  const { x: left, y } = freest(places, taken, { x: MARGIN.left, y: top, width: right - MARGIN.left, height: bottom - top });
  writeText(context, name, left, y + 9, { theme, color: theme.muted, size: 10, halo: theme.paper, plate: true });
}

/**
 * The data and their residuals as boxes.
 * @param {Boundary} panel
 * @param {ArrayLike<number>} p
 * @param {Scales} scales
 */
function inTheWay(panel, p, scales) {
  return Array.from(panel.x.data).flatMap((input, k) => {
    const [x, from, to] = [scales.x(input), scales.y(panel.y[k]), scales.y(UNIT.unitsAt(p, [input])[0])];
    return [{ x: x - 6, y: from - 6, width: 12, height: 12 },
      { x: x - 2, y: Math.min(from, to), width: 4, height: Math.abs(to - from) }];
  });
}

/**
 * A model's curve near a threshold as boxes.
 * @param {ArrayLike<number> | null} p
 * @param {Scales} scales
 * @param {number} at
 */
function alongCurve(p, scales, at) {
  if (!p) return [];
  return Array.from({ length: 2 * NEAR }, (_, k) => at + 2 * (k - NEAR)).map((x) => {
    const [y, next] = [x, x + 2].map((pixel) => scales.y(UNIT.unitsAt(p, [scales.x.inverse(pixel)])[0]));
    return { x, y: Math.min(y, next) - 1, width: 2, height: Math.abs(next - y) + 2 };
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Boundary} panel
 * @param {Model} model
 * @param {Scales} scales
 */
function drawResiduals(context, panel, { p, color }, scales) {
  if (!p) return;
  panel.x.data.forEach((x, k) => {
    const from = scales.y(panel.y[k]);
    const to = scales.y(UNIT.unitsAt(p, [x])[0]);
    strokeLine(context, [[scales.x(x), from], [scales.x(x), to]], { color: withAlpha(color, 0.5), width: panel.y.length > CROWD ? 1 : 3 });
  });
}
