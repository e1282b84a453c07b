import assert from "node:assert/strict";

import { rowsOf } from "../../pages/ui/stage/files/picture.js";

Deno.test("a caption's rows hold every word once, in order, and as many as fit", () => {
  const text = "hatched: where a Hessian is not positive · click to start elsewhere";
  for (const width of [1, 9, 20, 30, 100]) {
    const rows = rowsOf(text, (row) => row.length <= width);
    assert.equal(rows.join(" "), text);
    for (const [k, row] of rows.entries()) {
      assert.ok(row.length <= width || !row.includes(" "));
      const next = rows[k + 1]?.split(" ")[0];
      assert.ok(next === undefined || `${row} ${next}`.length > width);
    }
  }
  assert.deepEqual(rowsOf("", () => true), []);
});
