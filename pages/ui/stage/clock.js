import { clamp } from "./numbers.js";

const FRAMES_PER_SECOND = 60;
const SHORTEST_FILM = 3;

/** How fast the film can be played; 1 shows every frame of a long one, 60 in a second. */
export const SPEEDS = [0.25, 0.5, 1, 2, 4];

/** One position in the film for all panels. */
export class Clock {
  constructor() {
    this.frames = 1;
    this.position = 0;
    this.playing = false;
    this.speed = 1;
    this.lastTick = null;
  }

  /** The frame shown. */
  get frame() {
    return clamp(Math.floor(this.position), 0, this.frames - 1);
  }

  get atEnd() {
    return this.frame === this.frames - 1;
  }

  /** The film got another length: stay at the same step, or at the end. */
  resize(frames) {
    const wasAtEnd = this.atEnd && this.frames > 1;
    this.frames = frames;
    this.seek(wasAtEnd ? frames - 1 : this.frame);
  }

  /** Go to a frame. Half a frame is added so that jitter of the screen's clock never skips one. */
  seek(frame) {
    this.position = clamp(Math.round(frame), 0, this.frames - 1) + 0.5;
  }

  play() {
    if (this.atEnd) this.seek(0);
    this.playing = this.frames > 1;
    this.lastTick = null;
  }

  pause() {
    this.playing = false;
  }

  /** Advance to the time `now` (milliseconds); stops at the end. */
  tick(now) {
    if (!this.playing) return;
    const elapsed = this.lastTick === null ? 0 : Math.min(100, now - this.lastTick) / 1000;
    this.lastTick = now;
    const rate = Math.min(FRAMES_PER_SECOND, this.frames / SHORTEST_FILM);
    this.position += elapsed * rate * this.speed;
    if (this.position >= this.frames - 0.5) {
      this.seek(this.frames - 1);
      this.playing = false;
    }
  }
}
