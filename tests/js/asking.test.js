import assert from "node:assert/strict";

import { Asking } from "../../pages/ui/stage/hall/asking.js";

/** Time that passes when it is told to. */
function clocked(test) {
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const waiting = new Map();
  let now = 0;
  let made = 0;
  /** @type {any} */
  const later = (task, pause) => waiting.set(made += 1, { task, at: now + pause }) && made;
  globalThis.setTimeout = later;
  globalThis.clearTimeout = (timer) => { waiting.delete(timer); };
  const pass = (pause) => {
    now += pause;
    for (const [timer, { task, at }] of [...waiting]) if (at <= now && waiting.delete(timer)) task();
  };
  try {
    test(pass, waiting);
  } finally {
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  }
}

Deno.test("a scene that was not heard is asked for again, once the page rests, and not for ever", () => {
  clocked((pass, waiting) => {
    const sent = [];
    let resting = false;
    const asking = new Asking((at) => sent.push(at), () => resting);
    asking.ask(3);
    pass(2000);
    assert.deepEqual(sent, [3], "a run is under way: it may have heard");
    resting = true;
    pass(2000);
    assert.deepEqual(sent, [3, 3]);
    asking.arrived(2);
    pass(2000);
    assert.deepEqual(sent, [3, 3, 3], "another scene is none");
    asking.arrived(3);
    pass(9000);
    assert.deepEqual(sent, [3, 3, 3]);
    assert.equal(asking.at, null);
    asking.ask(4);
    for (let k = 0; k < 50; k += 1) pass(2000);
    assert.equal(sent.filter((at) => at === 4).length, 9);
    asking.ask(5);
    asking.drop();
    pass(9000);
    assert.equal(sent.filter((at) => at === 5).length, 1, "another has been chosen");
    assert.equal(waiting.size, 0);
  });
});
