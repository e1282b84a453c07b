import assert from "node:assert/strict";

import { toRgb, toRgba } from "../../pages/ui/stage/drawing/colors.js";

let painted = 0;
/** A canvas that knows one color. */
const context = { fillStyle: "", fillRect: () => { painted += 1; },
  getImageData: () => ({ data: [10, 20, 30, 51] }) };
Reflect.set(globalThis, "document", { createElement: () => ({ getContext: () => context }) });

Deno.test("a color is painted once to find its components, and nobody's copy is another's", () => {
  const first = toRgba("rgb(10 20 30 / 20%)");
  assert.deepEqual(first, [10, 20, 30, 0.2]);
  first[0] = 99;
  assert.deepEqual(toRgb("rgb(10 20 30 / 20%)"), [10, 20, 30]);
  assert.equal(painted, 1);
});
