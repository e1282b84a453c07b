import { lastIndexUpTo } from "./numbers.js";

/** One variant of one family of runs: what is being looked at, apart from the moment. */
export class Selection {
  /**
   * @param {object} scene
   * @param {string} family a name in scene.families
   * @param {number} variant
   */
  constructor(scene, family, variant) {
    this.scene = scene;
    this.familyName = family;
    this.family = scene.families[family];
    this.variant = variant;
  }

  /** The variant that Python's controls name. */
  static home(scene) {
    return new Selection(scene, "eta", scene.selected);
  }

  get isHome() {
    return this.familyName === "eta" && this.variant === this.scene.selected;
  }

  get frames() {
    return this.family.steps.length;
  }

  /** Another variant's frame at the same step as frame `k` of the family "eta". */
  frameAt(k) {
    const { steps } = this.scene.families.eta;
    return this.familyName === "eta" ? k : lastIndexUpTo(this.family.steps, steps[k]);
  }

  step(frame) {
    return this.family.steps[frame];
  }

  /** The parameters p (s,) of a lane at a frame. */
  weights(lane, frame) {
    const { shape, data } = this.family.runs[lane].p;
    const at = (this.variant * shape[1] + frame) * shape[2];
    return data.subarray(at, at + shape[2]);
  }

  /** A lane's cost at every frame. */
  costs(lane) {
    return this.row(this.family.runs[lane].cost);
  }

  /** A lane's accuracy at every frame, or null. */
  accuracies(lane) {
    const { accuracy } = this.family.runs[lane];
    return accuracy && this.row(accuracy);
  }

  row({ shape, data }) {
    return data.subarray(this.variant * shape[1], (this.variant + 1) * shape[1]);
  }

  regime(lane) {
    return this.family.runs[lane].regime[this.variant];
  }

  /** The step at which a lane's run diverged, or -1. */
  divergedAt(lane) {
    return this.family.runs[lane].diverged_at[this.variant];
  }

  /** The last frame at or before `frame` that is still a picture: finite, and not diverged. */
  shownFrame(lane, frame) {
    const diverged = this.divergedAt(lane);
    let shown = diverged >= 0
      ? Math.min(frame, lastIndexUpTo(this.family.steps, diverged)) : frame;
    const costs = this.costs(lane);
    while (shown > 0 && !Number.isFinite(costs[shown])) shown -= 1;
    return shown;
  }
}

/** The last finite value of a row of numbers (NaN if there is none). */
export function lastFinite(values) {
  for (let k = values.length - 1; k >= 0; k -= 1) if (Number.isFinite(values[k])) return values[k];
  return NaN;
}

/** The computed start nearest to [alpha, beta], measured in shares of the plane's window. */
export function nearestStart({ shape: [count], data }, [a, b], { alpha, beta }) {
  let [best, least] = [0, Infinity];
  for (let k = 0; k < count; k += 1) {
    const distance = ((data[2 * k] - a) / (alpha[1] - alpha[0])) ** 2
      + ((data[2 * k + 1] - b) / (beta[1] - beta[0])) ** 2;
    if (distance < least) [best, least] = [k, distance];
  }
  return best;
}
