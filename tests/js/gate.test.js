import assert from "node:assert/strict";

import { Gate } from "../../pages/ui/stage/hall/gate.js";

const RUN = Uint8Array.of(0x5a, 3, 10, 1, 97);
const OTHER = Uint8Array.of(0x12, 0);

/** A gate, and what has gone through it. */
function gate() {
  /** @type {string[]} */
  const gone = [];
  const one = new Gate();
  return { one, gone, take: (/** @type {unknown} */ data, /** @type {string} */ name) => one.take(data, () => gone.push(name)) };
}

Deno.test("an open gate lets everything through at once", () => {
  const { one, gone, take } = gate();
  for (const name of ["a", "b"]) take(RUN, name);
  take("text", "c");
  one.open(true);
  assert.deepEqual(gone, ["a", "b", "c"]);
});

Deno.test("a narrow gate lets one run through, and what is no run; the rest follows in its order", () => {
  const { one, gone, take } = gate();
  one.narrow();
  take(OTHER, "before");
  for (const name of ["first", "click", "drag"]) take(RUN, name);
  take(OTHER, "heartbeat");
  assert.deepEqual(gone, ["before", "first", "heartbeat"]);
  one.open(false);
  take(RUN, "later");
  assert.deepEqual(gone, ["before", "first", "heartbeat", "click", "drag", "later"]);
});

Deno.test("what is in the first one goes again where nobody has heard it, and only once", () => {
  const { one, gone, take } = gate();
  one.narrow();
  for (const name of ["first with a click", "drag"]) take(RUN, name);
  one.open(true);
  one.open(true);
  assert.deepEqual(gone, ["first with a click", "first with a click", "drag"]);
});

Deno.test("what waits when the connection is lost once more waits for the next first run", () => {
  const { one, gone, take } = gate();
  one.narrow();
  for (const name of ["first", "click"]) take(RUN, name);
  one.narrow();
  for (const name of ["first again", "drag"]) take(RUN, name);
  assert.deepEqual(gone, ["first", "first again"]);
  one.open(false);
  assert.deepEqual(gone, ["first", "first again", "click", "drag"]);
});
