/** @import { CameraView } from "../surface/orbit.js" */

/**
 * One camera for all surfaces: what turns one of them turns the others.
 *
 * @typedef {object} Follower
 * @property {(camera: CameraView) => void} follow
 * @property {() => void} reset
 */
export class Camera {
  constructor() {
    /** @type {Set<Follower>} */
    this.followers = new Set();
    /** @type {CameraView | null} */
    this.now = null;
    this.text = "";
  }

  /** @param {Follower} follower */
  join(follower) {
    this.followers.add(follower);
  }

  /** @param {Follower} follower */
  leave(follower) {
    this.followers.delete(follower);
  }

  /**
   * @param {CameraView} camera as Plotly says it
   * @param {Follower} from the one that the reader turned
   */
  turn(camera, from) {
    const text = JSON.stringify(camera);
    if (text === this.text) return;
    this.text = text;
    this.now = camera;
    for (const follower of this.followers) if (follower !== from) follower.follow(camera);
  }

  /** All surfaces are seen so. @param {CameraView} camera */
  lead(camera) {
    this.text = JSON.stringify(camera);
    this.now = camera;
    for (const follower of this.followers) follower.follow(camera);
  }

  /** Back to what Python has chosen. */
  reset() {
    this.now = null;
    this.text = "";
    for (const follower of this.followers) follower.reset();
  }
}
