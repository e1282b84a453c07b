import assert from "node:assert/strict";

import { flatPieces, levelPieces } from "../../pages/ui/stage/drawing/fields.js";

const SIDE = 40;

/**
 * @param {(u: number, v: number) => number} F over the unit square
 * @returns {import("../../pages/ui/stage/drawing/fields.js").Field}
 */
function fieldOf(F) {
  const level = Float32Array.from({ length: SIDE ** 2 },
    (_, k) => 255 * F(((k % SIDE) + 0.5) / SIDE, (Math.floor(k / SIDE) + 0.5) / SIDE));
  return { rows: SIDE, columns: SIDE, level };
}

/** Noise as of rounding, of either sign. @param {number} u @param {number} v */
const noise = (u, v) => 1e-7 * Math.sin(1e4 * u + 3e4 * v);
const flatRight = fieldOf((u, v) => 0.5 + Math.min(0, u - 0.5) + noise(u, v));

Deno.test("Where a field is ½ all over there is no line, and hatching instead.", () => {
  const everywhere = fieldOf((u, v) => 0.5 + noise(u, v));
  assert.deepEqual(levelPieces(everywhere), []);
  assert.ok(flatPieces(everywhere).length > SIDE);
  assert.deepEqual(levelPieces(flatRight), []);
  const oblique = fieldOf((u, v) => 0.5 + Math.max(0, v - 0.8 * u - 0.1) + noise(u, v));
  assert.deepEqual(levelPieces(oblique), [], "an edge in steps");
  const hatched = flatPieces(flatRight);
  assert.ok(hatched.length > SIDE && hatched.every((piece) => piece.every(([u]) => u > 0.45)));
});

Deno.test("A line where a field crosses ½ goes through from end to end, also along the cells.", () => {
  for (const slope of [1, 1e-3, 40]) {
    for (const middle of [0.5, 0.5125, 0.37]) {
      const field = fieldOf((u) => 0.5 + slope * (u - middle));
      const pieces = levelPieces(field);
      assert.equal(pieces.length, SIDE - 1);
      assert.ok(pieces.every((piece) => piece.every(([u]) => Math.abs(u - middle) < 1e-3)));
      assert.deepEqual(flatPieces(field), []);
    }
  }
});
