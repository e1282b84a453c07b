import { areSame, CLASSES, MOST_POINTS, MOST_STEPS_BACK } from "./points.js";

/** @import { Point, Points } from "./points.js" */

const NAME = "loss-landscape-points";
/** So much text is kept for a page; the oldest of what is more goes. */
const MOST_CHARACTERS = 200_000;

/** Each chapter has points of its own. */
function slot() {
  return NAME + location.pathname;
}

/**
 * Keep the way back in this window: the page may be loaded again.
 * @param {Points} points
 */
export function keepPast({ past, now }) {
  const texts = [...past, now].map((points) => JSON.stringify(points));
  let [first, size] = [texts.length, 0];
  while (first > 0 && size + texts[first - 1].length < MOST_CHARACTERS) {
    first -= 1;
    size += texts[first].length;
  }
  try {
    sessionStorage.setItem(slot(), `[${texts.slice(first).join(",")}]`);
  } catch {
    // A browser that stores nothing forgets the way back with the page.
  }
}

/**
 * The way back that has been kept, if it is one from just these points.
 * @param {Point[]} now
 * @returns {Point[][]}
 */
export function pastOf(now) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(slot()) ?? "[]");
    const last = kept.pop();
    const columns = now[0].place.length;
    const possible = kept.length <= MOST_STEPS_BACK && [last, ...kept].every((points) => arePoints(points, columns));
    return possible && areSame(last, now) ? kept : [];
  } catch {
    return [];
  }
}

/**
 * @param {any} points of whatever kind
 * @param {number} columns
 */
function arePoints(points, columns) {
  return Array.isArray(points) && points.length <= MOST_POINTS
    && CLASSES.every((label) => points.some((point) => point.label === label))
    && points.every(({ place, label }) => CLASSES.includes(label) && place.length === columns
      && place.every(Number.isFinite));
}
