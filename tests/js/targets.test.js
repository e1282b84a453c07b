import assert from "node:assert/strict";

import { layOut, parameterAt } from "../../pages/ui/stage/diagrams/diagram.js";
import { parametersOf } from "../../pages/ui/stage/model/parameters.js";

const WIDTHS = [2, 3, 1];

Deno.test("an edge is hit 11 pixels beside it, and where several are near, the nearest", () => {
  const parameters = parametersOf(WIDTHS);
  const geometry = layOut(WIDTHS, parameters, 600, 900);
  parameters.forEach(({ index, from }) => {
    if (from === 0) return;
    const [a, b] = geometry.segments[index];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    // Near its upper layer, where no edges cross.
    const [x, y] = [a.x + 0.15 * (b.x - a.x), a.y + 0.15 * (b.y - a.y)];
    const [right, down] = [-(b.y - a.y) / length, (b.x - a.x) / length];
    assert.equal(parameterAt(geometry, x, y), index);
    const beside = [-11, 11].map((far) => parameterAt(geometry, x + far * right, y + far * down));
    assert.ok(beside.every((found) => found !== null));
    assert.equal(parameterAt(geometry, x - 200 * right, y - 900 * down), null);
  });
});
