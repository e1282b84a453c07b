/** Streamlit's current theme, with the greys that canvases need mixed from it. */
export function readTheme(element) {
  const style = getComputedStyle(element);
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  const ink = toRgb(read("--st-text-color", style.color));
  const paper = toRgb(read("--st-background-color", "Canvas"));
  const mix = (share) => `rgb(${ink.map((c, k) => Math.round(c * share + paper[k] * (1 - share)))})`;
  const theme = {
    ink: mix(1), muted: mix(0.68), faint: mix(0.35), hair: mix(0.14), wash: mix(0.05), paper: mix(0),
    paperRgb: paper,
    font: read("--st-font", style.fontFamily),
  };
  return { ...theme, key: Object.values(theme).join("|") };
}

/** [red, green, blue] of any CSS colour. */
export function toRgb(color) {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

const lightness = new Map();

/** Is black on this colour easier to read than white? By relative luminance (WCAG 2). */
export function isLight(color) {
  if (!lightness.has(color)) {
    const linear = toRgb(color).map((c) => (c <= 10.3 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    lightness.set(color, 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.1791);
  }
  return lightness.get(color);
}

/** A colour with an opacity. */
export function withAlpha(color, alpha) {
  return `color-mix(in srgb, ${color} ${Math.round(alpha * 100)}%, transparent)`;
}

/**
 * A cleared canvas in CSS pixels, sharp on this screen; null while it has no size.
 * @returns {{context: CanvasRenderingContext2D, width: number, height: number} | null}
 */
export function openCanvas(canvas) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (width < 8 || height < 8) return null;
  const ratio = window.devicePixelRatio || 1;
  const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** A stroked line through [x, y] pixel pairs. */
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

/** Text in the stage's own face. */
export function writeText(context, text, x, y, { theme, color, size = 11, align = "left",
  baseline = "alphabetic", weight = 400, halo = null }) {
  context.font = `${weight} ${size}px ${theme.font}`;
  context.textAlign = align;
  context.textBaseline = baseline;
  if (halo) {
    context.strokeStyle = halo;
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeText(text, x, y);
  }
  context.fillStyle = color;
  context.fillText(text, x, y);
}

/** A tick's text under an axis, or the name of the axis at its right end. */
export function writeBelow(context, text, x, y, theme, name = false) {
  const words = name ? { color: theme.ink, size: 12, align: "right" }
    : { color: theme.muted, size: 10, align: "center" };
  writeText(context, text, x, y, { theme, ...words });
}

/** A tick's text at the left of an axis. */
export function writeLeft(context, text, x, y, theme) {
  writeText(context, text, x, y,
    { theme, color: theme.muted, size: 10, align: "right", baseline: "middle" });
}
