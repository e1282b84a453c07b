/** @type {Map<string, number[]>} */
const components = new Map();

/** @type {Map<string, boolean>} */
const lightness = new Map();

/**
 * [red, green, blue] of any CSS color.
 * @param {string} color
 */
export function toRgb(color) {
  return toRgba(color).slice(0, 3);
}

/**
 * [red, green, blue, opacity] of any CSS color, the opacity up to 1; painted once to find out.
 * @param {string} color
 */
export function toRgba(color) {
  const known = components.get(color) ?? painted(color);
  components.set(color, known);
  return [...known];
}

/** @param {string} color */
function painted(color) {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) return [0, 0, 0, 1];
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, opacity] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, opacity / 255];
}

/**
 * Is black on this color easier to read than white? By relative luminance (WCAG 2).
 * @param {string} color
 * @returns {boolean}
 */
export function isLight(color) {
  if (!lightness.has(color)) {
    const linear = toRgb(color).map((c) => (c <= 10.3 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    lightness.set(color, 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.1791);
  }
  return lightness.get(color) ?? false;
}

/**
 * A color with an opacity.
 * @param {string} color
 * @param {number} alpha
 */
export function withAlpha(color, alpha) {
  return `color-mix(in srgb, ${color} ${Math.round(alpha * 100)}%, transparent)`;
}
