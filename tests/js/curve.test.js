import assert from "node:assert/strict";

import { makeScale } from "../../pages/ui/stage/drawing/numbers.js";
import { drawLeaving, nextExtents, strokeCosts } from "../../pages/ui/stage/panels/curve_drawing.js";

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

/** What a canvas is told, by name. */
function canvas() {
  /** @type {[string, number[]][]} */
  const told = [];
  const known = { told };
  return /** @type {any} */ (new Proxy(known, {
    get: (_, name) => (name === "told" ? told : (/** @type {number[]} */ ...given) => told.push([String(name), given])),
    set: () => true,
  }));
}

for (const log of [false, true]) {
  Deno.test(`a cost above its picture goes out of it and not along its edge${log ? ", logarithmic" : ""}`, () => {
    const context = canvas();
    const y = makeScale([1, 10], [90, 10], log);
    const costs = [1, 5, 40, 1e300, Infinity, 10, 2];
    const points = costs.map((cost, x) => [x, y(Math.min(cost, 10))]);
    strokeCosts(/** @type {any} */ ({ context, width: 100, height: 100, top: 10, scales: { y, costs: [1, 10] } }),
      points, costs, { color: "red" });
    const told = context.told;
    const line = told.filter(([name]) => name === "lineTo").map(([, given]) => given);
    assert.deepEqual(line.map(([x]) => x), [0, 1, 2, 3, 4, 5, 6]);
    assert.ok(line[2][1] < 10 && line[3][1] < line[2][1] && Number.isFinite(line[4][1]));
    assert.deepEqual([0, 1, 5, 6].map((k) => line[k]), [0, 1, 5, 6].map((k) => points[k]));
    const names = told.map(([name]) => name);
    assert.ok(names.includes("clip") && names.indexOf("clip") < names.indexOf("lineTo") && names.indexOf("stroke") < names.lastIndexOf("restore"));
    assert.deepEqual(told.find(([name]) => name === "rect")?.[1], [0, 8, 100, 68]);
  });
}

Deno.test("a cost below its picture goes out of it at the bottom, and where it does is marked", () => {
  const y = makeScale([1e-12, 1], [74, 10], true);
  const costs = [1, 1e-6, 1e-16, 0, 1e-3];
  const points = costs.map((cost, x) => [50 + x, y(Math.max(cost, 1e-12))]);
  const [lined, marked] = [canvas(), canvas()];
  const chart = { width: 100, height: 100, top: 10, scales: { y, costs: [1e-12, 1] } };
  strokeCosts(/** @type {any} */ ({ ...chart, context: lined }), points, costs, { color: "red" });
  const line = lined.told.filter(([name]) => name === "lineTo").map(([, given]) => given);
  assert.ok(line[2][1] > 74 && line[3][1] > line[2][1] && Number.isFinite(line[3][1]));
  assert.deepEqual([0, 1, 4].map((k) => line[k]), [0, 1, 4].map((k) => points[k]));
  drawLeaving(/** @type {any} */ ({ ...chart, context: marked }), points, costs, "red");
  assert.deepEqual(marked.told.filter(([name]) => name === "fill").length, 1);
  assert.ok(marked.told.flatMap(([, given]) => given).includes(52));
});
