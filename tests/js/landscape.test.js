import assert from "node:assert/strict";

import { CostStack } from "../../pages/ui/stage/landscape/grid.js";
import { hatchLines } from "../../pages/ui/stage/landscape/hatch.js";
import { segmentsOf } from "../../pages/ui/stage/landscape/overlay.js";
import { contourProjection, placeOf } from "../../pages/ui/stage/landscape/projection.js";

const ALPHA = Float64Array.from([0, 1, 2]);
const BETA = Float64Array.from([0, 10]);

/** Where Plotly would have drawn a contour of [0, 2] × [0, 10]. */
const FIGURE = { _fullLayout: {
  xaxis: { _offset: 40, _length: 200, range: [0, 2], l2p: (/** @type {number} */ v) => 100 * v, p2l: (/** @type {number} */ v) => v / 100 },
  yaxis: { _offset: 20, _length: 100, range: [10, 0], l2p: (/** @type {number} */ v) => 100 - 10 * v,
    p2l: (/** @type {number} */ v) => (100 - v) / 10 } } };

Deno.test("the plane shows two parameters, or their negatives", () => {
  assert.deepEqual(placeOf([1, 2, 3], { indices: [2, 0], sign: 1 }), [3, 1]);
  assert.deepEqual(placeOf([1, 2, 3], { indices: [2, 0], sign: -1 }), [-3, -1]);
});

Deno.test("a contour's projection and its inverse undo each other", () => {
  const projection = contourProjection(FIGURE);
  assert.ok(projection?.unproject);
  assert.deepEqual(projection.project([1.5, 4]), [190, 80]);
  assert.deepEqual(projection.unproject(190, 80), [1.5, 4]);
  assert.deepEqual(projection.box, [[0, 2], [0, 10], [-Infinity, Infinity]]);
  assert.equal(contourProjection({}), null);
});

Deno.test("a path is clipped where it leaves the picture", () => {
  const projection = contourProjection(FIGURE);
  assert.ok(projection);
  const [inside, leaves, outside] = segmentsOf(projection, [[0, 0, 1], [1, 5, 1], [3, 5, 1], [4, 5, 1]]);
  assert.deepEqual([inside?.a, inside?.b, inside?.leaves], [[40, 120], [140, 70], false]);
  assert.deepEqual([leaves?.b, leaves?.leaves], [[240, 70], true]);
  assert.equal(outside, null);
});

Deno.test("costs are exact at grid points, bilinear between and NaN off the grid", () => {
  const { grids: [grid] } = new CostStack({ alpha: ALPHA, beta: BETA, value: { data: Float64Array.from([0, 1, 2, 10, 11, 12]) } });
  assert.deepEqual(grid.nearest(1.4, 9), { alpha: 1, beta: 10, cost: 11 });
  assert.equal(grid.between(0.5, 5), 5.5);
  assert.equal(grid.between(2, 10), 12);
  assert.ok(Number.isNaN(grid.between(2.01, 5)));
});

Deno.test("a stack shows the slice nearest to the held parameter, hatched where it says", () => {
  const stack = { held: Float64Array.from([-1, 0, 1]), index: 1, value: { data: Float64Array.from({ length: 18 }, (_, k) => k) },
    mask: { data: Uint8Array.from({ length: 18 }, (_, k) => (k === 7 ? 1 : 0)) } };
  const costs = new CostStack({ alpha: ALPHA, beta: BETA, stack });
  assert.equal(costs.sliceAt([9, 0.7]), 2);
  const { x, y, z } = hatchLines(costs.grids[1], costs.mask(1));
  const drawn = [...x].map((_, k) => [x[k], y[k], z[k]]).filter(([v]) => !Number.isNaN(v));
  assert.deepEqual(drawn, [[1, 0, 7]]);
});
