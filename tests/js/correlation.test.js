// Cases come from the engine: tests/test_javascript.py writes them into the folder that is the argument.
import assert from "node:assert/strict";

import { costOf, differences, exercise, placesOf, rowsOf } from "../../pages/ui/stage/kernels/correlation.js";
import { linkedTo, told, written } from "../../pages/ui/stage/kernels/linked.js";
import { marked, numberOf } from "../../pages/ui/stage/images/entries.js";
import { answers, tablesOf } from "../../pages/ui/stage/images/kernel_tables.js";
import { differenceOf, gapOf, progressOf } from "../../pages/ui/stage/images/kernel_words.js";

const [folder] = Deno.args;
const cases = JSON.parse(Deno.readTextFileSync(`${folder}/kernels.json`));
const X = [[1, 2, 0, 1], [0, 1, 3, 1], [2, 1, 0, 2], [1, 0, 1, 3]];
const K = [[1, 0, -1], [2, 0, -2], [1, 0, -1]];
const DELTA = [[1, -1], [2, 0]];
const PLAIN = { stride: 1, padding: 0, more: 0, dilation: 1, turned: false };
const hand = () => exercise(X, K, DELTA, PLAIN);

Deno.test("map, matrix, im2col and both derivatives are the engine's", () => {
  assert.ok(cases.length >= 100);
  for (const { x, kernel, delta, laying, expected } of cases) {
    const found = exercise(x, kernel, delta, laying);
    assert.deepEqual(found.shape, [delta.length, delta[0].length]);
    assert.equal(placesOf(x.length, kernel.length, laying), delta.length);
    for (const [name, values] of Object.entries(expected)) {
      assert.deepEqual(found[/** @type {"y"} */ (name)].map((row) => row.map((v) => v + 0)), values, name);
    }
  }
});

Deno.test("central differences of the cost are the derivatives", () => {
  for (const { x, kernel, delta, laying, expected } of cases.slice(0, 40)) {
    const byImage = differences((one) => costOf(one, kernel, delta, laying), x, 1e-3);
    const byKernel = differences((one) => costOf(x, one, delta, laying), kernel, 1e-3);
    byImage.flat().forEach((v, k) => assert.ok(Math.abs(v - expected.byImage.flat()[k]) < 1e-9));
    byKernel.flat().forEach((v, k) => assert.ok(Math.abs(v - expected.byKernel.flat()[k]) < 1e-9));
  }
});

Deno.test("an output lights its window, its row of T and its row of im2col", () => {
  const links = linkedTo(hand(), { kind: "output", index: 1 });
  assert.deepEqual(links.y, [1]);
  assert.deepEqual([...links.x].sort((a, b) => a - b), [1, 2, 3, 5, 6, 7, 9, 10, 11]);
  assert.deepEqual(links.T, links.x.map((pixel) => 16 + pixel));
  assert.deepEqual(links.columns, Array.from({ length: 9 }, (_, k) => 9 + k));
});

Deno.test("a number of the kernel lights every place of T where it stands, and an entry what it connects", () => {
  const links = linkedTo(hand(), { kind: "tap", index: 0 });
  assert.deepEqual(links.T, [0, 17, 36, 53]);
  assert.deepEqual(links.y, [0, 1, 2, 3]);
  const entry = linkedTo(hand(), { kind: "entry", index: 17 });
  assert.deepEqual([entry.x, entry.K, entry.y, entry.T], [[1], [0], [1], [17]]);
  assert.deepEqual(linkedTo(hand(), { kind: "entry", index: 3 }).x, []);
});

Deno.test("sentences write down what the engine adds up", () => {
  for (const { x, kernel, delta, laying, expected } of cases.slice(0, 60)) {
    const found = exercise(x, kernel, delta, laying);
    /** @type {(kind: "output" | "pixel" | "tap", index: number, derivative: boolean) => string} */
    const say = (kind, index, derivative) => told(found, { x, K: kernel, delta }, { kind, index, derivative }, false);
    /** @type {[ "output" | "pixel" | "tap", boolean, number[][]][]} */
    const kinds = [["output", false, expected.y], ["pixel", true, expected.byImage], ["tap", true, expected.byKernel]];
    for (const [kind, derivative, values] of kinds) {
      values.flat().forEach((/** @type {number} */ value, /** @type {number} */ index) => {
        const said = say(kind, index, derivative);
        const [, sum = "0", result] = /** @type {string[]} */ (said.match(/^[^=]+ = (?:(.+) = )?(\S+): /));
        const total = sum.replaceAll("−", "-").replaceAll(/[()]/g, "").split(" + ").reduce((all, product) => (
          all + product.split("·").reduce((a, b) => a * Number(b), 1)), 0);
        assert.equal(result, written(value));
        assert.equal(written(total), written(value));
      });
    }
    kernel.flat().forEach((/** @type {number} */ _, /** @type {number} */ tap) => {
      const count = found.taps.flat().filter((one) => one === tap).length;
      assert.ok(say("tap", tap, false).includes(count === 0 ? "no place" : count === 1 ? "one place" : `${count} places`));
    });
    x.flat().forEach((/** @type {number} */ _, /** @type {number} */ pixel) => {
      const own = found.taps.map((row) => row[pixel]).filter((tap) => tap >= 0);
      assert.equal(new Set(own).size, own.length, "each output sees a pixel through another number");
      assert.ok(say("pixel", pixel, false).includes(own.length === 0 ? "no output" : own.length === 1 ? "one output"
        : `${own.length} outputs`));
    });
  }
});

