import assert from "node:assert/strict";

import { noteOf } from "../../pages/ui/stage/landscape/notes.js";

const PLANE = /** @type {any} */ ({ indices: [0, 1], sign: 1, alpha: [-1.5, 1.5], beta: [-1, 1] });

/**
 * A run that goes to the right by one a step and has diverged at `end`.
 * @param {number} frame
 * @param {number} end
 */
function picture(frame, end) {
  const selection = {
    model: () => [frame, 0], weights: (/** @type {number} */ _, /** @type {number} */ k) => [k, 0],
    shownFrame: (/** @type {number} */ _, /** @type {number} */ k) => k, step: (/** @type {number} */ k) => k, divergedAt: () => end,
  };
  return /** @type {any} */ ({ selection, frame, costOf: () => 0 });
}

/** @param {number} frame */
function said(frame, end = -1, note = "hatched: λₘᵢₙ < 0 on 85 % of the window") {
  return noteOf({ lane: 0, note }, picture(frame, end), PLANE, /** @type {any} */ ({ grid: null, slice: 0 }));
}

Deno.test("what a path does that the picture does not show is said first, where no room cuts it off", () => {
  assert.equal(said(1), "hatched: λₘᵢₙ < 0 on 85 % of the window");
  assert.equal(said(2), "the path leaves the window at step 2 · hatched: λₘᵢₙ < 0 on 85 % of the window");
  assert.ok(said(3, 3).startsWith("diverged at step 3 · the path leaves the window at step 2 · "));
  assert.equal(said(2, -1, ""), "the path leaves the window at step 2");
});
