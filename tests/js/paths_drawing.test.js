import assert from "node:assert/strict";

import { clearOf, drawDots, drawLines, pointsOf } from "../../pages/ui/stage/charts/paths_drawing.js";

Deno.test("each measured dot inside the picture is drawn in its line's color, and none that is no number", () => {
  /** @type {[number, number, string][]} */
  const drawn = [];
  let at = [NaN, NaN];
  const context = { beginPath() {}, fill() {}, arc: (/** @type {number} */ x, /** @type {number} */ y) => { at = [x, y]; },
    set strokeStyle(/** @type {string} */ color) { drawn.push([at[0], at[1], color]); }, stroke() {} };
  const dots = { shape: [2, 3], data: new Float64Array([1, NaN, 3, 4, 50, -1]) };
  const paths = /** @type {any} */ ({ context, theme: { paper: "white" }, panel: { dots, colors: ["red", "blue"] },
    family: { axis: [10, 20, 30] }, ends: [0, 9], scale: (/** @type {number} */ x) => x, rise: (/** @type {number} */ y) => -y });
  drawDots(paths);
  assert.deepEqual(drawn, [[10, -1, "red"], [30, -3, "red"], [10, -4, "blue"]]);
});

Deno.test("a name goes to the nearest height where it hides neither a dot nor another name", () => {
  const dots = [{ x: 10, y: 95, width: 10, height: 10 }, { x: 10, y: 107, width: 10, height: 10 }];
  const taken = [...dots];
  const name = { x: 0, y: 100, width: 40, height: 12 };
  const [first, second] = [clearOf(taken, name, 200), clearOf(taken, name, 200)];
  assert.deepEqual([first, second], [88, 76]);
  assert.equal(clearOf([], name, 200), 100);
  assert.equal(taken.length, 4);
});

Deno.test("a line goes on outside the picture, cut at its edge with an arrow, and never along the edge", () => {
  /** @type {string[]} */
  const done = [];
  const context = { save() { done.push("save"); }, restore() { done.push("restore"); }, clip() { done.push("clip"); }, rect() {},
    beginPath() {}, lineTo() {}, setLineDash() {}, closePath() {}, stroke() { done.push("line"); }, fill() { done.push("arrow"); } };
  const values = { shape: [3, 3], data: new Float64Array([1, 2, 3, 1, 1e-20, 0, 2, 900, Infinity]) };
  const paths = /** @type {any} */ ({ context, width: 100, floor: 50, ends: [0.1, 10], family: { axis: [10, 20, 30] },
    panel: { values, names: ["inside", "below", "above"], colors: ["red", "blue", "green"], dashes: [], log_value: true },
    scale: (/** @type {number} */ x) => x, rise: (/** @type {number} */ value) => -Math.log10(value) });
  drawLines(paths);
  const line = ["save", "clip", "line", "restore"];
  assert.deepEqual(done, [...line, ...line, "arrow", ...line, "arrow"]);
  assert.deepEqual(pointsOf(paths, 1).map(([, y]) => Math.abs(Math.round(y))), [0, 20]);
  assert.deepEqual(pointsOf(paths, 2)[2], [30, -1e5]);
});
