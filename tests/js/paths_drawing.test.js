import assert from "node:assert/strict";

import { drawDots, drawLines, drawNames, pointsOf, sidesOf } from "../../pages/ui/stage/charts/paths_drawing.js";

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

/** A context on which each letter is 6 pixels wide, and the texts that are written on it. */
function paper() {
  /** @type {{text: string, x: number, y: number}[]} */
  const texts = [];
  const context = { save() {}, restore() {}, beginPath() {}, lineTo() {}, moveTo() {}, setLineDash() {}, stroke() {}, fillRect() {}, strokeText() {},
    measureText: (/** @type {string} */ text) => ({ width: 6 * text.length, actualBoundingBoxAscent: 8, actualBoundingBoxDescent: 2 }),
    fillText: (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y) => texts.push({ text, x, y }) };
  return { texts, context: /** @type {any} */ (context) };
}

/** @type {any} */
const THEME = { font: "Sans", least: 0, ink: "black", paper: "white" };

/** @param {string} named_at @param {number} count of lines that all end at one height */
function alike(named_at, count) {
  const names = Array.from({ length: count }, (_, k) => `line ${k}`);
  return { named_at, names, colors: names.map(() => "red"), values: { shape: [count, 2], data: new Float64Array(2 * count).fill(1) } };
}

for (const named of ["start", "end"]) {
  Deno.test(`names at the ${named} of lines are beside them and apart, the last says how many have no room`, () => {
    const { texts, context } = paper();
    const panel = alike(named, 30);
    const sides = sidesOf(context, 400, 180, panel, THEME);
    const scale = (/** @type {number} */ x) => sides[0] + x * (sides[1] - sides[0]);
    drawNames(/** @type {any} */ ({ context, width: 400, floor: 180, theme: THEME, panel, family: { axis: [0, 1] }, ends: [0, 2], sides, scale,
      rise: (/** @type {number} */ y) => 180 - 80 * y, needle: NaN }), 0);
    assert.equal(texts[texts.length - 1].text, `and ${30 - (texts.length - 1)} more`);
    assert.ok(texts.length > 8);
    const heights = texts.map(({ y }) => y);
    assert.ok(heights.slice(1).every((y, k) => y - heights[k] >= 11), String(heights));
    for (const { x, text } of texts) {
      assert.ok(named === "start" ? x > 40 && x + 6 * text.length < scale(0) : x > scale(1) && x + 6 * text.length <= 400, text);
    }
  });
}

Deno.test("at the cursor the largest lines are named, and how many others are not 0", () => {
  const { texts, context } = paper();
  drawNames(/** @type {any} */ ({ context, width: 400, floor: 180, theme: THEME, panel: alike("cursor", 30), family: { axis: [0, 1] },
    ends: [0, 2], sides: [46, 386], scale: (/** @type {number} */ x) => x, rise: (/** @type {number} */ y) => 180 - 80 * y, needle: 90 }), 0);
  assert.deepEqual(texts.map(({ text }) => text), [..."01234567"].map((k) => `line ${k}`).concat("and 22 more"));
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
