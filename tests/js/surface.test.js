import assert from "node:assert/strict";

import { boxOf, inWorld, modelOf, onAxis } from "../../pages/ui/stage/surface/box.js";
import { frameOf } from "../../pages/ui/stage/surface/frame.js";
import { inverse, product, project } from "../../pages/ui/stage/surface/matrices.js";
import { levelsOf, linesAt, shaded } from "../../pages/ui/stage/surface/levels.js";
import { meshOf } from "../../pages/ui/stage/surface/mesh.js";
import { turned, viewOf, zoomed } from "../../pages/ui/stage/surface/orbit.js";
import { Raster } from "../../pages/ui/stage/surface/raster.js";
import { FINE, QUICK, render, sceneryOf } from "../../pages/ui/stage/surface/scenery.js";
import { colorAt } from "../../pages/ui/stage/surface/shading.js";
import { ticksOf } from "../../pages/ui/stage/surface/ticks.js";

const CAMERA = { eye: { x: 1.36, y: -0.8, z: 1.4 }, center: { x: 0, y: 0, z: -0.1 } };
/** What Plotly 4.1 has drawn a scene of 353 × 310 pixels with, which this camera sees. */
const PLOTLY = {
  projection: [2.1201308904692904, 0, 0, 0, 0, 2.414213562373095, 0, 0, 0, 0, -1.000020000200002, -1,
    0, 0, -0.020000200002000017, 0],
  view: [0.507020126563394, -0.5938743038898178, 0.6246950475544243, 0, 0.8619342151577695,
    0.34933782581753997, -0.3674676750320144, 0, 0, 0.7247595426294562, 0.6890018906850267, 0,
    0, 0.07247595426294562, -2.108162051658666, 1],
};
const PLANE = [-1, 0, 1].map((b) => Float32Array.from([-1, 0, 1], (a) => 2 + a + 3 * b));
const AXIS = Float64Array.from([-1, 0, 1]);
const SURFACE = { type: "surface", x: AXIS, y: AXIS, z: PLANE, colorscale: [[0, "low"], [1, "high"]] };
const FIGURE = {
  data: [SURFACE,
    { type: "scatter3d", mode: "lines", x: [0, 0], y: [-1, 1], z: [2.2, 2.2], line: { color: "line", width: 2 } },
    { type: "scatter3d", mode: "text", x: [0], y: [0], z: [2.5], text: ["★"], textfont: { size: 20, color: "low" } }],
  layout: { scene: { xaxis: { range: [-1, 1] }, yaxis: { range: [-1, 1] }, zaxis: {},
    aspectratio: { x: 1, y: 1, z: 0.75 } } },
};
/** @type {Record<string, number[]>} */
const INKS = { low: [0, 0, 100, 1], high: [250, 250, 0, 1], line: [255, 255, 255, 1] };
const scenery = (quality = FINE) => sceneryOf(FIGURE, (name) => INKS[name], quality);
/** @param {ArrayLike<number>} one @param {ArrayLike<number>} other */
const near = (one, other, within = 1e-9) => {
  assert.equal(one.length, other.length);
  for (let k = 0; k < one.length; k += 1) assert.ok(Math.abs(one[k] - other[k]) < within, `${one[k]} for ${other[k]}`);
};

Deno.test("the camera sees what Plotly's camera sees", () => {
  const seen = viewOf(CAMERA, 353 / 310);
  near(seen.view, PLOTLY.view);
  near(seen.lens, PLOTLY.projection);
});

