import { boxOf, inWorld, modelOf, onAxis } from "./box.js";
import { frameOf } from "./frame.js";
import { product, transform } from "./matrices.js";
import { meshOf } from "./mesh.js";
import { viewOf } from "./orbit.js";
import { Raster } from "./raster.js";
import { LIGHTING, litColors } from "./shading.js";

/** @import { Vertices } from "./raster.js" */

/**
 * How well a surface is drawn: points of its mesh along each axis, at least, and pixels of the raster for
 * one of the picture, in both directions.
 * @typedef {{points: number, pixels: number}} Quality
 */

/** As Plotly draws it, with smooth edges. @type {Quality} */
export const FINE = { points: 120, pixels: 2 };

/** In a quarter of the time: the grid as it was computed. @type {Quality} */
export const QUICK = { points: 2, pixels: 1 };

/**
 * What a 3-D figure has to show, made ready for any camera.
 *
 * @typedef {object} Scenery
 * @property {Quality} quality
 * @property {import("./box.js").Box} box
 * @property {import("./mesh.js").Mesh} mesh
 * @property {[number, number[]][]} scale of colors
 * @property {import("./shading.js").Lighting} lighting
 * @property {{points: number[][], width: number, ink: number[]}[]} lines
 * @property {{at: number[], text: string, size: number, color: string}[]} marks
 */

/**
 * @param {{data: any[], layout: any}} figure as Plotly gets it
 * @param {(color: string) => number[]} inkOf a CSS color as [red, green, blue, opacity]
 * @param {Quality} quality
 * @returns {Scenery}
 */
export function sceneryOf(figure, inkOf, quality) {
  const box = boxOf(figure);
  const surface = figure.data.find(({ type }) => type === "surface");
  const scattered = figure.data.filter(({ type }) => type === "scatter3d");
  return {
    quality,
    box,
    mesh: meshOf(surface, box, quality.points),
    scale: surface.colorscale.map((/** @type {[number, string]} */ [share, color]) => [share, inkOf(color).slice(0, 3)]),
    lighting: { ...LIGHTING, ...surface.lighting },
    lines: scattered.filter(({ mode }) => mode === "lines")
      .map((trace) => ({ points: placesOf(trace, box), width: trace.line.width, ink: inkOf(trace.line.color) })),
    marks: scattered.filter(({ mode }) => mode === "text").flatMap((trace) => placesOf(trace, box)
      .map((at, k) => ({ at, text: trace.text[k], size: trace.textfont.size, color: trace.textfont.color }))),
  };
}

/**
 * Where a trace's points are in the world; NaN stays.
 * @param {any} trace
 * @param {import("./box.js").Box} box
 */
function placesOf({ x, y, z }, box) {
  return Array.from(x, (_, k) => [x, y, z].map((values, axis) => inWorld(box[axis], onAxis(box[axis], values[k]))));
}

/**
 * A scenery as a camera sees it.
 * @param {Scenery} scenery
 * @param {import("./orbit.js").CameraView} camera
 * @param {{width: number, height: number}} size in pixels of the picture
 * @param {(mark: Scenery["marks"][number]) => {data: ArrayLike<number>, width: number, height: number}} stampOf
 */
export function render({ quality: { pixels }, box, mesh, scale, lighting, lines, marks }, camera, size, stampOf) {
  const seen = viewOf(camera, size.width / size.height);
  const raster = new Raster(Math.round(size.width * pixels), Math.round(size.height * pixels));
  const pixel = (/** @type {number[]} */ point) => {
    const [x, y, z, w] = transform(seen.toClip, point);
    return [((1 + x / w) * raster.width) / 2, ((1 - y / w) * raster.height) / 2, z / w];
  };
  const units = modelOf(box, box.map(({ extent }) => extent));
  drawMesh(raster, mesh, seen.toClip, litColors(mesh, scale, lighting, seen, units), box[2]);
  for (const { points, width, ink } of lines) {
    const places = points.map(pixel);
    for (let k = 1; k < places.length; k += 1) raster.line(places[k - 1], places[k], (width * pixels) / 2, ink);
  }
  for (const mark of marks.filter(({ at }) => inside(at, box))) {
    const [x, y, depth] = pixel(mark.at);
    const stamp = stampOf(mark);
    raster.stamp(stamp, Math.round(x - stamp.width / 2), Math.round(y - stamp.height / 2), depth);
  }
  return { raster, frame: frameOf(box, seen, size), toClip: product(seen.toClip, modelOf(box)) };
}

/**
 * @param {number[]} at
 * @param {import("./box.js").Box} box
 */
function inside(at, box) {
  return at.every((value, k) => Math.abs(value) <= (box[k].size / 2) * (1 + 1e-9));
}

/**
 * @param {Raster} raster
 * @param {import("./mesh.js").Mesh} mesh
 * @param {import("./matrices.js").Matrix} m to clip space
 * @param {Float32Array} color
 * @param {import("./box.js").Axis} vertical
 */
function drawMesh(raster, { columns, rows, position, height }, m, color, { low, high }) {
  const count = columns * rows;
  /** @type {Vertices} */
  const vertices = { x: new Float32Array(count), y: new Float32Array(count), depth: new Float32Array(count), height, color };
  for (let at = 0; at < count; at += 1) {
    const [x, y, z] = [position[3 * at], position[3 * at + 1], position[3 * at + 2]];
    const w = m[3] * x + m[7] * y + m[11] * z + m[15];
    vertices.x[at] = ((1 + (m[0] * x + m[4] * y + m[8] * z + m[12]) / w) * raster.width) / 2;
    vertices.y[at] = ((1 - (m[1] * x + m[5] * y + m[9] * z + m[13]) / w) * raster.height) / 2;
    vertices.depth[at] = (m[2] * x + m[6] * y + m[10] * z + m[14]) / w;
  }
  for (let i = 0; i + 1 < rows; i += 1) {
    for (let j = 0; j + 1 < columns; j += 1) {
      const at = i * columns + j;
      raster.triangle(vertices, at, at + columns, at + 1, low, high);
      raster.triangle(vertices, at + 1, at + columns, at + columns + 1, low, high);
    }
  }
}
