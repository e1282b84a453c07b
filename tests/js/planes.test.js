import assert from "node:assert/strict";

import { distanceTo, liftedTo, placeOf } from "../../pages/ui/stage/landscape/projection.js";
import { scored } from "../../pages/ui/stage/points/scores.js";

const flat = { indices: [0, 2], sign: -1 };
// Two directions that are not orthogonal; onto is their pseudoinverse.
const laid = { origin: Float64Array.from([1, 1, 1]),
  directions: { shape: [2, 3], data: Float64Array.from([1, 0, 0, 1, 1, 0]) },
  onto: { shape: [2, 3], data: Float64Array.from([1, -1, 0, 0, 1, 0]) } };
const tilted = { ...flat, laid };

Deno.test("a plane of two parameters shows these, mirrored or not, and is nowhere off", () => {
  assert.deepEqual(placeOf([3, 4, 5], flat), [-3, -5]);
  assert.deepEqual([...liftedTo([-3, -5], [0, 4, 0], flat)], [3, 4, 5]);
  assert.equal(distanceTo([3, 4, 5], flat), 0);
});

Deno.test("a plane that lies anywhere shows the shadow, and says how far it is off", () => {
  const p = [1 + 2 + 3, 1 + 3, 1 + 7];
  assert.deepEqual(placeOf(p, tilted), [2, 3]);
  assert.deepEqual([...liftedTo([2, 3], p, tilted)], [6, 4, 1]);
  assert.equal(distanceTo(p, tilted), 7);
});

Deno.test("samples of many features are the one number that a model makes of each, within the window", () => {
  const panel = { x: { shape: [3, 2], data: [1, 0, 0, 1, 100, 0] }, y: [0, 1, 1], window: [[-12, 12]] };
  const { data, model } = scored(panel, { color: "red", p: Float64Array.from([2, 3, 0.5]) });
  assert.deepEqual([...data.x.data], [2.5, 3.5, 12]);
  assert.deepEqual(data.x.shape, [3, 1]);
  assert.deepEqual([.../** @type {ArrayLike<number> & Iterable<number>} */ (model.p)], [1, 0]);
  assert.deepEqual(data.y, panel.y);
  assert.equal(scored(panel, { color: "red", p: null }).data.x.shape[0], 0);
});
