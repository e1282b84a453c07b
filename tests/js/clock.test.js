import assert from "node:assert/strict";

import { Clock } from "../../pages/ui/stage/player/clock.js";

/**
 * A clock with a film of this many frames.
 * @param {number} frames
 */
function clockOf(frames) {
  const clock = new Clock();
  clock.resize(frames);
  clock.seek(0);
  return clock;
}

let now = 0;

/**
 * The frames that a clock shows in so many milliseconds, sixty times a second.
 * @param {Clock} clock
 * @param {number} milliseconds
 */
function played(clock, milliseconds) {
  const shown = [];
  for (const end = now + milliseconds; now <= end; now += 1000 / 60) {
    clock.tick(now);
    shown.push(clock.frame);
  }
  return shown;
}

Deno.test("a long film shows every frame once, and stops at its end", () => {
  const clock = clockOf(300);
  clock.play();
  const shown = played(clock, 6000);
  assert.deepEqual([...new Set(shown)], Array.from({ length: 300 }, (_, k) => k));
  assert.equal(clock.playing, false);
});

Deno.test("a short film takes three seconds all the same", () => {
  const clock = clockOf(30);
  clock.play();
  played(clock, 2900);
  assert.ok(clock.playing);
  played(clock, 3200);
  assert.equal(clock.atEnd, true);
});

Deno.test("at its end it plays again from the start", () => {
  const clock = clockOf(10);
  clock.seek(9);
  clock.play();
  assert.equal(clock.frame, 0);
});

Deno.test("a film that becomes shorter or longer keeps the step, or the end", () => {
  const clock = clockOf(100);
  clock.seek(40);
  clock.resize(200);
  assert.equal(clock.frame, 40);
  clock.seek(Infinity);
  clock.resize(50);
  assert.equal(clock.frame, 49);
});

Deno.test("a live film waits for its reserve, and shows every frame that comes", () => {
  const clock = clockOf(8);
  clock.grow(8, true);
  clock.play();
  assert.deepEqual([...new Set(played(clock, 500))], [0]);
  clock.grow(40, true);
  const shown = played(clock, 3000);
  assert.deepEqual([...new Set(shown)], Array.from({ length: 40 }, (_, k) => k));
  assert.ok(clock.playing && clock.waiting);
  clock.grow(41, false);
  played(clock, 3000);
  assert.deepEqual([clock.frame, clock.playing], [40, false]);
});

Deno.test("a pause of the browser is no jump", () => {
  const clock = clockOf(1000);
  clock.play();
  clock.tick(0);
  clock.tick(60_000);
  assert.equal(clock.frame, 6);
});

Deno.test("a locked clock stays at its start, whatever it is asked for", () => {
  const clock = clockOf(10);
  clock.seek(7);
  clock.lock(true);
  assert.deepEqual([clock.frame, clock.playing], [0, false]);
  clock.seek(5);
  clock.play();
  clock.grow(20, false);
  assert.deepEqual([clock.frame, clock.playing], [0, false]);
  clock.lock(false);
  clock.seek(5);
  assert.equal(clock.frame, 5);
});
