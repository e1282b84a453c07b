import assert from "node:assert/strict";

import { MOST_POINTS, nearestPoint, ownPlace, Points, pointsOf, rounded } from "../../pages/ui/stage/points/points.js";

/** @type {(x: number, label: number) => import("../../pages/ui/stage/points/points.js").Point} */
const point = (x, label) => ({ place: [x], label });
const [a, b, c] = [point(1, 0), point(2, 1), point(3, 1)];

Deno.test("what is done to points is undone step by step, to the first of them", () => {
  const points = new Points([a, b]);
  const seen = [points.rows];
  assert.equal(points.add(c), "");
  seen.push(points.rows);
  assert.equal(points.change(2, { place: [5] }), "");
  seen.push(points.rows);
  assert.equal(points.change(2, { label: 0 }), "");
  seen.push(points.rows);
  assert.equal(points.remove(0), "");
  assert.deepEqual(points.rows, [[2, 1], [5, 0]]);
  while (seen.length) {
    points.undo();
    assert.deepEqual(points.rows, seen.pop());
  }
  points.undo();
  assert.deepEqual(points.rows, [[1, 0], [2, 1]]);
});

Deno.test("both classes keep a point, and there are never too many: said, and nothing changes", () => {
  const points = new Points([a, b, c]);
  assert.equal(points.remove(0), "both classes need a point");
  assert.equal(points.change(0, { label: 1 }), "both classes need a point");
  assert.deepEqual(points.now, [a, b, c]);
  assert.deepEqual(points.past, []);
  const full = new Points([a, ...Array.from({ length: MOST_POINTS - 1 }, (_, k) => point(k, 1))]);
  assert.equal(full.add(c), "at most 200 points");
  assert.equal(full.now.length, MOST_POINTS);
});

Deno.test("the nearest point within reach is taken, or none", () => {
  const pixels = [[0, 0], [10, 0], [12, 3]];
  assert.equal(nearestPoint(pixels, [9, 1], 5), 1);
  assert.equal(nearestPoint(pixels, [12, 2], 5), 2);
  assert.equal(nearestPoint(pixels, [50, 50], 5), -1);
  assert.equal(nearestPoint([], [0, 0], 5), -1);
});

Deno.test("a hand sets so many digits as a pixel or two are worth, in any unit", () => {
  for (const width of [1e-9, 0.003, 1, 8, 150, 2e5, 1e12]) {
    for (const share of [0.123456789, 0.5, 0.987654321]) {
      const value = share * width;
      assert.ok(Math.abs(rounded(value, width) - value) <= width / 100);
      if (width >= 1e-6) assert.ok(String(rounded(value, width)).length <= 13);
    }
  }
  assert.equal(rounded(2.3456, 8), 2.35);
});

Deno.test("points are those of a picture in their own units, and known again after rounding", () => {
  const data = { x: { shape: [2, 2], data: [0, 1, -1, 2] }, y: [0, 1], window: [[-2, 2], [0, 3]],
    own: { center: [10, 0.1], scale: [2, 0.3] } };
  const points = new Points(pointsOf(data));
  assert.deepEqual(points.rows.map((row) => row.map((value) => Number(value.toFixed(9)))), [[10, 0.4, 0], [8, 0.7, 1]]);
  const again = { ...data, own: { center: [8, -0.2], scale: [4, 0.6] },
    x: { shape: [2, 2], data: [0.5, 1, 0, 1.5] } };
  assert.ok(points.areThose(pointsOf(again)));
  points.change(0, { place: [10, 0.41] });
  assert.ok(!points.areThose(pointsOf(again)));
  assert.ok(points.were(pointsOf(again)));
  assert.deepEqual(ownPlace([0.5, 99], data), [11, 1]);
});

Deno.test("what has been taken back is still known, for an answer to it that comes late", () => {
  const points = new Points([a, b]);
  points.add(c);
  points.undo();
  assert.ok(points.areThose([a, b]));
  assert.ok(points.were([a, b, c]));
  assert.ok(!points.were([a, c]));
  points.undo();
  assert.ok(points.areThose([a, b]));
});
