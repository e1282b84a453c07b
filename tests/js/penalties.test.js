import assert from "node:assert/strict";

import { ballOf, levelsFor, lossAt, penaltyAt, reliefOf, slopeAt, subgradientsAt } from "../../pages/ui/stage/penalties/penalties.js";
import { linesAt } from "../../pages/ui/stage/surface/levels.js";
import { levelsOf, lowest, summed } from "../../pages/ui/stage/penalties/valley.js";
import { below } from "../../pages/ui/stage/penalties/sheets.js";

const SHAPES = [["l1", 1], ["l2", 0], ["elastic-net", 0.3], ["max", 1]].map(([shape, share]) => (
  { shape: String(shape), share: Number(share), rest: 3, c: [2, -1],
    H: { shape: [2, 2], data: Float64Array.from([2, 0.5, 0.5, 1]) } }));

Deno.test("every point of a ball's edge has the ball's penalty, corners among them", () => {
  for (const problem of SHAPES) {
    const edge = ballOf(problem, 1.7);
    for (const [u, v] of edge) assert.ok(Math.abs(penaltyAt(problem, u, v) - 1.7) < 1e-12);
    if (problem.shape === "l1") assert.ok(edge.some(([u, v]) => Math.abs(u - 1.7) < 1e-12 && Math.abs(v) < 1e-12));
    if (problem.shape === "max") assert.ok(edge.some(([u, v]) => Math.abs(u - 1.7) < 1e-12 && Math.abs(v - 1.7) < 1e-12));
  }
  assert.deepEqual(ballOf(SHAPES[0], 0)[5], [0, 0]);
});

Deno.test("a subgradient's plane lies below the penalty everywhere", () => {
  for (const problem of SHAPES) {
    for (const w of [[0, 0], [1, 0], [0, -2], [1, 1], [-1, 1], [2, 0.5], [-0.3, 1.2]]) {
      for (const [a, b] of subgradientsAt(problem, w)) {
        for (let k = 0; k < 50; k += 1) {
          const [u, v] = [3 * Math.cos(7 * k), 3 * Math.sin(5 * k)];
          const plane = penaltyAt(problem, w[0], w[1]) + a * (u - w[0]) + b * (v - w[1]);
          assert.ok(penaltyAt(problem, u, v) >= plane - 1e-12, `${problem.shape} at ${w}`);
        }
      }
    }
  }
});

Deno.test("there are as many corners of subgradients as the kinks ask for", () => {
  const counts = (/** @type {number[]} */ w) => SHAPES.map((problem) => subgradientsAt(problem, w).length);
  assert.deepEqual(counts([1, 2]), [1, 1, 1, 1]);
  assert.deepEqual(counts([1, 0]), [2, 1, 2, 1]);
  assert.deepEqual(counts([1, -1]), [1, 1, 1, 2]);
  assert.deepEqual(counts([0, 0]), [4, 1, 4, 4]);
});

Deno.test("the slope of the loss is that of its differences", () => {
  const [problem] = SHAPES;
  const [u, v, h] = [0.7, -0.4, 1e-6];
  const slope = slopeAt(problem, [u, v]);
  assert.ok(Math.abs(slope[0] - (lossAt(problem, u + h, v) - lossAt(problem, u - h, v)) / (2 * h)) < 1e-8);
  assert.ok(Math.abs(slope[1] - (lossAt(problem, u, v + h) - lossAt(problem, u, v - h)) / (2 * h)) < 1e-8);
});

Deno.test("a polygon is cut at a height, and one above it is gone", () => {
  const square = [[0, 0, 0], [1, 0, 0], [1, 1, 2], [0, 1, 2]];
  assert.deepEqual(below(3, square), square);
  assert.deepEqual(below(1, square).map(([, y]) => y), [0, 0, 0.5, 0.5]);
  assert.deepEqual(below(-1, square), []);
});

Deno.test("a level line has its height all along, wherever the window lies", () => {
  const panel = { ...SHAPES[0], window: [[-1, 3], [-4, 2]] };
  const relief = reliefOf(panel);
  assert.ok(relief.x[0] < -1 && relief.x[relief.x.length - 1] > 3);
  assert.ok(relief.y[0] < -4 && relief.y[relief.y.length - 1] > 2);
  for (const level of levelsFor(relief)) {
    // Between the grid's points a line is straight, so that its height is right to second order.
    for (const piece of linesAt(relief, level)) for (const [u, v] of piece) assert.ok(Math.abs(lossAt(panel, u, v) - level) < 5e-3);
  }
});

Deno.test("a valley's lowest point comes in as the penalty grows", () => {
  const [x, y] = [[0, 1, 2, 3], [-1, 0, 1]];
  const grid = (/** @type {(u: number, v: number) => number} */ f) => (
    { shape: [3, 4], data: Float64Array.from(y.flatMap((v) => x.map((u) => f(u, v)))) });
  const panel = { x, y, loss: grid((u, v) => v * v - u), penalty: grid((u) => u * u) };
  assert.deepEqual([0, 0.3, 1, 9].map((strength) => lowest(summed(panel, strength))[0]), [3, 2, 0, 0]);
  assert.equal(lowest(summed(panel, 0.3))[1], 0);
});

Deno.test("a valley has its level lines however strong the penalty is", () => {
  const axis = Array.from({ length: 21 }, (_, k) => k - 10);
  const grid = (/** @type {(u: number, v: number) => number} */ f) => (
    { shape: [21, 21], data: Float64Array.from(axis.flatMap((v) => axis.map((u) => f(u, v)))) });
  const panel = { x: axis, y: axis, loss: grid((u, v) => Math.log1p(Math.exp(-u)) + v * v / 100), penalty: grid((u, v) => (u * u + v * v) / 2) };
  const shares = [1 / 64, 1 / 8, 1 / 2];
  for (const strength of [1e-5, 0.01, 1, 10, 1000]) {
    const relief = summed(panel, strength);
    const levels = levelsOf(relief, shares);
    const heights = relief.rows.flatMap((row) => Array.from(row));
    const [low, high] = [Math.min(...heights), Math.max(...heights)];
    levels.forEach((level, k) => assert.ok(Math.abs((level - low) / (high - low) - shares[k]) < 1e-12));
    for (const level of levels) assert.ok(linesAt(relief, level).length > 8, `${strength}: ${level}`);
  }
});
