import assert from "node:assert/strict";

import { inTurn, onceAFrame } from "../../pages/ui/stage/drawing/motion.js";

const here = new AbortController().signal;

Deno.test("a long task waits for the one before it", async () => {
  /** @type {string[]} */
  const told = [];
  let end = () => {};
  const first = inTurn(() => new Promise((resolve) => {
    told.push("first begins");
    end = () => resolve(told.push("first ends"));
  }), here);
  const second = inTurn(() => Promise.resolve(told.push("second")), here);
  await new Promise((resolve) => { setTimeout(resolve, 0); });
  end();
  await Promise.all([first, second]);
  assert.deepEqual(told, ["first begins", "first ends", "second"]);
});

Deno.test("a task that fails holds nobody up", async () => {
  await assert.rejects(inTurn(() => Promise.reject(new Error("no")), here), { message: "no" });
  assert.equal(await inTurn(() => Promise.resolve("next"), here), "next");
});

Deno.test("a task of somebody who has gone holds nobody up, however long it would wait", async () => {
  const leaver = new AbortController();
  inTurn(() => new Promise(() => {}), leaver.signal);
  const next = inTurn(() => Promise.resolve("next"), here);
  leaver.abort();
  assert.equal(await next, "next");
  inTurn(() => new Promise(() => {}), leaver.signal);
  assert.equal(await inTurn(() => Promise.resolve("and the next"), here), "and the next");
});

Deno.test("what is asked for many times before a frame is done once in it", () => {
  /** @type {(() => void)[]} */
  const frames = [];
  Reflect.set(globalThis, "requestAnimationFrame", (/** @type {() => void} */ call) => frames.push(call));
  let done = 0;
  const ask = onceAFrame(() => { done += 1; });
  for (const expected of [1, 2]) {
    ask();
    ask();
    assert.deepEqual([frames.length, done], [1, expected - 1]);
    frames.splice(0).forEach((call) => call());
    assert.equal(done, expected);
  }
});
