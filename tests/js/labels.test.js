import assert from "node:assert/strict";

import { freest, placeFlags, rowOf, shared, spanOf } from "../../pages/ui/stage/drawing/labels.js";

const FRAME = { x: 0, y: 0, width: 100, height: 100 };

/** @type {(x: number, y: number) => import("../../pages/ui/stage/drawing/labels.js").Box} */
const box = (x, y) => ({ x, y, width: 30, height: 10 });

Deno.test("two boxes share what lies in both", () => {
  assert.equal(shared(box(0, 0), box(20, 5)), 50);
  assert.equal(shared(box(0, 0), box(30, 0)), 0);
  assert.equal(shared(box(0, 0), box(-200, -200)), 0);
});

Deno.test("of some places the first free one is taken, else the least bad", () => {
  const places = [box(0, 0), box(90, 50), box(40, 50)];
  assert.equal(freest(places, [], FRAME), places[0]);
  assert.equal(freest(places, [box(5, 2)], FRAME), places[2]);
  assert.equal(freest(places.slice(0, 2), [box(29, 2)], FRAME), places[0]);
});

/** @param {import("../../pages/ui/stage/drawing/labels.js").Label[]} row */
function areApart(row) {
  return row.every(({ x, width }, k) => k === 0 || x - width / 2 > row[k - 1].x + row[k - 1].width / 2);
}

for (const width of [8, 30, 55, 90]) {
  Deno.test(`labels ${width} pixels wide are whole and apart`, () => {
    for (let count = 1; count < 15; count += 1) {
      const row = rowOf(Array.from({ length: count }, (_, k) => (
        { text: String(k), x: 20 + (k * 300) / count, width })), 20, 320);
      assert.ok(row.length > 0);
      assert.ok(row.every(({ x }) => x - width / 2 >= 20 && x + width / 2 <= 320));
      assert.ok(areApart(row));
    }
  });
}

Deno.test("a label outside, or wider than the row, is left out", () => {
  const labels = [{ text: "a", x: 5, width: 4 }, { text: "b", x: 40, width: 4 }, { text: "c", x: 60, width: 300 }];
  assert.deepEqual(rowOf(labels, 10, 100).map(({ text }) => text), ["b"]);
});

/** @type {(from: number, to: number, needle: number) => import("../../pages/ui/stage/drawing/labels.js").Band} */
const band = (from, to, needle) => ({ from, to, top: 4, row: 12, rows: 3, needle, taken: [] });

Deno.test("on a strip no words are on others, on a line, on the needle or cut", () => {
  let tried = 0;
  for (const [from, to] of [[34, 365], [34, 878]]) {
    for (let first = from; first <= to - 20; first += 13) {
      for (const apart of [0, 3, 15, 60, 140]) {
        const marks = [first, Math.min(to - 12, first + apart)].map((x) => ({ x, width: 105 }));
        const flags = placeFlags(marks, band(from, to, NaN));
        marks.forEach((mark, k) => {
          const [left, right] = spanOf(mark, flags[k].side);
          const [other, its] = [marks[1 - k], flags[1 - k]];
          assert.ok(left >= from && right <= to, `${first} ${apart}: cut`);
          assert.ok(!(its.row <= flags[k].row && other.x > left && other.x < right), `${first} ${apart}: on a line`);
          const [start, end] = spanOf(other, its.side);
          assert.ok(its.row !== flags[k].row || end < left || right < start, `${first} ${apart}: on words`);
          tried += 1;
        });
      }
    }
  }
  assert.ok(tried > 800);
});

Deno.test("words give way to the needle and to the curves", () => {
  const marks = [{ x: 200, width: 60 }];
  assert.deepEqual(placeFlags(marks, band(0, 400, 100)), [{ row: 0, side: 1 }]);
  assert.deepEqual(placeFlags(marks, band(0, 400, 230)), [{ row: 0, side: -1 }]);
  const curve = { x: 0, y: 4, width: 400, height: 10 };
  assert.deepEqual(placeFlags(marks, { ...band(0, 400, 100), taken: [curve] }), [{ row: 1, side: 1 }]);
});
