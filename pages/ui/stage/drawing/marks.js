import { writeText } from "./canvas.js";
import { isLight } from "./colors.js";

/** @import { Theme } from "./canvas.js" */

const LABEL_RADIUS = 7.5;

/**
 * A filled disc with a rim, or with `fill` null a ring.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {{fill?: string | null, rim?: string, width?: number}} style
 */
export function drawDisc(context, x, y, radius, { fill, rim, width = 1.5 }) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  if (fill) {
    context.fillStyle = fill;
    context.fill();
  }
  if (rim) {
    context.strokeStyle = rim;
    context.lineWidth = width;
    context.stroke();
  }
}

/**
 * The lighter of ink and paper: a line around colors of classes, which are dark on every field.
 * @param {Pick<Theme, "ink" | "paper" | "paperRgb">} theme
 */
export function rimOf({ ink, paper, paperRgb: [red, green, blue] }) {
  return red + green + blue > 1.5 * 255 ? paper : ink;
}

/**
 * A data point: class 0 a circle, class 1 a diamond, class 2 a triangle.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} kind the class
 * @param {{fill: string, theme: Theme, radius?: number}} style
 */
export function drawPoint(context, x, y, kind, { fill, theme, radius = 4.5 }) {
  context.beginPath();
  const turn = kind === 1 ? 4 : 3;
  const size = kind === 0 ? radius : radius * 1.25;
  if (kind === 0) context.arc(x, y, size, 0, 2 * Math.PI);
  for (let k = 0; kind > 0 && k < turn; k += 1) {
    const angle = (2 * Math.PI * k) / turn - Math.PI / 2;
    context.lineTo(x + size * Math.cos(angle), y + size * Math.sin(angle));
  }
  context.closePath();
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = rimOf(theme);
  context.lineWidth = 1.2;
  context.stroke();
}

/**
 * A triangle at (x, y) whose tip points along `angle`.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} angle
 * @param {{fill: string, rim?: string, size?: number}} style
 */
export function drawArrowhead(context, x, y, angle, { fill, rim, size = 7 }) {
  context.beginPath();
  for (const turn of [0, 2.5, -2.5]) {
    context.lineTo(x + size * Math.cos(angle + turn), y + size * Math.sin(angle + turn));
  }
  context.closePath();
  context.lineWidth = 2;
  context.lineJoin = "round";
  if (rim) {
    context.strokeStyle = rim;
    context.stroke();
  }
  context.fillStyle = fill;
  context.fill();
}

/**
 * A lane's number on a disc of its color.
 * @param {CanvasRenderingContext2D} context
 * @param {number[]} place [x, y], and an opacity if it is not 1
 * @param {{color: string, short: string}} lane
 * @param {{scene: {colors: Record<string, string>}, theme: import("./canvas.js").Theme}} picture
 */
export function drawNumber(context, [x, y, alpha = 1], { color, short }, { scene: { colors }, theme },
  radius = LABEL_RADIUS) {
  const ink = isLight(color) ? colors.path : colors.outline;
  context.globalAlpha = alpha;
  drawDisc(context, x, y, radius, { fill: color, rim: colors.outline, width: 1 });
  writeText(context, short, x, y + 0.5, { theme, color: ink, size: 1.4 * radius, align: "center",
    baseline: "middle", weight: 700 });
  context.globalAlpha = 1;
}

/**
 * A flag whose foot is at (x, y).
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {{fill: string, rim: string}} style
 */
export function drawFlag(context, x, y, { fill, rim }) {
  context.beginPath();
  for (const [right, up] of [[0, 0], [0, 22], [15, 17], [2, 12], [2, 0]]) context.lineTo(x + right, y - up);
  context.closePath();
  context.fillStyle = fill;
  context.strokeStyle = rim;
  context.lineWidth = 1.5;
  context.lineJoin = "round";
  context.fill();
  context.stroke();
}