Deno.test("a window that meets nothing but zeros of the margin is 0, and no sum", () => {
  const given = { x: X, K: [[3]], delta: [[1, 2, 3], [4, 5, 6], [7, 8, 9]] };
  const found = exercise(given.x, given.K, given.delta, { ...PLAIN, stride: 3, padding: 2 });
  assert.match(told(found, given, { kind: "output", index: 0 }, false), /^y₁₁ = 0: row 1/);
  assert.match(told(found, given, { kind: "output", index: 0 }, true), /^y₁₁ = \?: row 1/);
  assert.match(told(found, given, { kind: "output", index: 4 }, false), /^y₂₂ = 3·\S+ = \S+: row 5/);
  assert.match(told(found, given, { kind: "pixel", index: 0, derivative: true }, false), /^∂C\/∂x₁₁ = 0: column 1/);
});

Deno.test("no result is given away while it is the reader's to find", () => {
  const given = { x: X, K, delta: DELTA };
  assert.match(told(hand(), given, { kind: "output", index: 0 }, true), /= \?: row 1 of T/);
  const measured = { byImage: hand().byImage, byKernel: hand().byKernel };
  const state = { given, laying: PLAIN, exercise: hand(), measured, focus: null, hidden: true, entry: () => "" };
  const tables = tablesOf(state);
  for (const name of ["y", "byImage", "byKernel", "imageMeasured", "kernelMeasured"]) {
    assert.ok(tables[name].cells.flat().every(({ text }) => text === "" || text === "?"), name);
  }
  const sides = tables.T.cells.slice(1, -1).map((row) => row[row.length - 1]);
  assert.ok([...sides, ...tables.T.cells[5].slice(1, -1)].every(({ text, value }) => text === "?" && value === 0));
});

Deno.test("the answers fill every cell, and all are right", () => {
  const written = answers(hand());
  assert.equal(Object.keys(written).length, 4 + 16 + 9);
  const state = { given: { x: X, K, delta: DELTA }, laying: PLAIN, exercise: hand(), focus: null, hidden: true,
    measured: { byImage: hand().byImage, byKernel: hand().byKernel },
    entry: (/** @type {string} */ key) => written[key] };
  const tables = tablesOf(state);
  for (const name of ["y", "byImage", "byKernel"]) {
    assert.ok(tables[name].cells.flat().every(({ mark }) => mark === "right"));
  }
});

Deno.test("every cell of a table points at what it belongs to", () => {
  const laying = { ...PLAIN, padding: 1 };
  const delta = rowsOf(Array.from({ length: 16 }, (_, k) => k), 4);
  const found = exercise(X, K, delta, laying);
  const { T, x } = tablesOf({ given: { x: X, K, delta }, laying, exercise: found, measured: found, focus: null,
    hidden: false, entry: () => "" });
  assert.deepEqual(T.focus(0, 3), { kind: "pixel", index: 2, derivative: false });
  assert.deepEqual(T.focus(17, 3), { kind: "pixel", index: 2, derivative: true });
  assert.deepEqual(T.focus(3, 0), { kind: "output", index: 2, derivative: true });
  assert.deepEqual(T.focus(3, 17), { kind: "output", index: 2, derivative: false });
  assert.deepEqual(T.focus(3, 3), { kind: "entry", index: 34 });
  assert.equal(T.focus(0, 0), null);
  assert.equal(x.focus(0, 2), null);
  assert.deepEqual(x.focus(1, 2), { kind: "pixel", index: 1 });
});

Deno.test("what is said of differences and of filled cells is so", () => {
  const found = hand();
  const measured = { byImage: found.byImage.map((row) => row.map((v) => v + 2e-12)), byKernel: found.byKernel };
  assert.match(gapOf(found, measured), /at most (2\.00e−12|1\.99e−12|2\.01e−12) apart/);
  assert.match(differenceOf({ kind: "tap", index: 2, derivative: true }, measured), /is 5\.00000000000\./);
  assert.equal(differenceOf({ kind: "tap", index: 2 }, measured), "");
  assert.equal(differenceOf({ kind: "output", index: 0, derivative: true }, measured), "");
  /** @type {(...marks: string[]) => any} */
  const table = (...marks) => ({ cells: [marks.map((mark) => ({ mark }))] });
  assert.match(progressOf([table("", ""), table("no number")]), /^Fill in any cell/);
  assert.equal(progressOf([table("right", "wrong"), table("")]), "1 of 3 cells right ✓, 1 wrong ✗.");
  assert.equal(progressOf([table("right", "right"), table("right")]), "All 3 cells are right.");
});

Deno.test("an entry is right to two decimals, with any minus and either decimal point", () => {
  assert.equal(numberOf(" −1,5 "), -1.5);
  assert.equal(numberOf("1e3"), 1000);
  assert.equal(numberOf(""), null);
  assert.deepEqual(["-4", "−4", "-3.995", "-3.9", "four", " "].map((entry) => marked(entry, -4)),
    ["right", "right", "right", "wrong", "no number", ""]);
});
