import assert from "node:assert/strict";

import { spread } from "../../pages/ui/stage/charts/paths_drawing.js";
import { positionOf, reach, rowAt, said } from "../../pages/ui/stage/charts/positions.js";

/** Values (V, F, K) that tell where they stand: 100 v + 10 f + k. */
function grid(/** @type {number} */ V, /** @type {number} */ F, /** @type {number} */ K) {
  const data = Float64Array.from({ length: V * F * K }, (_, n) => (
    100 * Math.floor(n / (F * K)) + 10 * (Math.floor(n / K) % F) + (n % K)));
  return { shape: [V, F, K], data };
}

/**
 * @param {string} familyName
 * @param {number} variant
 * @param {number} frame
 * @returns {any}
 */
function picture(familyName, variant, frame) {
  return { scene: { home: ["λ", 1] }, selection: { familyName, variant }, frame };
}

Deno.test("numbers are those of the position and the frame shown", () => {
  assert.deepEqual([...rowAt(grid(3, 4, 2), picture("λ", 2, 3), { knob: "λ" })], [230, 231]);
});

Deno.test("after the last frame the last one's numbers stay", () => {
  assert.deepEqual([...rowAt(grid(3, 4, 2), picture("λ", 2, 9), { knob: "λ" })], [230, 231]);
});

Deno.test("an axis of length 1 stands for every position or frame", () => {
  assert.deepEqual([...rowAt(grid(1, 4, 2), picture("λ", 2, 3), { knob: "λ" })], [30, 31]);
  assert.deepEqual([...rowAt(grid(3, 1, 2), picture("λ", 2, 3), { knob: "λ" })], [200, 201]);
});

Deno.test("while another knob is tried a panel stays where the controls are", () => {
  const { scene, selection } = picture("seed", 5, 0);
  assert.equal(positionOf(scene, selection, { knob: "λ" }), 1);
  assert.equal(positionOf(scene, selection, { knob: "η", at: 7 }), 7);
  assert.equal(positionOf(scene, selection, { knob: "η" }), -1);
});

Deno.test("the reach of numbers has 0 in it and leaves out what is none", () => {
  assert.deepEqual(reach([[3, NaN, 2], null, [Infinity, -1]]), [-1, 3]);
  assert.deepEqual(reach([[5, 9]]), [0, 9]);
});

Deno.test("exactly 0 and counts are said whole, anything else by its digits", () => {
  const format = () => "three digits";
  assert.deepEqual([0, 4, -2, 1e-17, 0.5].map((value) => said(value, format)),
    ["0", "4", "−2", "three digits", "three digits"]);
});

Deno.test("names keep their order and a distance, between the bounds", () => {
  const rows = [{ y: 50 }, { y: 51 }, { y: 52 }, { y: 99 }];
  spread(rows, 0, 100, 12);
  rows.slice(1).forEach(({ y }, k) => assert.ok(y - rows[k].y >= 12 - 1e-9));
  assert.ok(rows.every(({ y }) => y >= 0 && y <= 100));
  const crowd = Array.from({ length: 30 }, () => ({ y: 100 }));
  spread(crowd, 0, 100, 12);
  assert.ok(crowd.every(({ y }) => y >= -1e-9 && y <= 100 + 1e-9));
});