Deno.test("a matrix and its inverse undo each other, and so does a projection", () => {
  const { toClip } = viewOf(CAMERA, 1.2);
  near(product(inverse(toClip), toClip), [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  near(project(inverse(toClip), project(toClip, [0.3, -0.2, 0.1])), [0.3, -0.2, 0.1]);
});

Deno.test("dragging turns like a turntable and keeps the distance, zooming keeps the direction", () => {
  const there = turned(CAMERA, 0.3, 0.1);
  const distance = (/** @type {typeof CAMERA} */ { eye, center }) => (
    Math.hypot(eye.x - center.x, eye.y - center.y, eye.z - center.z));
  assert.notDeepEqual(there, CAMERA);
  assert.ok(Math.abs(distance(there) - distance(CAMERA)) < 1e-12);
  near(Object.values(turned(there, -0.3, -0.1).eye), Object.values(CAMERA.eye));
  const above = turned(CAMERA, 0, 5);
  assert.ok(Math.hypot(above.eye.x, above.eye.y) > 0 && above.eye.z > 2);
  near(Object.values(zoomed(zoomed(CAMERA, 2), 0.5).eye), Object.values(CAMERA.eye));
});

Deno.test("a box has the ranges that are given, else the data and a margin, logarithms on a log axis", () => {
  const box = boxOf(FIGURE);
  assert.deepEqual([box[0].low, box[0].high], [-1, 1]);
  near([box[2].low, box[2].high], [-2 - 8 / 32, 6 + 8 / 32]);
  near(box.map((axis) => inWorld(axis, axis.high)), [0.5, 0.5, 0.375]);
  near(project(modelOf(box), [1, -1, 2]), [0.5, -0.5, 0]);
  const [, , log] = boxOf({ data: [{ x: [0, 1], y: [0, 1], z: [[0.01, 100], [NaN, 0]] }],
    layout: { scene: { xaxis: {}, yaxis: {}, zaxis: { type: "log" } } } });
  near([log.low, log.high, onAxis(log, 10)], [-2 - 4 / 32, 2 + 4 / 32, 1]);
});

Deno.test("a mesh is fine enough, has the grid's heights and the plane's slope", () => {
  const mesh = meshOf(SURFACE, boxOf(FIGURE), FINE.points);
  assert.deepEqual([mesh.columns, mesh.rows], [129, 129]);
  const middle = 64 * 129 + 64;
  near([mesh.height[0], mesh.height[middle], mesh.height[129 * 129 - 1]], [-2, 2, 6]);
  near([mesh.shade[0], mesh.shade[middle], mesh.shade[129 * 129 - 1]], [0, 0.5, 1], 1e-6);
  const slope = 0.75 / 8.5;
  const length = Math.hypot(2 * slope, 6 * slope, 1);
  near(mesh.normal.subarray(3 * middle, 3 * middle + 3), [-2 * slope / length, -6 * slope / length, 1 / length], 1e-5);
  assert.equal(meshOf({ x: AXIS, y: AXIS, z: PLANE.map((row) => row.map(() => 4)) }, boxOf(FIGURE), 2).shade[5], 0);
});

Deno.test("a color between two of a scale is between them, and beyond its ends that of the end", () => {
  /** @type {[number, number[]][]} */
  const scale = [[0, [0, 0, 0]], [0.5, [100, 50, 0]], [1, [200, 0, 0]]];
  assert.deepEqual([-1, 0, 0.25, 0.5, 0.75, 1, 2].map((share) => colorAt(scale, share)),
    [[0, 0, 0], [0, 0, 0], [50, 25, 0], [100, 50, 0], [150, 25, 0], [200, 0, 0], [200, 0, 0]]);
});

/** Two triangles over the whole of a picture, at two depths, in two colors. */
const pair = () => ({ x: Float32Array.of(0, 20, 0, 0, 20, 0), y: Float32Array.of(0, 0, 20, 0, 0, 20),
  depth: Float32Array.of(0.5, 0.5, 0.5, 0.2, 0.2, 0.2), height: Float32Array.of(0, 0, 0, 1, 1, 1),
  color: Float32Array.of(9, 9, 9, 9, 9, 9, 9, 9, 9, 7, 7, 7, 7, 7, 7, 7, 7, 7) });

Deno.test("what is nearer hides what is behind it, whichever was drawn first", () => {
  for (const order of [[0, 3], [3, 0]]) {
    const raster = new Raster(10, 10);
    for (const k of order) raster.triangle(pair(), k, k + 1, k + 2, -1, 2);
    assert.deepEqual([...raster.color.slice(0, 4)], [7, 7, 7, 255]);
    assert.ok(Math.abs(raster.depth[0] - 0.2) < 1e-6);
  }
});

Deno.test("outside the limits of height nothing is drawn, nor of a triangle without area", () => {
  const raster = new Raster(10, 10);
  raster.triangle(pair(), 3, 4, 5, -1, 0.5);
  raster.triangle(pair(), 0, 0, 1, -1, 2);
  assert.ok(raster.color.every((value) => value === 0));
});

Deno.test("lines and signs are hidden by what is nearer, and shine where they are in front", () => {
  const raster = new Raster(10, 10);
  raster.triangle(pair(), 0, 1, 2, -1, 2);
  raster.line([0, 2.5, 0.9], [10, 2.5, 0.9], 1, [255, 255, 255, 1]);
  raster.stamp({ data: [1, 2, 3, 255], width: 1, height: 1 }, 4, 4, 0.9);
  assert.ok(raster.color.every((value) => value === 9 || value === 255));
  raster.line([0, 2.5, 0.1], [10, 2.5, 0.1], 1, [250, 250, 250, 1]);
  raster.stamp({ data: [1, 2, 3, 255], width: 1, height: 1 }, 4, 4, 0.1);
  assert.deepEqual([...raster.color.slice(4 * 23, 4 * 23 + 4)], [250, 250, 250, 255]);
  assert.deepEqual([...raster.color.slice(4 * 44, 4 * 44 + 4)], [1, 2, 3, 255]);
  assert.deepEqual([...raster.color.slice(4 * 33, 4 * 33 + 4)], [9, 9, 9, 255]);
});

Deno.test("marks of an axis stand where Plotly puts them", () => {
  const texts = (/** @type {object} */ axis) => ticksOf({ low: 0, high: 1, log: false, extent: 1, size: 1, title: "",
    ticks: 5, ...axis }).map(({ text }) => text);
  assert.deepEqual(texts({ low: -5, high: 5 }), ["−5", "0", "5"]);
  assert.deepEqual(texts({ low: -10, high: 10 }), ["−10", "−5", "0", "5", "10"]);
  assert.deepEqual(texts({ high: 0.670433212518692 }), ["0", "0.2", "0.4", "0.6"]);
});

Deno.test("a frame has walls behind the surface, and numbers on three edges of its outline", () => {
  const box = boxOf(FIGURE);
  const frame = frameOf(box, viewOf(CAMERA, 1), { width: 400, height: 400 });
  assert.equal(frame.edges.length, 3);
  assert.deepEqual(frame.titles.map(({ text }) => text), ["", "", ""]);
  assert.equal(frame.ticks.length, box.reduce((count, axis) => count + ticksOf(axis).length, 0));
  const most = Math.max(...frame.edges.flatMap(({ from, to }) => [from[1], to[1]]));
  const lowest = project(viewOf(CAMERA, 1).toClip, [0.5, -0.5, -0.375]);
  assert.ok(Math.abs(most - 200 * (1 - lowest[1])) < 1e-9);
  assert.ok(frame.ticks.every(({ angle }) => Math.abs(angle) <= Math.PI / 2));
});

Deno.test("a picture shows the surface in its colors, its line and its sign", () => {
  const stamp = { data: [255, 0, 0, 255], width: 1, height: 1 };
  const { raster, toClip } = render(scenery(), CAMERA, { width: 120, height: 100 }, () => stamp);
  const at = (/** @type {number[]} */ point) => {
    const [x, y] = project(toClip, point);
    const [column, row] = [Math.floor(((1 + x) * raster.width) / 2), Math.floor(((1 - y) * raster.height) / 2)];
    return [...raster.color.slice(4 * (row * raster.width + column)).slice(0, 4)];
  };
  const [low, high] = [at([-0.9, -0.9, -1.6]), at([0.9, 0.9, 5.6])];
  assert.ok(low[2] > low[0] && low[3] === 255, `${low}`);
  assert.ok(high[0] > high[2] && high[3] === 255, `${high}`);
  assert.deepEqual([...raster.color.slice(0, 4)], [0, 0, 0, 0]);
  const reds = raster.color.filter((_, k) => k % 4 === 0 && raster.color[k] === 255 && raster.color[k + 1] === 0);
  assert.equal(reds.length, 1);
});

Deno.test("a quick picture shows the grid as it is, in the same places and colors", () => {
  const [fine, quick] = [FINE, QUICK].map((quality) => (
    render(scenery(quality), CAMERA, { width: 120, height: 100 }, () => ({ data: [], width: 0, height: 0 }))));
  assert.deepEqual([scenery(QUICK).mesh.columns, scenery(QUICK).mesh.rows], [3, 3]);
  assert.deepEqual([fine.raster.width, quick.raster.width], [240, 120]);
  near(fine.toClip, quick.toClip);
  let covered = 0;
  for (let row = 1; row < 99; row += 1) {
    for (let column = 1; column < 119; column += 1) {
      const at = 4 * (row * 120 + column);
      // Inside of both pictures, off their edges and the line.
      const four = [0, 4, 960, 964].map((k) => 4 * (2 * row * 240 + 2 * column) + k);
      const pixels = [quick.raster.color.slice(at, at + 4), ...four.map((k) => fine.raster.color.slice(k, k + 4))];
      if (pixels.some(([red, , , opacity]) => opacity < 255 || red > 240)) continue;
      covered += 1;
      for (const pixel of pixels) near(pixel, pixels[0], 20);
    }
  }
  assert.ok(covered > 1500, `${covered} pixels`);
});

Deno.test("a contour's lines are at the levels that are named, or at round ones inside", () => {
  near(levelsOf({ contours: { start: 0, end: 0.6, size: 0.2 } }, -1, 9), [0, 0.2, 0.4, 0.6], 1e-9);
  near(levelsOf({ ncontours: 22 }, 0.7351146936416626, 2.9777235984802246),
    [0.8, 1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8]);
});

Deno.test("a plane's level lines are straight and lie at their level", () => {
  const pieces = linesAt({ x: AXIS, y: AXIS, rows: PLANE }, 2.5);
  assert.ok(pieces.length > 1);
  for (const [x, y] of pieces.flat()) assert.ok(Math.abs(2 + x + 3 * y - 2.5) < 1e-9);
  assert.deepEqual(linesAt({ x: AXIS, y: AXIS, rows: PLANE }, 7), []);
  assert.deepEqual(linesAt({ x: AXIS, y: AXIS, rows: PLANE.map((row) => row.map(() => NaN)) }, 2.5), []);
});

Deno.test("heat is bilinear between the ends, its first row the highest, and empty beyond the grid", () => {
  const color = (/** @type {number} */ share) => [255 * share, 0, 0];
  const window = { x: [-1, 3], y: [-1, 1], width: 4, height: 2 };
  const heat = shaded({ x: AXIS, y: AXIS, rows: PLANE }, window, color, [-2, 6]);
  const red = (/** @type {number} */ row, /** @type {number} */ column) => heat[4 * (4 * row + column)];
  assert.ok(Math.abs(red(1, 0) - 255 * ((2 - 0.5 - 1.5 + 2) / 8)) <= 1);
  assert.ok(Math.abs(red(0, 1) - 255 * ((2 + 0.5 + 1.5 + 2) / 8)) <= 1);
  assert.deepEqual([heat[4 * 1 + 3], heat[4 * 2 + 3]], [255, 0]);
});

Deno.test("a triangle covers the pixels whose middles are in it, and no others", () => {
  const raster = new Raster(12, 12);
  const zero = new Float32Array(3);
  const vertices = { x: Float32Array.from([1, 11, 1]), y: Float32Array.from([1, 1, 11]), depth: zero, height: zero,
    color: new Float32Array(9).fill(200) };
  raster.triangle(vertices, 0, 1, 2, -1, 1);
  for (let row = 0; row < 12; row += 1) {
    for (let column = 0; column < 12; column += 1) {
      const [x, y] = [column + 0.5 - 1, row + 0.5 - 1];
      const inside = x > 0 && y > 0 && x + y <= 10;
      assert.equal(raster.color[4 * (12 * row + column) + 3], inside ? 255 : 0, `${column}, ${row}`);
    }
  }
});
