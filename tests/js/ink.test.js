import assert from "node:assert/strict";

import { inked, stroke } from "../../pages/ui/stage/digits/ink.js";
import { fitted, rowsOf, strongest } from "../../pages/ui/stage/digits/map_rows.js";
import { Sequential } from "../../pages/ui/stage/model/layers.js";
import "./menu.js";

const SIDE = 8;

Deno.test("a stroke leaves ink along its line, less beside it, none farther away", () => {
  const image = stroke(new Float64Array(SIDE * SIDE), SIDE, [2.5, 1], [2.5, 7]);
  for (const row of [1, 3, 6]) {
    assert.equal(image[row * SIDE + 2], 1);
    assert.ok(image[row * SIDE + 1] < 0.2);
    assert.equal(image[row * SIDE + 5], 0);
  }
});

Deno.test("a point is a stroke too, and more strokes never take ink away", () => {
  const point = stroke(new Float64Array(SIDE * SIDE), SIDE, [4.5, 4.5], [4.5, 4.5]);
  assert.equal(point[4 * SIDE + 4], 1);
  assert.ok(point.every(Number.isFinite));
  const more = stroke(point, SIDE, [0, 0], [8, 8]);
  point.forEach((ink, k) => assert.ok(more[k] >= ink));
});

Deno.test("what is rubbed out goes, and what is far away stays", () => {
  const full = new Float64Array(SIDE * SIDE).fill(1);
  const rubbed = stroke(full, SIDE, [0.5, 0.5], [7.5, 0.5], true);
  assert.deepEqual([rubbed[0], rubbed[3], rubbed[3 * SIDE + 3]], [0, 0, 1]);
});

Deno.test("a key fills a pixel that is light, and empties one that is dark", () => {
  const one = inked(new Float64Array(4), 2);
  assert.deepEqual(Array.from(one), [0, 0, 1, 0]);
  assert.deepEqual(Array.from(inked(one, 2)), [0, 0, 0, 0]);
});

Deno.test("as many tiles abreast as lets them be largest, and all of them fit", () => {
  for (const [width, height] of [[300, 40], [100, 200]]) {
    const row = { title: "", signed: false, tiles: 9, w: 8, h: 8, weight: 1, values: () => [] };
    const { cell, abreast } = fitted(row, width, height, 4);
    assert.ok(abreast * (8 * cell + 4) <= width + 1e-9);
    assert.ok(Math.ceil(9 / abreast) * (8 * cell + 4) <= height + 1e-9);
  }
});

Deno.test("a convolutional network shows its kernels, maps, pooled maps and logits in this order", () => {
  const relu = { name: "Activate", activation: { name: "relu" } };
  const network = new Sequential({ input_shape: [1, 8, 8], output: { name: "identity" }, layers: [
    { name: "Conv2d", channels: 2, kernel: 3, stride: 1, padding: 1, dilation: 1, groups: 1, circular: false, shape: [2, 8, 8] },
    { ...relu, shape: [2, 8, 8] },
    { name: "MaxPool2d", kernel: 2, stride: 2, padding: 0, shape: [2, 4, 4] },
    { name: "Flatten", shape: [32] },
    { name: "Dense", units: 10, shape: [10] },
  ] });
  const rows = rowsOf(network);
  assert.deepEqual(rows.map(({ title }) => title), ["kernels 3×3", "maps 8×8", "pooled 4×4", "logits"]);
  const p = Float64Array.from({ length: network.size }, (_, k) => k);
  const features = network.features(p, new Float64Array(64).fill(1));
  rows.forEach((row) => assert.equal(row.values(p, features).length, row.tiles * row.w * row.h));
  assert.deepEqual(Array.from(rows[0].values(p, features)), Array.from({ length: 18 }, (_, k) => k));
});

Deno.test("the strongest of values is that of the largest magnitude", () => {
  assert.equal(strongest([1, -3, 2]), 3);
  assert.equal(strongest([]), 0);
});
