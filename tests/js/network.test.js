// Cases come from the engine: tests/test_javascript.py writes them into the folder that is the argument.
import assert from "node:assert/strict";

import "./menu.js";
import { ACTIVATIONS, erf, memberOf } from "../../pages/ui/stage/model/activations.js";
import { Network, NetworkField, sigmoidUnit } from "../../pages/ui/stage/model/network.js";

/**
 * @typedef {object} Case
 * @property {string} title
 * @property {any} network its description
 * @property {number[]} p
 * @property {number[][]} x (N, n_1)
 * @property {number[][]} outputs (N, n_L)
 * @property {number[][]} units (N, n_2)
 * @property {number[][]} targets
 * @property {number} cost with factor 1 / N
 */

/** @type {Case[]} */
const CASES = JSON.parse(Deno.readTextFileSync(`${Deno.args[0]}/cases.json`));
/** @type {[number, number][]} */
const ERRORS = JSON.parse(Deno.readTextFileSync(`${Deno.args[0]}/erf.json`));

/**
 * @param {number} found
 * @param {number} right
 */
function assertClose(found, right) {
  assert.ok(Math.abs(found - right) <= 1e-12 * Math.max(1, Math.abs(right)), `${found} is not ${right}`);
}

/**
 * The columns of rows, as the evaluator takes inputs and gives outputs.
 * @param {number[][]} rows
 */
function columns(rows) {
  return rows[0].map((_, i) => Float64Array.from(rows, (row) => row[i]));
}

for (const { title, network, p, x, outputs, units, targets, cost } of CASES) {
  Deno.test(`the engine's numbers: ${title}`, () => {
    const evaluator = new Network(network);
    for (let twice = 0; twice < 2; twice += 1) {
      const layers = evaluator.forward(p, columns(x));
      columns(outputs).forEach((column, j) => column.forEach((right, n) => assertClose(layers[layers.length - 1][j][n], right)));
    }
    x.forEach((point, n) => evaluator.unitsAt(p, point).forEach((h, j) => assertClose(h, units[n][j])));
    const data = { shape: [x.length, x[0].length], data: Float64Array.from(x.flat()) };
    const wanted = { shape: [x.length, targets[0].length], data: Float64Array.from(targets.flat()) };
    assertClose(new Network({ ...network, targets: wanted, factor: 1 / x.length }).costOf(p, data), cost);
    assert.ok(Number.isNaN(evaluator.costOf(p, data)));
  });
}

Deno.test("every member of the menu is a case", () => {
  const tried = new Set(CASES.flatMap(({ network }) => network.activations.map((/** @type {any} */ each) => each.name)));
  assert.deepEqual([...tried].sort(), Object.keys(ACTIVATIONS).sort());
});

Deno.test("the error function is right everywhere", () => {
  for (const [x, right] of ERRORS) assertClose(erf(x), right);
  assert.ok(Number.isNaN(erf(NaN)));
  assert.deepEqual([erf(0), erf(Infinity), erf(-Infinity)], [0, 1, -1]);
});

Deno.test("an activation that is not there is named", () => {
  assert.throws(() => memberOf({ name: "mish" }), /no activation “mish”/);
});

Deno.test("a layer's arrays are written over only by a call for as many points", () => {
  const network = new Network(sigmoidUnit(1));
  const [[first]] = network.forward([1, 0], [Float64Array.from([0, 1])]);
  assert.equal(network.forward([2, 0], [Float64Array.from([0, 1])])[0][0], first);
  assert.notEqual(network.forward([2, 0], [Float64Array.from([0, 1, 2])])[0][0], first);
});

Deno.test("the quick path of a single unit paints what the way over layers paints", () => {
  /** @type {[number, number][]} */
  const window = [[-2, 1], [0, 5]];
  const field = new NetworkField(sigmoidUnit(2), window, 20);
  const quick = Array.from(field.at([1.5, -0.7, 0.3]).level);
  const slow = Array.from(field.levels([1.5, -0.7, 0.3]), Math.floor);
  assert.ok(field.isUnit);
  quick.forEach((level, n) => assert.ok(Math.abs(level - slow[n]) <= 1));
  assert.ok(new Set(quick).size > 50);
});

Deno.test("a difference leans to class 1 from the middle", () => {
  const identity = { widths: [2, 2], activations: [{ name: "identity" }], show: /** @type {const} */ ("difference") };
  const { level } = new NetworkField(identity, [[0, 1], [0, 1]], 2).at([0, 0, 0, 0, 0.5, 0.25]);
  assert.deepEqual(Array.from(level), Array(4).fill(255 * 0.375));
});
