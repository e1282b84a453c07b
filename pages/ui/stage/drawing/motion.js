const LATEST = 1000;
const PAUSE = 200;

/** When the browser has nothing else to do, or after a second; never before it has painted. */
export function idle() {
  return new Promise((resolve) => {
    // Where a browser cannot say it (Safari), a pause after the next painting stands for it.
    if (!("requestIdleCallback" in window)) setTimeout(resolve, PAUSE);
    else requestAnimationFrame(() => requestIdleCallback(resolve, { timeout: LATEST }));
  });
}

/**
 * Wait until nothing moves: idle time in which `moving` says no.
 * @param {() => boolean} moving
 */
export async function rest(moving) {
  await idle();
  while (moving()) {
    await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    await idle();
  }
}

/**
 * A call as one that waits for the next animation frame, and is made once however often it was asked for.
 * @param {() => void} call
 */
export function onceAFrame(call) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      call();
    });
  };
}

/** So many animation frames later. @param {number} count */
export async function frames(count) {
  for (let k = 0; k < count; k += 1) await new Promise(requestAnimationFrame);
}

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * Long tasks one after the other, so that the page can answer between them. A task of somebody who
 * has gone (`signal`) holds nobody up: it may wait for what never comes.
 * @template T
 * @param {() => Promise<T>} task
 * @param {AbortSignal} signal
 * @returns {Promise<T>}
 */
export function inTurn(task, signal) {
  const turn = last.then(task);
  last = Promise.race([turn.catch(() => {}), gone(signal)]);
  return turn;
}

/** @param {AbortSignal} signal */
function gone(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener("abort", resolve, { once: true });
  });
}

/** Has the reader asked for reduced motion? */
export function wantsStillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** The way from 0 to 1 in so many seconds, from the first time that it is looked at. */
export class Tween {
  /** @param {number} seconds */
  constructor(seconds) {
    this.seconds = seconds;
    /** @type {number | null} */
    this.began = null;
  }

  /** How much of the way is done now. */
  share() {
    const now = performance.now() / 1000;
    this.began ??= now;
    return this.seconds > 0 ? Math.min(1, (now - this.began) / this.seconds) : 1;
  }
}
