import { toRgb } from "./colors.js";
import { rowOf } from "./labels.js";

/** How much ink is in the greys of words, of lines and of frames: on a desk, and in a lecture hall. */
const USUAL = [0.68, 0.35, 0.14];
const STRONG = [0.88, 0.55, 0.26];

/**
 * Streamlit's current theme, with the greys that canvases need mixed from it.
 *
 * @typedef {object} Theme
 * @property {string} ink
 * @property {string} muted
 * @property {string} faint
 * @property {string} hair
 * @property {string} wash
 * @property {string} paper
 * @property {number[]} paperRgb
 * @property {string} font
 * @property {number} least no type is smaller, in pixels: `--ll-least`
 * @property {string} key another one where the theme is another
 * @param {Element} element
 * @returns {Theme}
 */
export function readTheme(element) {
  const style = getComputedStyle(element);
  /** @type {(name: string, fallback: string) => string} */
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  const ink = toRgb(read("--st-text-color", style.color));
  const paper = toRgb(read("--st-background-color", "Canvas"));
  /** @type {(share: number) => string} */
  const mix = (share) => `rgb(${ink.map((c, k) => Math.round(c * share + paper[k] * (1 - share)))})`;
  const [muted, faint, hair] = read("--ll-contrast", "usual") === "strong" ? STRONG : USUAL;
  const theme = {
    ink: mix(1), muted: mix(muted), faint: mix(faint), hair: mix(hair), wash: mix(0.05), paper: mix(0),
    paperRgb: paper,
    font: read("--st-font", style.fontFamily),
    least: Number.parseFloat(read("--ll-least", "0")),
  };
  return { ...theme, key: Object.values(theme).join("|") };
}

/**
 * The 2-D context of a canvas, which every browser has that shows the stage.
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function contextOf(canvas, settings) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", settings));
}

/**
 * How many pixels of the window a pixel of an element is: more than one in a lecture hall.
 * @param {Element} element
 */
export function zoomOf(element) {
  return element.currentCSSZoom ?? 1;
}

/**
 * The size that type of a wished size has in this theme, in pixels.
 * @param {Theme} theme
 * @param {number} size
 */
export function typeSize({ least }, size) {
  return Math.max(size, least);
}

/** @type {WeakMap<HTMLCanvasElement, CanvasRenderingContext2D>} */
const standIns = new WeakMap();

/**
 * Draw on another context what is meant for a canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2D} context
 * @param {() => void} draw
 */
export function drawInstead(canvas, context, draw) {
  standIns.set(canvas, context);
  try {
    draw();
  } finally {
    standIns.delete(canvas);
  }
}

/**
 * A cleared canvas in CSS pixels, sharp on this screen; null while it has no size.
 * @typedef {{context: CanvasRenderingContext2D, width: number, height: number}} Opened
 * @param {HTMLCanvasElement} canvas
 * @returns {Opened | null}
 */
export function openCanvas(canvas) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (width < 8 || height < 8) return null;
  const instead = standIns.get(canvas);
  if (instead) return { context: instead, width, height };
  // On paper a page may be smaller, and is no coarser for it.
  const ratio = (window.devicePixelRatio || 1) * Math.max(1, zoomOf(canvas));
  const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
  }
  const context = contextOf(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/**
 * A stroked line through [x, y] pixel pairs.
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} points
 * @param {{color: string, width?: number, dash?: number[]}} style
 */
export function strokeLine(context, points, { color, width = 1, dash = [] }) {
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.setLineDash(dash);
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineJoin = "round";
  context.stroke();
  context.setLineDash([]);
}

/** Pixels of a field on both sides of its text. */
const PLATE = 2;

/**
 * Text in the stage's own face.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {{theme: Theme, color: string, size?: number, align?: CanvasTextAlign,
 *   baseline?: CanvasTextBaseline, weight?: number, halo?: string | null, plate?: boolean}} style
 *   plate: the halo is a whole field, so that no line that was drawn before strikes the text through
 */
export function writeText(context, text, x, y, { theme, color, size = 11, align = "left",
  baseline = "alphabetic", weight = 400, halo = null, plate = false }) {
  context.font = `${weight} ${typeSize(theme, size)}px ${theme.font}`;
  context.textAlign = align;
  context.textBaseline = baseline;
  if (halo && plate && text) {
    const [wide, tall] = [context.measureText(text).width, typeSize(theme, size)];
    const left = align === "center" ? x - wide / 2 : align === "right" ? x - wide : x;
    context.fillStyle = halo;
    context.fillRect(left - PLATE, y - (baseline === "middle" ? 0.55 : 0.85) * tall, wide + 2 * PLATE, 1.1 * tall);
  }
  if (halo) {
    context.strokeStyle = halo;
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeText(text, x, y);
  }
  context.fillStyle = color;
  context.fillText(text, x, y);
}

/**
 * How wide a text is in the stage's own face.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {{theme: Theme, size?: number, weight?: number}} style
 */
export function widthOf(context, text, { theme, size = 11, weight = 400 }) {
  context.font = `${weight} ${typeSize(theme, size)}px ${theme.font}`;
  return context.measureText(text).width;
}

/**
 * The texts of ticks under an axis, all of them whole and apart.
 * @param {CanvasRenderingContext2D} context
 * @param {{text: string, x: number}[]} ticks
 * @param {number} y
 * @param {number[]} ends the pixels between which they stay
 * @param {Theme} theme
 */
export function writeTicks(context, ticks, y, [from, to], theme) {
  const labels = ticks.map((tick) => ({ ...tick, width: widthOf(context, tick.text, { theme, size: 10 }) }));
  for (const { text, x } of rowOf(labels, from, to)) writeBelow(context, text, x, y, theme);
}

/**
 * A tick's text under an axis, or the name of the axis at its right end.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Theme} theme
 * @param {boolean} name
 */
export function writeBelow(context, text, x, y, theme, name = false) {
  /** @type {{color: string, size: number, align: CanvasTextAlign}} */
  const words = name ? { color: theme.ink, size: 12, align: "right" }
    : { color: theme.muted, size: 10, align: "center" };
  writeText(context, text, x, y, { theme, ...words });
}

/**
 * A tick's text at the left of an axis.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Theme} theme
 */
export function writeLeft(context, text, x, y, theme) {
  writeText(context, text, x, y,
    { theme, color: theme.muted, size: 10, align: "right", baseline: "middle" });
}
