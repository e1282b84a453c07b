import assert from "node:assert/strict";

import "./menu.js";import { creaseOf, gridLines, HiddenLayer } from "../../pages/ui/stage/model/hidden_layer.js";
import { Network } from "../../pages/ui/stage/model/network.js";
import { nameOf, parametersOf } from "../../pages/ui/stage/model/parameters.js";
import { Projections, STAGES } from "../../pages/ui/stage/model/projections.js";
import { bestSide, countRight, endsOf, lineThrough } from "../../pages/ui/stage/space/separating.js";

const X = { shape: [4, 2], data: Float64Array.from([0, 0, 0, 1, 1, 0, 1, 1]) };
const XOR = Float64Array.from([1, 1, 1, 1, 0, -1, 1, -2, 0]);
/**
 * The description of a network (2, H, 1) with a linear output.
 * @param {number} units
 * @param {string} hidden
 */
function describedAs(units, hidden) {
  return { widths: [2, units, 1], activations: [{ name: hidden }, { name: "identity" }] };
}

const NETWORK = describedAs(2, "relu");

Deno.test("parameters stand in the order of the flat vector, with the names of the paper", () => {
  const names = parametersOf([2, 2, 1]).map(nameOf);
  assert.deepEqual(names, ["w²₁₁", "w²₁₂", "w²₂₁", "w²₂₂", "b²₁", "b²₂", "w³₁₁", "w³₁₂", "b³₁"]);
  assert.equal(nameOf({ layer: 2, to: 11, from: 3 }), "w²₁₁,₃");
});

Deno.test("on the way from x over z to h a point is between them", () => {
  const projection = new Projections({ network: NETWORK, x: X }, [XOR]).of(XOR, 0);
  assert.deepEqual(projection.place([1, 1], STAGES.x), [1, 1]);
  assert.deepEqual(projection.place([1, 1], 0.5), [1.5, 1]);
  assert.deepEqual(projection.place([0, 0], STAGES.z), [0, -1]);
  assert.deepEqual(projection.place([0, 0], 1.5), [0, -0.5]);
  assert.deepEqual(projection.place([0, 0], STAGES.h), [0, 0]);
});

Deno.test("with many units F is across, and up is orthogonal to w and keeps its sign", () => {
  const units = 5;
  const start = Float64Array.from({ length: 4 * units + 1 }, (_, k) => Math.sin(7 * k + 1));
  const film = Array.from({ length: 20 }, (_, k) => start.map((v) => v * (1 + k / 40)));
  const all = new Projections({ network: describedAs(units, "tanh"), x: X }, film);
  film.forEach((p, k) => {
    const { up, layer } = all.of(p, k);
    const along = Array.from(up).reduce((sum, v, j) => sum + v * layer.w(j), 0);
    assert.ok(Math.abs(along) < 1e-9);
    if (k > 0) assert.ok(all.ups[k].reduce((sum, v, j) => sum + v * all.ups[k - 1][j], 0) > 0);
  });
});

Deno.test("a line bends where a unit of ReLU changes sides, and there only", () => {
  const layer = new HiddenLayer(new Network(NETWORK), XOR);
  assert.deepEqual(layer.along([0, 0], [2, 0]).map(([u]) => u), [0, 1, 2]);
});

Deno.test("a crease has the active side at its left", () => {
  const layer = new HiddenLayer(new Network(NETWORK), XOR);
  const ends = creaseOf(layer, 1, [[0, 2], [0, 2]]);
  assert.ok(ends);
  const [w1, w2, b] = lineThrough(ends);
  assert.ok(w1 * 2 + w2 * 2 + b > 0 && layer.z(1, [2, 2]) > 0);
  assert.equal(creaseOf(layer, 1, [[5, 6], [5, 6]]), null);
});

Deno.test("the grid marks whole numbers", () => {
  const lines = gridLines([[0, 1], [0, 0.5]]);
  assert.equal(lines.length, 5 + 3);
  assert.equal(lines.filter(({ whole }) => whole).length, 2 + 1);
});

Deno.test("a line through points counts what it gets right, on the side that gets more right", () => {
  const points = [[0, 0], [0, 1], [1, 0], [1, 1]];
  const line = lineThrough([[0, 1.5], [1.5, 0]]);
  assert.equal(countRight(line, points, [0, 0, 0, 1]), 4);
  assert.equal(bestSide(line, points, [1, 1, 1, 0], 1), -1);
  const [a, b] = endsOf(line, [[-0.5, 1.5], [-0.5, 1.5]]);
  for (const [u, v] of [a, b]) assert.ok(Math.abs(line[0] * u + line[1] * v + line[2]) < 1e-12);
});
