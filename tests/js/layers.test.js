// Cases come from the engine: tests/test_javascript.py writes them into the folder that is the argument.
import assert from "node:assert/strict";

import "./menu.js";
import { largestOf, Sequential, softmax } from "../../pages/ui/stage/model/layers.js";

/**
 * @typedef {object} Case
 * @property {string} title
 * @property {any} network its description
 * @property {number[]} p
 * @property {number[]} x (N, *input_shape), one sample after another
 * @property {number[][]} features what enters, and what leaves each layer
 * @property {number[]} outputs
 */

/** @type {Case[]} */
const CASES = JSON.parse(Deno.readTextFileSync(`${Deno.args[0]}/layered.json`));

/**
 * @param {ArrayLike<number>} found
 * @param {number[]} right
 */
function assertClose(found, right) {
  assert.equal(found.length, right.length);
  right.forEach((value, n) => {
    assert.ok(Math.abs(found[n] - value) <= 1e-11 * Math.max(1, Math.abs(value)), `${found[n]} is not ${value}`);
  });
}

for (const { title, network, p, x, features, outputs } of CASES) {
  Deno.test(`the engine's numbers: ${title}`, () => {
    const evaluator = new Sequential(network);
    assert.equal(evaluator.size, p.length);
    const samples = Float64Array.from(x);
    evaluator.features(p, samples).forEach((feature, l) => assertClose(feature, features[l]));
    assertClose(evaluator.outputs(p, samples), outputs);
  });
}

Deno.test("every layer that is known here is a case", () => {
  const tried = new Set(CASES.flatMap(({ network }) => network.layers.map((/** @type {any} */ { name }) => name)));
  assert.deepEqual([...tried].sort(), ["Activate", "AvgPool2d", "BatchNorm", "Conv2d", "Dense", "Dropout",
    "Flatten", "LayerNorm", "MaxPool2d"]);
});

Deno.test("with the statistics of others a sample alone is what it is among them", () => {
  const { network, p, x, outputs } = /** @type {Case} */ (CASES.find((one) => (
    one.network.layers.some((/** @type {any} */ { name }) => name === "BatchNorm"))));
  const evaluator = new Sequential(network);
  const statistics = new Map();
  evaluator.features(p, Float64Array.from(x), statistics);
  const [size, classes] = [network.input_shape, network.layers.at(-1).shape].map((shape) => (
    shape.reduce((/** @type {number} */ all, /** @type {number} */ n) => all * n, 1)));
  const last = Float64Array.from(x.slice(-size));
  assertClose(evaluator.outputs(p, last, statistics), outputs.slice(-classes));
  assert.ok(evaluator.together);
});

Deno.test("a layer that is not known is named", () => {
  const strange = { input_shape: [1], layers: [{ name: "Attention", shape: [1] }], output: { name: "identity" } };
  assert.throws(() => new Sequential(strange), /The layer “Attention”/);
});

Deno.test("shares add up to 1 however large the logits are", () => {
  assertClose(softmax([0, 0]), [0.5, 0.5]);
  assertClose(softmax([1000, 1000 + Math.log(3)]), [0.25, 0.75]);
});

Deno.test("of equal ones the first is the largest", () => {
  assert.equal(largestOf([1, 3, 3, 2]), 1);
  assert.equal(largestOf([9, 0, 1, 5, 5, 9], 1, 5), 2);
});
