import assert from "node:assert/strict";

import { clipSegment, distanceToSegment, insideBox } from "../../pages/ui/stage/drawing/geometry.js";
import { labelHtml, lowered, raised, withSubscripts } from "../../pages/ui/stage/drawing/letters.js";
import { formatNumber, formatTick, keptApart, lastFinite, lastIndexUpTo, linearTicks, logTicks, logTicksOfAny,
  makeScale, nearestIndex } from "../../pages/ui/stage/drawing/numbers.js";

/** @type {[number | null | undefined, string][]} */
const NUMBERS = [[null, "–"], [undefined, "–"], [NaN, "–"], [Infinity, "∞"], [-Infinity, "−∞"], [0, "0"], [-0, "0"],
  [1234.5, "1230"], [123.45, "123"], [9.996, "10"], [0.99951, "1"], [-0.0123, "−0.0123"], [7.1, "7.1"], [0.02, "0.02"],
  [123456, "1.23e5"], [-0.000123, "−0.000123"], [1e-3, "0.001"], [2.125, "2.13"], [-0.0625, "−0.0625"],
  [99999.6, "100000"], [1e5, "1.00e5"], [99.99e-6, "1.00e−4"], [-4.566e-7, "−4.57e−7"], [1.25e-9, "1.25e−9"]];

for (const [value, text] of NUMBERS) {
  Deno.test(`${value} is written ${text}`, () => assert.equal(formatNumber(value), text));
}

Deno.test("ticks are round, inside the range and about as many as asked for", () => {
  assert.deepEqual(linearTicks([-1, 1], 4), [-1, -0.5, 0, 0.5, 1]);
  assert.deepEqual(linearTicks([0, 97], 5), [0, 20, 40, 60, 80]);
  assert.deepEqual(linearTicks([3, 3], 5), [3]);
  assert.deepEqual(logTicks([0.02, 200], 9), [0.1, 1, 10, 100]);
  assert.ok(logTicks([1e-12, 1e12], 5).length <= 5);
});

Deno.test("a tick has a true minus sign and no useless digits", () => {
  assert.deepEqual([0, -0.5, 1e6, 1e-4].map(formatTick), ["0", "−0.5", "1e6", "1e−4"]);
  assert.deepEqual([150000, 2.5e-4, 3 * 0.1].map(formatTick), ["1.5e5", "2.5e−4", "0.3"]);
});

for (const log of [false, true]) {
  Deno.test(`a scale and its inverse undo each other, logarithmic ${log}`, () => {
    const scale = makeScale([0.01, 100], [20, 320], log);
    assert.deepEqual([scale(0.01), scale(100)], [20, 320]);
    for (const value of [0.02, 1, 37]) assert.ok(Math.abs(scale.inverse(scale(value)) / value - 1) < 1e-12);
  });
}

Deno.test("the nearest entry, the last entry not above, the last finite one", () => {
  assert.equal(nearestIndex([1, 2, 4], 2.9), 1);
  assert.equal(nearestIndex([1, 2, 4], 99), 2);
  assert.deepEqual([0, 5, 9, 10, 99].map((v) => lastIndexUpTo([0, 5, 10], v)), [0, 1, 1, 2, 2]);
  assert.equal(lastFinite([1, 2, NaN, Infinity]), 2);
  assert.ok(Number.isNaN(lastFinite([NaN])));
});

Deno.test("letters: raised, lowered, and labels that cannot bring in markup", () => {
  assert.equal(`w${raised(2)}${lowered(13)}`, "w²₁₃");
  assert.equal(withSubscripts("2/λ_max"), "2/λₘₐₓ");
  assert.equal(labelHtml("<i>C</i> & <b onclick='x'>"), "<i>C</i> &amp; &lt;b onclick='x'&gt;");
});

Deno.test("a segment is clipped to a box, or is outside of it", () => {
  const box = [[0, 1], [0, 1]];
  assert.deepEqual(clipSegment([-1, 0.5], [3, 0.5], box), [0.25, 0.5]);
  assert.equal(clipSegment([-1, 2], [3, 2], box), null);
  assert.ok(insideBox([0, 1], box) && !insideBox([0, 1.01], box));
});

Deno.test("the distance to a segment is that to its ends beyond them", () => {
  assert.equal(distanceToSegment([1, 1], [0, 0], [2, 0]), 1);
  assert.equal(distanceToSegment([5, 4], [0, 0], [2, 0]), 5);
});

Deno.test("an axis of costs has at least two ticks, however short it is", () => {
  for (let low = -12; low < 3; low += 0.37) {
    for (const decades of [0.01, 0.1, 0.3, 0.7, 0.95, 1.2, 3, 20]) {
      const range = /** @type {[number, number]} */ ([10 ** low, 10 ** (low + decades)]);
      const ticks = logTicksOfAny(range, 6);
      assert.ok(ticks.length >= 2, `${range}: ${ticks}`);
      assert.ok(ticks.every((tick) => tick >= range[0] * (1 - 1e-9) && tick <= range[1] * (1 + 1e-9)));
      assert.ok(ticks.length <= 14, `${range}: ${ticks}`);
    }
  }
  assert.deepEqual(logTicksOfAny([0.15, 1.2], 6), [0.2, 0.5, 1]);
});

Deno.test("labels keep apart, the more important one first", () => {
  assert.deepEqual(keptApart([50, 55, 61, 0], (place) => place, 10), [50, 61, 0]);
});
