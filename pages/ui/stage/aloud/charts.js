import { formatNumber } from "../drawing/numbers.js";

const MOST = 6;
/** What shows a quantity over two others. */
const FIELDS = new Set(["heatmap", "contour", "surface"]);

/**
 * What of a chart its words are made of: Plotly's data and layout, with all that it fills in itself.
 * @typedef {{type: string, name?: string, visible?: boolean | string, x?: any, y?: any, z?: any,
 *   hoverinfo?: string}} Trace
 * @typedef {{title?: {text?: string}, type?: string}} Axis
 * @typedef {{xaxis?: Axis, yaxis?: Axis, scene?: {xaxis?: Axis, yaxis?: Axis, zaxis?: Axis},
 *   title?: {text?: string}}} Layout
 */

/**
 * A chart in words for those who do not see it: what against what, and each line's way.
 * @param {Trace[]} data
 * @param {Layout} layout
 */
export function wordsOf(data, layout) {
  const axes = layout.scene ?? layout;
  const [across, up] = [nameOf(axes.xaxis, "x"), nameOf(axes.yaxis, "y")];
  const fields = data.filter(({ type }) => FIELDS.has(type));
  const own = plain(layout.title?.text);
  const head = [own, fields.length ? `over ${across} and ${up}` : `${up} against ${across}`].filter(Boolean).join(": ");
  const shown = data.filter(({ visible }) => visible !== false && visible !== "legendonly");
  const told = shown.map((trace, k) => sentenceOf(trace, k)).filter(Boolean);
  const more = told.length > MOST ? [`and ${told.length - MOST} more`] : [];
  return [`Chart: ${head}`, ...told.slice(0, MOST), ...more].join(". ").concat(".");
}

/**
 * @param {Trace} trace
 * @param {number} k
 */
function sentenceOf(trace, k) {
  const name = plain(trace.name) || `trace ${k + 1}`;
  if (FIELDS.has(trace.type)) {
    const [low, high] = extent([...(trace.z ?? [])].flatMap((row) => [...(row ?? [])]));
    return Number.isFinite(low) ? `${name}: from ${formatNumber(low)} to ${formatNumber(high)}` : "";
  }
  const places = Array.from(trace.x ?? []);
  const values = Array.from(trace.y ?? [], (/** @type {any} */ value) => (value === null ? NaN : Number(value)));
  const counted = values.map((_, at) => at).filter((at) => Number.isFinite(values[at]));
  if (!counted.length) return "";
  const [first, last] = [counted[0], counted[counted.length - 1]];
  const [low, high] = extent(values);
  const at = (/** @type {number} */ one) => `${formatNumber(values[one])} at ${said(places[one] ?? one)}`;
  const way = first === last ? at(first) : `from ${at(first)} to ${at(last)}`;
  const ends = [values[first], values[last]];
  const between = [ends.includes(low) ? "" : `lowest ${formatNumber(low)}`,
    ends.includes(high) ? "" : `highest ${formatNumber(high)}`].filter(Boolean);
  return `${name}: ${[way, ...between].join(", ")}`;
}

/** @param {unknown} place */
function said(place) {
  return typeof place === "number" ? formatNumber(place) : plain(String(place));
}

/** @param {number[]} values */
function extent(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/**
 * @param {Axis | undefined} axis
 * @param {string} otherwise
 */
function nameOf(axis, otherwise) {
  return plain(axis?.title?.text) || otherwise;
}

/** Without markup. @param {string} [text] */
function plain(text) {
  return (text ?? "").replace(/<[^>]*>/g, "").replaceAll("$", "").trim();
}
