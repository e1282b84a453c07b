import assert from "node:assert/strict";

import { nearestStart, Selection } from "../../pages/ui/stage/model/selection.js";
import { framesOf, grown } from "../../pages/ui/stage/wire/film.js";

const COUNT = 3;
const FRAMES = 4;

/**
 * Runs of one lane: p (V, F, 2) counts up, and costs fall.
 * @param {number[]} diverged the step at which each variant diverged, or -1
 */
function runs(diverged = [-1, -1, -1]) {
  const [v, f] = [diverged.length, FRAMES];
  return { p: { shape: [v, f, 2], data: Float32Array.from({ length: v * f * 2 }, (_, k) => k) },
    cost: { shape: [v, f], data: Float32Array.from({ length: v * f }, (_, k) => 100 - k) },
    accuracy: null, diverged_at: Int32Array.from(diverged), regime: diverged.map((step) => (step < 0 ? "good" : "diverging")) };
}

/**
 * @param {any} changes
 * @returns {any} a scene with one lane
 */
function sceneWith(changes = {}) {
  const steps = Int32Array.from([0, 10, 20, 30]);
  return { run: "eta=1", home: ["eta", 1], live: false, panels: [], readings: [],
    families: { eta: { axis: Float64Array.from([0.1, 1, 10]), steps, runs: [runs()] },
      start: { axis: { shape: [2, 2], data: Float64Array.from([0, 0, 1, 1]) }, steps: Int32Array.from([0, 15, 30]),
        runs: [{ ...runs([-1, -1]), cost: { shape: [2, 3], data: new Float32Array(6).fill(1) } }] } }, ...changes };
}

Deno.test("a row of p belongs to its variant and its frame", () => {
  const home = Selection.home(sceneWith());
  assert.deepEqual([...home.weights(0, 2) ?? []], [2 * (FRAMES + 2), 2 * (FRAMES + 2) + 1]);
  assert.deepEqual([...home.costs(0)], [96, 95, 94, 93]);
  assert.ok(home.isHome && !new Selection(sceneWith(), "eta", 0).isHome);
});

Deno.test("another family shows the step, not the frame, that the clock is at", () => {
  const tried = new Selection(sceneWith(), "start", 1);
  assert.deepEqual([0, 1, 2, 3].map((k) => tried.frameAt(k)), [0, 0, 1, 2]);
});

Deno.test("another scene's nearest learning rate is taken", () => {
  const other = sceneWith({ families: { eta: { axis: Float64Array.from([0.2, 0.9, 4, 9]), steps: [], runs: [] } } });
  assert.equal(new Selection(sceneWith(), "eta", 2).inScene(other).variant, 3);
});

Deno.test("a run is shown up to where it diverged, and as long as its cost is a number", () => {
  const diverging = sceneWith();
  diverging.families.eta.runs = [runs([-1, 25, -1])];
  assert.equal(Selection.home(diverging).shownFrame(0, 3), 2);
  diverging.families.eta.runs[0].cost.data.fill(NaN, FRAMES + 1);
  assert.equal(Selection.home(diverging).shownFrame(0, 3), 0);
});

Deno.test("a change by hand is of its lane and its moment alone, and can be taken back", () => {
  const home = Selection.home(sceneWith());
  home.change(0, 2, 1, -7);
  home.change(0, 2, 0, 5);
  assert.deepEqual([...home.model(0, 2) ?? []], [5, -7]);
  assert.deepEqual([...home.model(0, 1) ?? []], [...home.weights(0, 1) ?? []]);
  home.takeBack(7);
  home.takeBack(0);
  assert.deepEqual([...home.model(0, 2) ?? []], [12, -7]);
  home.takeBack();
  assert.ok(!home.isChanged(0, 2));
  home.change(0, 2, 1, -7);
  home.change(0, 3, 0, 5);
  assert.deepEqual([...home.changed.keys()], [0]);
});

Deno.test("the nearest start is measured in shares of the window", () => {
  const starts = { shape: [3, 2], data: Float64Array.from([0, 0, 10, 0, 0, 1]) };
  assert.equal(nearestStart(starts, [4, 0.2], { alpha: [0, 100], beta: [0, 1] }), 0);
  assert.equal(nearestStart(starts, [0, 0.6], { alpha: [0, 100], beta: [0, 1] }), 2);
});

/**
 * @param {number} first
 * @param {any} changes
 * @returns {any} a chunk of two frames
 */
function chunkOf(first, changes = {}) {
  const two = { shape: [COUNT, 2], data: new Float32Array(2 * COUNT).fill(first) };
  return { run: "eta=1", first, steps: Int32Array.from([10 * first, 10 * first + 10]), fields: null, readings: [],
    runs: [{ ...runs(), p: { shape: [COUNT, 2, 2], data: new Float32Array(4 * COUNT).fill(first) }, cost: two }],
    last: false, ...changes };
}

Deno.test("a film grows by the frames that follow, each once, and ends with the last chunk", () => {
  const live = sceneWith({ live: true });
  const film = grown(live, [chunkOf(3), chunkOf(5, { last: true })]);
  assert.equal(framesOf(live), FRAMES);
  assert.deepEqual([...film.families.eta.steps], [0, 10, 20, 30, 40, 50, 60]);
  assert.equal(film.live, false);
  const { p, cost } = film.families.eta.runs[0];
  assert.deepEqual([p?.shape, cost.shape], [[3, 7, 2], [3, 7]]);
  assert.deepEqual([...cost.data.subarray(7, 14)], [96, 95, 94, 93, 3, 5, 5]);
});

Deno.test("chunks of another run, or after a gap, leave the film as it is", () => {
  const live = sceneWith({ live: true });
  assert.equal(grown(live, [chunkOf(4, { run: "eta=2" }), chunkOf(6)]), live);
});

Deno.test("a run without sentences of its own still ends in a whole one", () => {
  for (const regime of ["", "good", "diverging"]) {
    for (const diverged of [-1, 0, 8]) {
      for (const cost of [0, 0.3451, 1e9, NaN]) {
        const scene = sceneWith();
        const [own] = scene.families.eta.runs;
        own.diverged_at[2] = diverged;
        own.regime = regime ? ["", "", regime] : [];
        own.cost.data[2 * FRAMES + FRAMES - 1] = cost;
        const said = new Selection(scene, "eta", 2).ending(0);
        assert.match(said, /^[A-Z][a-z]+( [a-z]+)*( [0-9][^ ]*)?\.$/);
        assert.equal(said.includes("Diverged at step"), diverged >= 0);
      }
    }
  }
});
