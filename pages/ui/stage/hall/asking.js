/** So long a scene may be on its way before it is asked for again, in milliseconds, and how often. */
const PAUSE = 1500;
const MOST = 8;

/** Is nothing of the page being computed? What it has not answered then, it has not heard. */
export function isResting() {
  const app = document.querySelector("[data-testid=stApp]");
  return app?.getAttribute("data-test-script-state") !== "running";
}

/**
 * A scene that has been asked for, until it is there: what comes in a page's first run, which knows
 * nobody's buttons as yet, is lost.
 */
export class Asking {
  /** @type {number | null} the scene that is on its way */
  at = null;

  left = 0;

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;

  /**
   * @param {(at: number) => void} send
   * @param {() => boolean} resting
   */
  constructor(send, resting = isResting) {
    this.send = send;
    this.resting = resting;
  }

  /** @param {number} at */
  ask(at) {
    this.at = at;
    this.left = MOST;
    this.send(at);
    this.watch();
  }

  watch() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.at === null || this.left === 0) return;
      if (this.resting()) {
        this.left -= 1;
        this.send(this.at);
      }
      this.watch();
    }, PAUSE);
  }

  /** @param {number} at the scene that is on */
  arrived(at) {
    if (at === this.at) this.drop();
  }

  /** It is not wanted any more: the lecturer has chosen another scene from the list. */
  drop() {
    this.at = null;
    clearTimeout(this.timer);
  }
}
