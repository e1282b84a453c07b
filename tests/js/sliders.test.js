import assert from "node:assert/strict";

import { presentOf, Sliders, variantAt } from "../../pages/ui/stage/model/sliders.js";

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

/** A thumb as a page has it, in the reader's hand. */
class Thumb {
  text = "";

  /** @param {string} place */
  closest(place) {
    return place === ".slider" ? this : null;
  }

  getAttribute() {
    return this.text;
  }
}

Deno.test("a slider that the page has followed shows the page's own run, however often it is written", () => {
  const thumb = new Thumb();
  Object.assign(globalThis, { Element: Thumb, document: { body: null, activeElement: thumb },
    MutationObserver: class { observe() {} } });
  /** @type {string[]} */
  const told = [];
  /** @type {any} */
  const stage = { scene: { ...SCENE, sliders: { eta: "slider" } }, signal: new AbortController().signal,
    tryVariant: (/** @type {string} */ knob, /** @type {number} */ variant) => told.push(`${knob} ${variant}`),
    goHome: () => told.push("home") };
  const sliders = new Sliders(stage);
  /** @param {string} text */
  const write = (text) => {
    thumb.text = text;
    sliders.look(/** @type {any} */ (thumb));
  };
  write("3");
  assert.deepEqual(told, ["eta 2"]);
  // The page answers, and writes the same value again.
  stage.scene = { ...stage.scene, home: ["eta", 2] };
  assert.equal(sliders.ahead(stage.scene), null);
  write("3");
  assert.deepEqual(told, ["eta 2", "home"]);
  // There and back, before the page has answered: its answer to the way there comes too late.
  write("0.001");
  write("3");
  assert.deepEqual(told.slice(2), ["eta 0", "home"]);
  assert.deepEqual(sliders.ahead({ ...stage.scene, home: ["eta", 0] }), ["eta", 2]);
});
