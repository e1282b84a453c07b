import { typeSize } from "../drawing/canvas.js";
import { StageError } from "../wire/wire.js";

/** @import { Theme } from "../drawing/canvas.js" */

/**
 * A figure as plotly.js takes it; what its traces and its layout may hold is said in its reference.
 * @typedef {{[attribute: string]: any}} Trace
 * @typedef {{[attribute: string]: any}} Layout
 * @typedef {{data: Trace[], layout: Layout}} Figure
 * @typedef {{rows: ArrayLike<number>[], hatch: object}} Slice costs in place of the figure's own
 */

const SENTENCE = "plotly.js could not be loaded";
/** @type {Map<string, Promise<any>>} */
const loading = new Map();

/**
 * The drawing library once it is there.
 * @returns {any}
 */
export function plotly() {
  return Reflect.get(window, "Plotly");
}

const NONE = "no WebGL here";
const SLOW = "no graphics card for WebGL here";

/** What draws WebGL where no graphics card does, as on many remote desktops. Chromium's own stand-in,
 * SwiftShader, is not among them: it draws only where somebody has switched it on on purpose. */
const SOFTWARE = /llvmpipe|softpipe|lavapipe|swrast|software|basic render/i;

/** @type {string | null} */
let hindrance = null;

/**
 * Why Plotly's surfaces, which need WebGL, are not for this browser; empty if they are. Asked once
 * for the whole page.
 */
export function whyNoWebGL() {
  if (hindrance === null) {
    const context = document.createElement("canvas").getContext("webgl");
    hindrance = !context ? NONE : isSoftware(rendererOf(context)) ? SLOW : "";
    context?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  return hindrance;
}

/**
 * Does a name of what draws WebGL mean a processor and no graphics card?
 * @param {string} renderer
 */
export function isSoftware(renderer) {
  return SOFTWARE.test(renderer);
}

/** @param {WebGLRenderingContext} context */
function rendererOf(context) {
  const named = context.getExtension("WEBGL_debug_renderer_info");
  return String(context.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : context.RENDERER));
}

/**
 * plotly.js from the app's static folder, loaded once for the whole page.
 * @param {string} url relative to the page, so that an app below a sub-path finds it
 * @returns {Promise<any>}
 */
export function loadPlotly(url) {
  const address = new URL(url, document.baseURI).href;
  const known = loading.get(address);
  if (known) return known;
  const loaded = address.endsWith(".gz")
    ? addPacked(address).catch(() => addScript(address.slice(0, -".gz".length))) : addScript(address);
  loaded.catch(() => loading.delete(address));
  loading.set(address, loaded);
  return loaded;
}

/**
 * A packed script, unpacked here: whoever serves it has packed it once for all readers.
 * @param {string} address
 */
async function addPacked(address) {
  const answer = await fetch(address);
  if (!answer.ok || !answer.body) throw new StageError(SENTENCE);
  const unpacked = answer.body.pipeThrough(new DecompressionStream("gzip"));
  const source = await new Response(unpacked, { headers: { "Content-Type": "text/javascript" } }).blob();
  const place = URL.createObjectURL(source);
  try {
    return await addScript(place);
  } finally {
    URL.revokeObjectURL(place);
  }
}

/**
 * @param {string} address
 * @returns {Promise<any>}
 */
function addScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.async = true;
    script.onload = () => (plotly() ? resolve(plotly()) : reject(new StageError(SENTENCE)));
    script.onerror = () => {
      script.remove();
      reject(new StageError(SENTENCE));
    };
    document.head.append(script);
  });
}

/**
 * A figure from Python in the stage's dress: transparent, in the theme's greys, without Plotly's own
 * hover labels on the surface, keeping camera and zoom while `revision` stays the same.
 * @param {Figure} figure
 * @param {{theme: Theme, width: number, height: number, camera?: object | null, revision: unknown,
 *   slice?: Slice | null}} dress
 * @returns {Figure}
 */
export function dressFigure(figure, { theme, width, height, camera, revision, slice }) {
  const data = figure.data.map((trace) => dressTrace(trace, slice));
  const layout = { ...figure.layout, width, height, autosize: false, uirevision: revision,
    showlegend: false, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: theme.font, color: theme.muted, size: typeSize(theme, 11) }, template: null, title: null };
  const is3d = data.some((trace) => trace.type === "surface");
  return { data, layout: is3d ? dressScene(layout, theme, camera) : dressAxes(layout, theme) };
}

/**
 * @param {Trace} trace
 * @param {Slice | null} [slice]
 */
function dressTrace(trace, slice) {
  if (trace.type === "surface") {
    const quiet = { highlight: false };
    const contours = Object.fromEntries(["x", "y", "z"].map((axis) => (
      [axis, { ...trace.contours?.[axis], ...quiet }])));
    return { ...trace, ...colored(slice, trace), contours, hoverinfo: "none", showscale: false };
  }
  if (trace.type === "contour" || trace.type === "heatmap") {
    return { ...trace, ...colored(slice, trace), hoverinfo: "skip", showscale: false };
  }
  if (slice && trace.name === "hatch") return { ...trace, ...slice.hatch };
  return trace;
}

/**
 * A slice's costs in place of the trace's, as heights and as colors.
 * @param {Slice | null | undefined} slice
 * @param {Trace} trace
 */
function colored(slice, trace) {
  if (!slice) return {};
  return trace.type === "surface" ? { z: slice.rows, surfacecolor: slice.rows } : { z: slice.rows };
}

/** From slightly above and close: a surface should fill its panel. */
export const CAMERA = { eye: { x: 1.05, y: 1.2, z: 0.75 }, center: { x: 0, y: 0, z: -0.12 } };

/**
 * @param {Layout} layout
 * @param {Theme} theme
 * @param {object | null} [camera]
 */
function dressScene(layout, theme, camera) {
  const scene = { ...layout.scene, camera: camera ?? layout.scene?.camera ?? CAMERA, dragmode: "turntable" };
  for (const name of ["xaxis", "yaxis", "zaxis"]) {
    scene[name] = { showspikes: false, showbackground: false, nticks: 6, ...scene[name],
      gridcolor: theme.hair, zerolinecolor: theme.hair, linecolor: theme.faint,
      tickfont: { size: typeSize(theme, 10), color: theme.muted },
      title: { ...scene[name]?.title, font: { size: 13, color: theme.ink } } };
  }
  return { ...layout, scene, margin: { l: 0, r: 0, t: 0, b: 0 } };
}

/**
 * @param {Layout} layout
 * @param {Theme} theme
 */
function dressAxes(layout, theme) {
  const axes = Object.fromEntries(["xaxis", "yaxis"].map((name) => [name, {
    ...layout[name], gridcolor: theme.hair, zeroline: false, showgrid: false, ticks: "outside",
    ticklen: 4, tickcolor: theme.faint, tickfont: { size: typeSize(theme, 10), color: theme.muted },
    title: { ...layout[name]?.title, font: { size: 13, color: theme.ink }, standoff: 4 },
    constrain: "domain",
  }]));
  // Larger numbers push the title farther out.
  const left = 44 + 4 * (typeSize(theme, 10) - 10);
  // Above it a note has two lines.
  return { ...layout, ...axes, margin: { l: left, r: 10, t: 38, b: 38 }, hovermode: "closest",
    dragmode: matchMedia("(pointer: coarse)").matches ? false : "zoom" };
}

/** What the reader may do inside a figure; the stage has its own buttons. */
export const FIGURE_CONFIG = { displayModeBar: false, responsive: false, doubleClick: false,
  showTips: false };
