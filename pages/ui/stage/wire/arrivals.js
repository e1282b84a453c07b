import { make, setText } from "../drawing/dom.js";
import { FOLLOWING } from "./names.js";
import { decodeScene, offeredScene, StageError } from "./wire.js";

/** @import { Scene } from "./film.js" */

const UNREADABLE = "The picture could not be read and was not shown: reload the page.";

/** The scenes that come from Python, the latest of which is the one on stage. */
export class Arrivals {
  /**
   * @typedef {{ready: (scene: Scene) => Promise<void>}} Panels
   * @param {{signal: AbortSignal, received: Scene | undefined, panels: Panels, adopt: (scene: Scene) => void}} stage
   */
  constructor(stage) {
    this.stage = stage;
    this.count = 0;
    this.problem = make("p", { class: "ll-problem", role: "alert", hidden: "" });
    window.addEventListener(FOLLOWING, () => this.follow(), { signal: stage.signal });
  }

  /**
   * Show a scene; if it cannot be read, say so and keep showing the one before.
   * @param {Uint8Array} bytes
   */
  async receive(bytes) {
    this.count += 1;
    const { count } = this;
    try {
      const scene = await decodeScene(bytes);
      await this.stage.panels.ready(scene);
      if (count !== this.count || this.stage.signal.aborted) return;
      this.stage.adopt(scene);
      this.problem.hidden = true;
      await this.follow();
    } catch (error) {
      const known = error instanceof StageError;
      setText(this.problem, known ? error.message : UNREADABLE);
      this.problem.hidden = false;
      if (!known) throw error;
    }
  }

  /** The run on stage again, with what has been found beside it. */
  async follow() {
    const { received, signal, panels } = this.stage;
    const scene = received && await offeredScene(received);
    if (scene) await panels.ready(scene);
    if (scene && this.stage.received === received && !signal.aborted) this.stage.adopt(scene);
  }
}
