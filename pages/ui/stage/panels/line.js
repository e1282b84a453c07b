import { strokeLine, withAlpha, writeBelow, writeLeft, writeText } from "../drawing/canvas.js";
import { drawPoint } from "../drawing/marks.js";
import { formatTick, linearTicks, makeScale } from "../drawing/numbers.js";
import { Network, sigmoidUnit } from "../model/network.js";

/** @import { Opened, Theme } from "../drawing/canvas.js" */
/** @import { Boundary, Model, Scales, Style } from "./field.js" */
/** @import { Picture } from "./panel.js" */

const UNIT = new Network(sigmoidUnit(1));
const MARGIN = { left: 26, right: 8, top: 10, bottom: 26 };

/**
 * σ(wx + b) over one feature x for every lane, the data, and the residuals of the lane in focus.
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
    drawThreshold(context, model, scales, width - MARGIN.right, inFocus, picture.theme);
    drawModel(context, model.p, scales, width, { color: model.color, width: inFocus ? 2.5 : 1.5 });
  });
  if (picture.ghost) {
    drawModel(context, picture.ghost.p, scales, width,
      { color: picture.theme.ink, width: 1.5, dash: [4, 4] });
  }
  const { colors } = picture.scene;
  panel.x.data.forEach((x, k) => drawPoint(context, scales.x(x), scales.y(panel.y[k]), panel.y[k],
    { fill: colors[`class${panel.y[k]}`], rim: picture.theme.paper }));
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
  for (const tick of linearTicks(panel.window[0], width / 50)) {
    writeBelow(context, formatTick(tick), scales.x(tick), height - MARGIN.bottom + 12, theme);
  }
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
 * @param {Theme} theme
 */
function drawThreshold(context, { p, color }, scales, right, inFocus, theme) {
  const x = p ? scales.x(-p[1] / p[0]) : NaN;
  if (!p || !(x >= MARGIN.left && x <= right)) return;
  const [bottom, top] = [scales.y(0), scales.y(1)];
  strokeLine(context, [[x, bottom], [x, top]],
    { color: withAlpha(color, inFocus ? 0.9 : 0.6), dash: [5, 3] });
  if (!inFocus) return;
  const side = p[0] > 0 ? -1 : 1;
  writeText(context, "−b/w", x + 4 * side, top + 11, { theme, color: theme.muted, size: 10,
    align: side < 0 ? "right" : "left", halo: theme.paper });
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
    strokeLine(context, [[scales.x(x), from], [scales.x(x), to]], { color: withAlpha(color, 0.5), width: 3 });
  });
}
