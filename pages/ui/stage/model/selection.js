import { formatNumber, lastFinite, lastIndexUpTo, nearestIndex } from "../drawing/numbers.js";
import { homeFamily } from "../wire/film.js";

/** @import { Family, Grid, Scene } from "../wire/film.js" */

/** One variant of one family of runs: what is being looked at, apart from the moment. */
export class Selection {
  /**
   * @param {Scene} scene
   * @param {string} family a name in scene.families
   * @param {number} variant
   */
  constructor(scene, family, variant) {
    this.scene = scene;
    this.familyName = family;
    this.family = scene.families[family];
    this.variant = variant;
    /** @type {Map<number, number>} what the reader has changed, by its position in p */
    this.changed = new Map();
    this.changedLane = -1;
    this.changedAt = -1;
  }

  /**
   * The variant that Python's controls name.
   * @param {Scene} scene
   */
  static home(scene) {
    return new Selection(scene, ...scene.home);
  }

  /**
   * The variant of another scene whose value is nearest to this one's; home, where there is none.
   * @param {Scene} scene
   */
  inScene(scene) {
    const family = scene.families[this.familyName];
    if (!family || family.axis.shape) return Selection.home(scene);
    const value = this.family.axis[this.variant];
    return new Selection(scene, this.familyName, nearestIndex(family.axis, value));
  }

  get isHome() {
    const [family, variant] = this.scene.home;
    return this.familyName === family && this.variant === variant;
  }

  get frames() {
    return this.family.steps.length;
  }

  /**
   * Another variant's frame at the same step as frame `k` of the home family.
   * @param {number} k
   */
  frameAt(k) {
    const { steps } = homeFamily(this.scene);
    return this.familyName === this.scene.home[0] ? k : lastIndexUpTo(this.family.steps, steps[k]);
  }

  /**
   * @param {number} frame
   */
  step(frame) {
    return this.family.steps[frame];
  }

  /**
   * The parameters p (s,) of a lane at a frame; null where Python has sent none.
   * @param {number} lane
   * @param {number} frame
   * @returns {Float32Array | null}
   */
  weights(lane, frame) {
    const { p } = this.family.runs[lane];
    if (!p) return null;
    const { shape, data } = p;
    const at = (rowIn(shape, this.variant) * shape[1] + frame) * shape[2];
    return /** @type {Float32Array} */ (data.subarray(at, at + shape[2]));
  }

  /**
   * The model to show of a lane: of the last picture up to a frame, with the reader's changes.
   * @param {number} lane
   * @param {number} frame
   * @returns {Float32Array | Float64Array | null}
   */
  model(lane, frame) {
    const p = this.weights(lane, this.shownFrame(lane, frame));
    if (!p || !this.isChanged(lane, frame)) return p;
    const own = Float64Array.from(p);
    for (const [index, value] of this.changed) own[index] = value;
    return own;
  }

  /**
   * A parameter of the lane that is shown gets another value, for the moment shown only.
   * @param {number} lane
   * @param {number} frame
   * @param {number} index
   * @param {number} value
   */
  change(lane, frame, index, value) {
    if (lane !== this.changedLane || frame !== this.changedAt) this.changed.clear();
    this.changedLane = lane;
    this.changedAt = frame;
    this.changed.set(index, value);
  }

  /**
   * One parameter's change is undone, or all are.
   * @param {number} [index]
   */
  takeBack(index) {
    if (index === undefined) this.changed.clear();
    else this.changed.delete(index);
  }

  /**
   * Is what is shown of a lane at a frame changed by hand? The next moment is not.
   * @param {number} lane
   * @param {number} frame
   */
  isChanged(lane, frame) {
    return this.changed.size > 0 && lane === this.changedLane && frame === this.changedAt;
  }

  /**
   * The same look at a scene that has come since.
   * @param {Selection} former
   */
  keepChanges(former) {
    this.changed = former.changed;
    this.changedLane = former.changedLane;
    this.changedAt = former.changedAt;
    return this;
  }

  /**
   * A lane's cost at every frame.
   * @param {number} lane
   */
  costs(lane) {
    return this.row(this.family.runs[lane].cost);
  }

  /**
   * A lane's accuracy at every frame, or null.
   * @param {number} lane
   */
  accuracies(lane) {
    const { accuracy } = this.family.runs[lane];
    return accuracy && this.row(accuracy);
  }

  /**
   * @param {Grid} grid
   */
  row({ shape, data }) {
    const row = rowIn(shape, this.variant);
    return data.subarray(row * shape[1], (row + 1) * shape[1]);
  }

  /**
   * Is another run of a lane shown than the one that Python's controls name?
   * @param {number} lane
   */
  varies(lane) {
    return !this.isHome && this.family.runs[lane] !== homeFamily(this.scene).runs[lane];
  }

  /**
   * @param {number} lane
   */
  regime(lane) {
    return this.family.runs[lane].regime[this.variant] ?? "";
  }

  /**
   * How a lane's run ends, in a sentence: what is said while its steps have none.
   * @param {number} lane
   */
  ending(lane) {
    const [diverged, regime] = [this.divergedAt(lane), this.regime(lane)];
    if (diverged >= 0) return `Diverged at step ${diverged}.`;
    if (regime) return `${regime.charAt(0).toUpperCase()}${regime.slice(1)}.`;
    return `This run ends at a cost of ${formatNumber(lastFinite(this.costs(lane)))}.`;
  }

  /**
   * The step at which a lane's run diverged, or -1.
   * @param {number} lane
   */
  divergedAt(lane) {
    const { diverged_at: step } = this.family.runs[lane];
    return step[rowIn([step.length], this.variant)];
  }

  /**
   * The last frame at or before `frame` that is still a picture: finite, and not diverged.
   * @param {number} lane
   * @param {number} frame
   */
  shownFrame(lane, frame) {
    const diverged = this.divergedAt(lane);
    let shown = diverged >= 0
      ? Math.min(frame, lastIndexUpTo(this.family.steps, diverged)) : frame;
    const costs = this.costs(lane);
    while (shown > 0 && !Number.isFinite(costs[shown])) shown -= 1;
    return shown;
  }
}

/**
 * Can a variant's run be shown? Python may send some costs without points, or some runs later.
 * @param {Family} family
 * @param {number} variant
 */
export function isThere({ runs }, variant) {
  return runs.every(({ p, cost: { shape, data } }) => (
    p && Number.isFinite(data[rowIn(shape, variant) * shape[1]])));
}

/**
 * The row of a variant in an array (V, …): a lane that the knob does not vary has one for all.
 * @param {number[]} shape
 * @param {number} variant
 */
function rowIn([count], variant) {
  return count === 1 ? 0 : variant;
}

/**
 * The computed start nearest to [alpha, beta], measured in shares of the plane's window.
 * @param {import("../wire/film.js").Grid} starts
 * @param {number[]} place
 * @param {{alpha: number[], beta: number[]}} plane
 */
export function nearestStart({ shape: [count], data }, [a, b], { alpha, beta }) {
  let [best, least] = [0, Infinity];
  for (let k = 0; k < count; k += 1) {
    const distance = ((data[2 * k] - a) / (alpha[1] - alpha[0])) ** 2
      + ((data[2 * k + 1] - b) / (beta[1] - beta[0])) ** 2;
    if (distance < least) [best, least] = [k, distance];
  }
  return best;
}
