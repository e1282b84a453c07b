import assert from "node:assert/strict";

import { named, read, rounded, Told, written } from "../../pages/ui/stage/digits/drawn.js";
import { stroke } from "../../pages/ui/stage/digits/ink.js";

const SCALE = 16;

Deno.test("a digit as text and back is the same image once its ink is rounded", () => {
  const drawn = stroke(new Float64Array(64), 8, [1.2, 0.7], [6.1, 7.3]);
  const image = rounded(drawn, SCALE);
  const text = written(drawn, SCALE);
  assert.match(text, /^[0-9a-g]{64}$/);
  assert.equal(written(image, SCALE), text);
  assert.deepEqual(read(text, SCALE), { number: -1, pixels: image });
  image.forEach((ink, k) => assert.ok(Math.abs(ink - drawn[k]) <= 0.5 / SCALE + 1e-12));
  assert.deepEqual(rounded(image, SCALE), image);
});

Deno.test("each of the seventeen levels has a sign of its own", () => {
  const levels = Float64Array.from({ length: SCALE + 1 }, (_, k) => k / SCALE);
  assert.equal(written(levels, SCALE), "0123456789abcdefg");
  assert.deepEqual(read("0123456789abcdefg", SCALE).pixels, levels);
});

Deno.test("one of the other images is named by its number, the first by nothing", () => {
  assert.deepEqual([0, 1, 16, 399].map(named), ["", "2", "17", "400"]);
  for (const number of [0, 1, 16, 399]) assert.deepEqual(read(named(number), SCALE), { number, pixels: null });
});

Deno.test("what the page answers is no news, however late, and a link or the way back is", () => {
  const told = new Told();
  assert.equal(told.hear(""), false);
  assert.equal(told.tell("a"), true);
  assert.equal(told.tell("a"), false);
  // A run of the page that began before the stroke, then its answer, after the next stroke.
  assert.equal(told.hear(""), false);
  assert.equal(told.tell("b"), true);
  assert.equal(told.hear("a"), false);
  assert.equal(told.hear("b"), false);
  assert.equal(told.hear("b"), false);
  // The way back, twice, and forward.
  assert.equal(told.hear("a"), true);
  assert.equal(told.hear(""), true);
  assert.equal(told.hear("a"), true);
  assert.equal(told.tell(""), true);
  assert.equal(told.tell("a"), true);
});

Deno.test("an answer that the page has skipped is waited for no longer", () => {
  const told = new Told();
  for (const text of ["a", "b", "c"]) told.tell(text);
  assert.equal(told.hear("c"), false);
  assert.equal(told.hear("b"), true);
});
