import { shared, WISHED } from "../wire/names.js";

/**
 * How a scene of a lecture shows the stage.
 * @typedef {object} Staging
 * @property {string} view of the surfaces; empty for the chapter's own
 * @property {object | null} camera Plotly's; null for the chapter's own
 * @property {number | string} frame the moment of the run, or "playing"
 */

const PATIENCE = 10_000;
/** Ends what keeps a section in sight. */
let held = new AbortController();
const STORED = "loss-landscape-deck";

/**
 * Ask the stage that is shown next to begin so.
 * @param {Staging} staging
 */
export function wish({ view, camera, frame }) {
  shared(WISHED, { view, camera, frame });
}

/**
 * How the page shows its stage now; `below` where it shows rather what is below it.
 * @returns {Partial<Staging> & {below?: boolean}}
 */
export function seen() {
  const root = document.querySelector("[data-testid=stage]");
  if (!(root instanceof HTMLElement)) return {};
  const { view, playing, frame } = root.dataset;
  const camera = root.querySelector("[data-camera]")?.getAttribute("data-camera");
  const surfaces = root.querySelector(".ll-landscape");
  return { view: surfaces ? view : "", camera: camera ? JSON.parse(camera) : null,
    frame: playing === "true" ? "playing" : Number(frame),
    below: root.getBoundingClientRect().bottom < innerHeight / 2 };
}

/**
 * What is brought into sight stands below the words on the screen's edge, not under them, also where
 * it is the last of the page.
 * @param {HTMLElement | null} caption the words; null where there are none
 */
export function makeRoomFor(caption) {
  const { style, dataset } = document.documentElement;
  if (caption) {
    dataset.below = "";
    style.setProperty("--ll-captioned", `${Math.ceil(caption.offsetHeight)}px`);
  } else delete dataset.below;
}

/**
 * Show the section of a scene as soon as it is there, or the stage again. What grows or shrinks above
 * a section meanwhile does not move it, until somebody scrolls.
 * @param {string} section the key of its element; empty for the stage
 */
export function bringIntoSight(section) {
  held.abort();
  const hold = new AbortController();
  const { signal } = held = hold;
  for (const moved of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(moved, () => hold.abort(), { signal, capture: true, passive: true });
  }
  const until = performance.now() + PATIENCE;
  let there = NaN;
  const look = () => {
    if (signal.aborted) return;
    const found = document.querySelector(section ? `.st-key-${section}` : "[data-testid=stMain] h1");
    if (found && !(Math.abs(found.getBoundingClientRect().top - there) < 1)) {
      found.scrollIntoView({ block: "start" });
      there = found.getBoundingClientRect().top;
    }
    if (performance.now() < until && !(found && !section)) requestAnimationFrame(look);
  };
  look();
}

/**
 * Keep a deck in this browser and its scene in this window, and give them back to a session that has
 * none: a page that is loaded again, or another day without the scene.
 * @param {string} deck
 * @param {number} at the scene that is on; below 0 if none is
 * @param {string | null} before the deck of the last run; null where there has been none
 * @param {(deck: {deck: string, at: number}) => void} giveBack
 */
export function rememberDeck(deck, at, before, giveBack) {
  try {
    const stored = localStorage.getItem(STORED) ?? "";
    const scene = wasReloaded() ? Number(sessionStorage.getItem(STORED) ?? -1) : -1;
    const known = deck || stored;
    if (before === null && known && (!deck || (at < 0 && scene >= 0))) {
      giveBack({ deck: known, at: scene });
      return;
    }
    if (deck) localStorage.setItem(STORED, deck);
    else if (before) localStorage.removeItem(STORED);
    sessionStorage.setItem(STORED, String(at));
  } catch {
    // A browser that stores nothing forgets the deck with the page.
  }
}

function wasReloaded() {
  return performance.getEntriesByType("navigation").some((entry) => (
    entry instanceof PerformanceNavigationTiming && entry.type === "reload"));
}
