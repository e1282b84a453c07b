import assert from "node:assert/strict";

import { wordsOf } from "../../pages/ui/stage/aloud/charts.js";

const LAYOUT = { xaxis: { title: { text: "step" } }, yaxis: { title: { text: "<i>cost</i>" } } };

/** @type {(data: any[], layout?: any) => string} */
const words = (data, layout = LAYOUT) => wordsOf(data, layout);

Deno.test("a line says where it begins and ends, and what it goes through", () => {
  const line = { type: "scatter", name: "squared loss", x: [0, 1, 2, 3], y: [4, 9, 1, 2] };
  assert.equal(words([line]), "Chart: cost against step. squared loss: from 4 at 0 to 2 at 3, "
    + "lowest 1, highest 9.");
});

Deno.test("what is not finite is not said, and a line that has nothing else is left out", () => {
  const holes = { type: "scatter", name: "run", x: [0, 1, 2], y: [NaN, 3, null] };
  assert.equal(words([holes, { type: "scatter", y: [NaN, NaN] }]), "Chart: cost against step. run: 3 at 1.");
  assert.equal(words([{ type: "scatter" }]), "Chart: cost against step.");
});

Deno.test("a field says its values, over what", () => {
  const field = { type: "surface", name: "C", z: [[1, 2], [NaN, -3]] };
  const scene = { xaxis: { title: { text: "w" } }, yaxis: {} };
  assert.equal(words([field], { scene }), "Chart: over w and y. C: from −3 to 2.");
});

Deno.test("bars have names for places, and of many lines only the first are told", () => {
  assert.match(words([{ type: "bar", name: "units", x: ["one", "two"], y: [2, 1] }]), /from 2 at one to 1 at two/);
  const many = Array.from({ length: 9 }, (_, k) => ({ type: "scatter", x: [0], y: [k] }));
  assert.match(words(many), /trace 6: 5 at 0. and 3 more.$/);
  assert.doesNotMatch(words([{ ...many[0], visible: "legendonly" }]), /trace/);
});
