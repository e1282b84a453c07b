import assert from "node:assert/strict";

import { presentOf, variantAt } from "../../pages/ui/stage/model/sliders.js";

const RUNS = { p: {}, cost: { shape: [3, 2], data: Float64Array.from([5, 4, 5, 3, 5, 1]) } };
const COSTS_TO_COME = { shape: [3, 2], data: Float64Array.from([NaN, NaN, 5, 3, NaN, NaN]) };

/** @type {any} */
const SCENE = {
  home: ["eta", 1],
  present: { "one.eta": 7 },
  panels: [{ kind: "strip", knob: "m", at: 2 }],
  families: {
    eta: { axis: Float64Array.from([0.001, 0.1, 3]), runs: [RUNS] },
    m: { axis: Float64Array.from([1, 2, 6]), runs: [RUNS] },
    width: { axis: Float64Array.from([1, 2]), runs: [{ ...RUNS, p: null }] },
  },
};

Deno.test("a slider's value is found on the axis to the digits that it writes, or not at all", () => {
  assert.equal(variantAt(SCENE, "eta", 0.1), 1);
  assert.equal(variantAt(SCENE, "eta", 0.10000000000000002), 1);
  assert.equal(variantAt(SCENE, "eta", 0.11), -1);
  assert.equal(variantAt(SCENE, "m", Number("all")), -1);
  assert.equal(variantAt(SCENE, "seed", 1), -1);
});

Deno.test("runs that do not belong to the picture, or are still to come, are left to the page", () => {
  assert.equal(variantAt(SCENE, "width", 2), -1);
  const { axis } = SCENE.families.eta;
  const families = { eta: { axis, runs: [RUNS, { ...RUNS, cost: COSTS_TO_COME }] } };
  assert.deepEqual([0.001, 0.1, 3].map((value) => variantAt({ ...SCENE, families }, "eta", value)), [-1, 1, -1]);
});

Deno.test("the present value is the home's, or where the strip stands", () => {
  assert.equal(presentOf(SCENE, "eta"), 1);
  assert.equal(presentOf(SCENE, "m"), 2);
  assert.equal(presentOf(SCENE, "one.eta"), 7);
  assert.equal(presentOf(SCENE, "seed"), -1);
});
