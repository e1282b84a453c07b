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
