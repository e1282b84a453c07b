import assert from "node:assert/strict";

import { arranged, inLines, limitsOf, pixelAt, shadeOf, shortNumber, valueOf } from "../../pages/ui/stage/images/image_drawing.js";
import { givenOf, numberOf, refusal } from "../../pages/ui/stage/images/entries.js";
import { fitted } from "../../pages/ui/stage/images/kernel_sizes.js";

const SHADES = /** @type {Parameters<typeof shadeOf>[2]} */ (
  { paper: [255, 255, 255], ink: [0, 0, 0], negative: [0, 0, 200], positive: [200, 0, 0] });

Deno.test("images lie inside the picture, apart, with whole pixels and room for a caption", () => {
  for (const count of [1, 2, 3, 5, 8]) {
    const shapes = Array.from({ length: count }, (_, k) => [8, k % 2 ? 3 : 8]);
    const boxes = arranged(shapes, 640, 300, 18);
    assert.equal(boxes.length, count);
    boxes.forEach((box, k) => {
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 640 && box.y + box.height + 18 <= 300);
      assert.equal(box.width / shapes[k][1], box.height / shapes[k][0]);
      assert.ok(Number.isInteger(box.width / shapes[k][1]));
      for (const other of boxes.slice(0, k)) {
        const across = Math.min(box.x + box.width, other.x + other.width) - Math.max(box.x, other.x);
        const down = Math.min(box.y + box.height, other.y + other.height) - Math.max(box.y, other.y);
        assert.ok(across <= 0 || down <= -18);
      }
    });
  }
});

Deno.test("an image larger than the picture has pixels smaller than the screen's", () => {
  const [box] = arranged([[1024, 1024]], 400, 300, 18);
  assert.ok(box.width > 200 && box.width < 400);
});

Deno.test("each pixel is found where it is drawn, and nothing beside them", () => {
  const shapes = [[4, 6], [2, 2]];
  const boxes = arranged(shapes, 500, 200, 18);
  boxes.forEach(({ x, y, width, height }, image) => {
    const [rows, columns] = shapes[image];
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const place = [x + ((column + 0.5) * width) / columns, y + ((row + 0.5) * height) / rows];
        assert.deepEqual(pixelAt(boxes, shapes, place[0], place[1]), { image, row, column });
      }
    }
    assert.equal(pixelAt(boxes, shapes, x - 1, y + 1), null);
  });
});

Deno.test("no value is outside of its image's limits, and 0 of a signed image is paper", () => {
  const data = Float32Array.from([-3, 0, 1, 2]);
  const image = { pixels: { data }, limits: null, signed: false };
  assert.deepEqual(limitsOf(image), [-3, 2]);
  assert.deepEqual(limitsOf({ ...image, signed: true }), [-3, 3]);
  assert.deepEqual(limitsOf({ ...image, limits: [0, 9] }), [0, 9]);
  assert.deepEqual(shadeOf(-3, [-3, 2], SHADES, false), [255, 255, 255]);
  assert.deepEqual(shadeOf(2, [-3, 2], SHADES, false), [0, 0, 0]);
  assert.deepEqual(shadeOf(0, [-3, 3], SHADES, true), [255, 255, 255]);
  assert.deepEqual(shadeOf(-3, [-3, 3], SHADES, true), [0, 0, 200]);
  assert.deepEqual(shadeOf(3, [-3, 3], SHADES, true), [200, 0, 0]);
});

Deno.test("an image of one value is paper, not a division by nothing", () => {
  assert.deepEqual(shadeOf(5, [5, 5], SHADES, false), [255, 255, 255]);
  assert.deepEqual(shadeOf(0, [0, 0], SHADES, true), [255, 255, 255]);
});

Deno.test("bytes go from the one limit to the other", () => {
  assert.equal(valueOf(0, true, [-1, 4]), -1);
  assert.equal(valueOf(255, true, [-1, 4]), 4);
  assert.equal(valueOf(7, false, [-1, 4]), 7);
});

Deno.test("captions break between words, and only where they are too wide", () => {
  const measure = (/** @type {string} */ text) => 10 * text.length;
  assert.deepEqual(inLines("the first 48 × 48", measure, 400), ["the first 48 × 48"]);
  assert.deepEqual(inLines("the first 48 × 48", measure, 100), ["the first", "48 × 48"]);
  assert.deepEqual(inLines("unbreakable", measure, 50), ["unbreakable"]);
  assert.deepEqual(inLines("", measure, 50), [""]);
});

Deno.test("numbers that are the same but for rounding are written the same", () => {
  const apart = [0.125, 0.125 - 1e-17, 0.125 - 2 ** -55, 0.125 + 2 ** -55, 0.12499999999999994];
  assert.deepEqual(new Set(apart.map(shortNumber)), new Set(["0.13"]));
  assert.deepEqual([1e-12, -0.5, 12, 0.0625].map(shortNumber), ["0", "−0.5", "12", "0.063"]);
});

Deno.test("a given cell takes a number within its bounds whose digits it keeps, and says so of any other", () => {
  const taken = [["2,5", 2.5], ["−99", -99], ["1e-3", 0.001], [" 0.3333 ", 0.3333], ["0", 0], ["1E1", 10]];
  for (const [text, value] of taken) assert.equal(givenOf(String(text), 99), value, String(text));
  for (const text of ["123", "-150", "1e300", "abc", "½", "0.333333333", "1 2", "1_0", "nan", "", "1e-5"]) {
    assert.equal(givenOf(text, 99), null, text);
    const said = refusal(text, "x₁₂", "2", 99);
    assert.ok(said.includes(text || "An empty cell") && said.includes("x₁₂ stays 2") && said.includes("−99 to 99"), said);
  }
  assert.equal(numberOf("−0.25"), -0.25);
});

Deno.test("a number is written into its cell with as many decimals as fit, never cut within it", () => {
  const widthOf = (/** @type {string} */ text) => text.length;
  /** @type {[string, number, string][]} */
  const cases = [["−11.25", 6, "−11.25"], ["−11.25", 5, "−11.3"], ["−11.25", 4, "−11"], ["−0.001", 4, "≈0"], ["0.1249", 4, "0.12"],
    ["1089", 3, "1089"], ["123456", 3, "…"], ["0", 1, "0"], ["·", 0, "·"], ["?", 0, "?"]];
  for (const [text, room, shown] of cases) {
    const { text: written, share } = fitted(text, room, widthOf);
    assert.equal(written, shown, text);
    assert.ok(written === "…" || written === text || widthOf(written) * share <= room);
  }
});
