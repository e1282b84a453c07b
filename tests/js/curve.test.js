import assert from "node:assert/strict";

import { nextExtents } from "../../pages/ui/stage/panels/curve_drawing.js";

/**
 * A scene whose home is the second of three runs of two steps.
 * @param {string} run
 * @param {number[]} costs
 * @param {object} [more]
 * @returns {any}
 */
function scene(run, costs, more = {}) {
  const cost = { shape: [3, 2], data: Float64Array.from(costs) };
  return { run, live: false, lanes: [{}], home: ["eta", 1], families: { eta: { runs: [{ cost }] } }, ...more };
}

const FIRST = [NaN, NaN, 5, 1, NaN, NaN];
const ALL = [5, 4, 5, 1, 5, 1e-6];

Deno.test("the runs that follow the one on stage leave its cost axis where it is", () => {
  const early = nextExtents(undefined, scene("a", FIRST));
  const whole = nextExtents(early, scene("a", ALL));
  assert.deepEqual(whole.shown, early.shown);
  assert.ok(whole.all.log[0] < 1e-6);
  assert.equal(early.shown.log[0], 0.8);
});

Deno.test("another run, and one that goes on, has the axis that it needs", () => {
  const early = nextExtents(undefined, scene("a", FIRST));
  assert.ok(nextExtents(early, scene("b", ALL)).shown.log[0] < 1e-6);
  const live = nextExtents(undefined, scene("a", FIRST, { live: true }));
  const more = nextExtents(live, scene("a", ALL, { live: true }));
  assert.ok(more.shown.log[0] < 1e-6);
  assert.ok(nextExtents(more, scene("a", [5, 4, 5, 1e-9, 5, 4])).shown.log[0] < 1e-9);
});
