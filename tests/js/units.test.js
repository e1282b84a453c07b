// Cases come from the engine: tests/test_javascript.py writes them into the folder that is the argument.
import assert from "node:assert/strict";

import "./menu.js";
import { formatNumber } from "../../pages/ui/stage/drawing/numbers.js";
import { Sequential } from "../../pages/ui/stage/model/layers.js";
import { derivativeOf } from "../../pages/ui/stage/digits/derivative.js";
import { lengthOf, sayUnit, seenBy } from "../../pages/ui/stage/digits/units.js";

const [folder] = Deno.args;
const CASES = JSON.parse(Deno.readTextFileSync(`${folder}/units.json`));

/** @type {(found: ArrayLike<number>, right: number[], tolerance: number) => void} */
function assertClose(found, right, tolerance) {
  assert.equal(found.length, right.length);
  right.forEach((value, n) => {
    assert.ok(Math.abs(found[n] - value) <= tolerance * Math.max(1, Math.abs(value)), `${found[n]} is not ${value}`);
  });
}

for (const [number, { network: described, p, x, units }] of CASES.entries()) {
  const network = new Sequential(described);
  const features = network.features(p, Float64Array.from(x));
  Deno.test(`what a unit sees is what the engine says, network ${number}`, () => {
    assert.ok(units.length > 20);
    for (const { level, index, value, derivative, width, field } of units) {
      const seen = seenBy(network, p, features, { level, index }, new Map());
      assertClose(seen.derivative, derivative, 1e-8);
      // The support is exact: what the unit does not look at has the derivative 0 and no other.
      assert.deepEqual(Array.from(seen.derivative, (g) => g !== 0), derivative.map((/** @type {number} */ g) => g !== 0));
      if (width) assertClose(seen.width, width, 1e-7);
      if (field && !described.layers.slice(0, level + 1).some((/** @type {any} */ { name }) => name === "LayerNorm")) {
        assert.deepEqual(seen.field.map(lengthOf), field);
      }
      const [, , across] = described.input_shape;
      const [rows, columns] = seen.inside;
      seen.derivative.forEach((g, k) => {
        const [row, column] = [Math.floor(k / across), k % across];
        const within = row >= rows[0] && row <= rows[1] && column >= columns[0] && column <= columns[1];
        assert.ok(within || g === 0, "the derivative reaches out of the predicted field");
      });
      assertClose([features[level + 1][index]], [value], 1e-11);
    }
  });

  Deno.test(`what is said of a unit is so, network ${number}`, () => {
    for (const { level, index, value, derivative, width } of units) {
      const unit = { level, index };
      const seen = seenBy(network, p, features, unit, new Map());
      const said = sayUnit(network, unit, features[level + 1][index], seen);
      assert.ok(said.includes(` is ${formatNumber(value)} and sees ${seen.field.map(lengthOf).join(" × ")} pixels`), said);
      const within = seen.inside.map(lengthOf).join(" × ");
      assert.equal(said.includes(`${within} of them in the image`), within !== seen.field.map(lengthOf).join(" × "));
      const reached = derivative.filter((/** @type {number} */ g) => g !== 0).length;
      assert.equal(said.includes("is 0 just now"), reached === 0);
      if (!reached) continue;
      assert.ok(said.includes(`not 0 at ${reached} of ${derivative.length} (dots)`), said);
      assert.ok(said.includes(`${formatNumber(width[0])} down, ${formatNumber(width[1])} across`), said);
      const even = seen.inside.map((ends) => {
        const places = Array.from({ length: lengthOf(ends) }, (_, n) => n - (lengthOf(ends) - 1) / 2);
        return formatNumber(Math.sqrt(places.reduce((sum, n) => sum + n * n, 0) / places.length));
      });
      assert.ok(said.includes(`if it were even ${even.join(", ")}.`), said);
    }
  });
}

Deno.test("normalization over a batch divides by the spread that it is given, and asks for it", () => {
  const described = { input_shape: [2], layers: [{ name: "BatchNorm", epsilon: 0, shape: [2] }], output: { name: "identity" } };
  const network = new Sequential(described);
  const statistics = new Map([[0, { mean: new Float64Array(2), spread: Float64Array.of(2, 4) }]]);
  const p = [3, 5, 0, 0];
  const features = network.features(p, Float64Array.of(1, 1), statistics);
  assert.deepEqual([...derivativeOf(network, p, features, 0, 1, statistics)], [0, 1.25]);
  assert.throws(() => derivativeOf(network, p, features, 0, 1), /means and spreads/);
});
