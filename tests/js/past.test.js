import assert from "node:assert/strict";

import { keepPast, pastOf } from "../../pages/ui/stage/points/past.js";
import { MOST_POINTS, Points } from "../../pages/ui/stage/points/points.js";

/** @type {(place: number[], label: number) => import("../../pages/ui/stage/points/points.js").Point} */
const point = (place, label) => ({ place, label });
const [a, b, c] = [point([1], 0), point([2], 1), point([3], 1)];

/** @param {string} pathname of the page */
function at(pathname) {
  Object.defineProperty(globalThis, "location", { value: { pathname }, configurable: true });
}

Deno.test("the way back is that from just these points, on the page where they have been changed", () => {
  sessionStorage.clear();
  at("/one");
  assert.deepEqual(pastOf([a, b]), []);
  const points = new Points([a, b]);
  points.add(c);
  points.change(2, { place: [1 / 3] });
  keepPast(points);
  const now = [a, b, point([1 / 3 + 1e-12], 1)];
  assert.deepEqual(pastOf(now), [[a, b], [a, b, c]]);
  const again = new Points(now, pastOf(now));
  again.undo();
  again.undo();
  again.undo();
  assert.deepEqual(again.now, [a, b]);
  for (const others of [[a, b], [a, b, c], [a, b, point([1 / 3, 0], 1)], [b, a, now[2]]]) assert.deepEqual(pastOf(others), []);
  at("/other");
  assert.deepEqual(pastOf(now), []);
});

Deno.test("a long way back loses its beginning, and no more than that", () => {
  sessionStorage.clear();
  at("/one");
  const points = new Points(Array.from({ length: MOST_POINTS }, (_, k) => point([Math.PI * k, Math.E * k], k % 2)));
  for (let k = 0; k < 100; k += 1) points.change(0, { place: [k, 0] });
  keepPast(points);
  const kept = pastOf(points.now);
  assert.ok(kept.length > 5 && kept.length < 100);
  assert.deepEqual(kept, points.past.slice(-kept.length));
  assert.ok((sessionStorage.getItem("loss-landscape-points/one") ?? "").length <= 200_200);
});

Deno.test("what somebody else has put there is no way back", () => {
  at("/one");
  for (const text of ["", "no", "{}", "[]", "[3]", "[[1], 2]", "[null]", JSON.stringify([[a], [a, b]]),
    JSON.stringify([[a, { place: ["2"], label: 1 }], [a, b]]), JSON.stringify([[a, b, { place: [1, 2], label: 1 }], [a, b]]),
    JSON.stringify(Array.from({ length: 200 }, () => [a, b]))]) {
    sessionStorage.setItem("loss-landscape-points/one", text);
    assert.deepEqual(pastOf([a, b]), [], text);
  }
});
