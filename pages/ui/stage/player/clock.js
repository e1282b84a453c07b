import { wantsStillness } from "../drawing/motion.js";
import { clamp } from "../drawing/numbers.js";

const FRAMES_PER_SECOND = 60;
const SHORTEST_FILM = 3;
const LIVE_FRAMES_PER_SECOND = 30;
/** Where in its frame the clock waits for more: jitter then never makes two frames one. */
const WAITING = 0.25;
/** So many frames must be in hand before it starts, or goes on where it ran out of them. */
const RESERVE = 12;

/** How fast the film can be played; 1 shows every frame of a long one, 60 in a second. */
export const SPEEDS = [0.25, 0.5, 1, 2, 4];

/**
 * One position in the film for all panels. A film that was live when it began to play shows every
 * frame, also after it is complete.
 */
export class Clock {
  constructor() {
    this.frames = 1;
    this.position = 0;
    this.playing = false;
    this.speed = 1;
    /** @type {number | null} in milliseconds */
    this.lastTick = null;
    this.live = false;
    this.unhurried = false;
    this.waiting = false;
    this.locked = false;
  }

  /**
   * Stay at the start, whatever is asked for, until it is unlocked.
   * @param {boolean} on
   */
  lock(on) {
    this.locked = on;
    if (!on) return;
    this.pause();
    this.seek(0);
  }

  /** The frame shown. */
  get frame() {
    return clamp(Math.floor(this.position), 0, this.frames - 1);
  }

  get atEnd() {
    return this.frame === this.frames - 1;
  }

  /**
   * The film got another length: stay at the same step, or at the end.
   * @param {number} frames
   */
  resize(frames) {
    const wasAtEnd = this.atEnd && this.frames > 1;
    this.frames = frames;
    this.seek(wasAtEnd ? frames - 1 : this.frame);
  }

  /**
   * More of the same film has come; while it is `live`, still more will.
   * @param {number} frames
   * @param {boolean} live
   */
  grow(frames, live) {
    this.frames = frames;
    this.live = live;
  }

  /**
   * Go to a frame. Half a frame is added so that jitter of the screen's clock never skips one.
   * @param {number} frame
   */
  seek(frame) {
    this.position = (this.locked ? 0 : clamp(Math.round(frame), 0, this.frames - 1)) + 0.5;
  }

  play() {
    if (this.locked) return;
    if (this.atEnd && !this.live) this.seek(0);
    this.playing = this.live || this.frames > 1;
    this.unhurried = this.live;
    this.waiting = this.live;
    this.lastTick = null;
  }

  /**
   * Play a film by itself; for who wants no motion it stands, at its end if the words beside it speak of that.
   * @param {boolean} toldAtEnd
   */
  begin(toldAtEnd) {
    if (!wantsStillness()) this.play();
    else if (toldAtEnd) this.seek(this.frames - 1);
  }

  /** Stand still for a moment without being paused: time that passes meanwhile does not count. */
  hold() {
    this.lastTick = null;
  }

  pause() {
    this.playing = false;
  }

  /**
   * Advance to the time `now` (milliseconds); stops at the end, or waits there for more.
   * @param {number} now
   */
  tick(now) {
    if (!this.playing) return;
    const elapsed = this.lastTick === null ? 0 : Math.min(100, now - this.lastTick) / 1000;
    this.lastTick = now;
    this.waiting &&= this.live && this.frames - this.frame <= RESERVE;
    if (this.waiting) return;
    this.position += this.unhurried ? Math.min(1, elapsed * LIVE_FRAMES_PER_SECOND * this.speed)
      : elapsed * Math.min(FRAMES_PER_SECOND, this.frames / SHORTEST_FILM) * this.speed;
    if (this.live && this.position >= this.frames) {
      this.waiting = true;
      this.position = this.frames - 1 + WAITING;
    } else if (!this.live && this.position >= this.frames - 0.5) {
      this.seek(this.frames - 1);
      this.playing = false;
    }
  }
}
