import assert from "node:assert/strict";

import { ballOf, ellipseOf, heightAt } from "../../pages/ui/stage/penalties/quadratic.js";

const near = (/** @type {number} */ a, /** @type {number} */ b) => assert.ok(Math.abs(a - b) < 1e-12 * (1 + Math.abs(b)), `${a} ≠ ${b}`);

Deno.test("a level line has its height all along", () => {
  for (const [H, c] of [[[2, 0.5, 0.5, 1], [0.3, -0.2]], [[4, -1.9, -1.9, 1], [0, 5]], [[1, 0, 0, 1], [1, 1]]]) {
    for (const height of [0, 0.01, 3]) {
      for (const point of ellipseOf(H, c, height)) near(heightAt(H, c, point), height);
    }
  }
});

Deno.test("the edge of a ball has its norm all along, and is closed", () => {
  /** @type {Record<string, (w: number[]) => number>} */
  const norms = { 1: ([u, v]) => Math.abs(u) + Math.abs(v), 2: ([u, v]) => Math.hypot(u, v),
    inf: ([u, v]) => Math.max(Math.abs(u), Math.abs(v)) };
  for (const [norm, size] of Object.entries(norms)) {
    const edge = ballOf(norm, 0.7);
    edge.forEach((w) => near(size(w), 0.7));
    edge[0].forEach((value, k) => near(value, edge[edge.length - 1][k]));
  }
});
