/**
 * A reader's point: where it is, in the data's own units, and the number of its class.
 * @typedef {{place: number[], label: number}} Point
 */

/**
 * The data of a picture, and how they are seen there: in own units they are center + scale·x.
 * @typedef {{center: ArrayLike<number>, scale: ArrayLike<number>}} Units
 * @typedef {{x: {shape: number[], data: ArrayLike<number>}, y: ArrayLike<number>, window: number[][],
 *   own: Units | null}} Data
 */

/** No table of points that are set by hand has more. */
export const MOST_POINTS = 200;
export const MOST_STEPS_BACK = 100;
export const CLASSES = [0, 1];

/** Points under a reader's hands, with the way back. Both classes keep at least one of them. */
export class Points {
  /**
   * @param {Point[]} now
   * @param {Point[][]} [past] the way back from them
   */
  constructor(now, past = []) {
    this.now = now;
    this.past = past;
    /** @type {Point[][]} what has been taken back */
    this.undone = [];
  }

  /**
   * Take these points instead; says why not, where they cannot be data of two classes.
   * @param {Point[]} points
   * @returns {string}
   */
  take(points) {
    if (points.length > MOST_POINTS) return `at most ${MOST_POINTS} points`;
    if (CLASSES.some((label) => !points.some((point) => point.label === label))) return "both classes need a point";
    this.past = [...this.past, this.now].slice(-MOST_STEPS_BACK);
    this.now = points;
    return "";
  }

  /** @param {Point} point */
  add(point) {
    return this.take([...this.now, point]);
  }

  /** @param {number} k */
  remove(k) {
    return this.take(this.now.filter((_, i) => i !== k));
  }

  /**
   * Another point in the place of point k.
   * @param {number} k
   * @param {Partial<Point>} change
   */
  change(k, change) {
    return this.take(this.now.map((point, i) => (i === k ? { ...point, ...change } : point)));
  }

  /** One step back, if there is one. */
  undo() {
    const before = this.past.pop();
    if (!before) return;
    this.undone = [...this.undone, this.now].slice(-MOST_STEPS_BACK);
    this.now = before;
  }

  /** As rows [x₁, (x₂,) class]. */
  get rows() {
    return this.now.map(({ place, label }) => [...place, label]);
  }

  /**
   * Are these the same points, but for rounding?
   * @param {Point[]} others
   */
  areThose(others) {
    return areSame(this.now, others);
  }

  /**
   * Were these the points at some time on the way here, taken back or not?
   * @param {Point[]} others
   */
  were(others) {
    return [...this.past, ...this.undone].some((points) => areSame(points, others));
  }
}

/**
 * Are these the same points, but for rounding?
 * @param {Point[]} now
 * @param {Point[]} others
 */
export function areSame(now, others) {
  return now.length === others.length && now.every(({ place, label }, k) => label === others[k].label
    && place.length === others[k].place.length && place.every((value, j) => Math.abs(value - others[k].place[j]) <= 1e-6 * (1e-9 + Math.abs(value))));
}

/**
 * The point nearest to a pixel, -1 if none is within reach.
 * @param {number[][]} pixels of the points
 * @param {number[]} at
 * @param {number} reach
 */
export function nearestPoint(pixels, [x, y], reach) {
  const far = pixels.map((pixel) => Math.hypot(pixel[0] - x, pixel[1] - y));
  const k = far.indexOf(Math.min(...far));
  return far[k] <= reach ? k : -1;
}

/**
 * A number with as many digits as a hand can set in a window so wide.
 * @param {number} value
 * @param {number} width
 */
export function rounded(value, width) {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(width)));
  return digits <= 15 ? Number(value.toFixed(digits)) : value;
}

/**
 * The data of a picture as points in their own units.
 * @param {Data} data
 * @returns {Point[]}
 */
export function pointsOf({ x: { shape: [count, columns], data }, y, own }) {
  const { center, scale } = /** @type {Units} */ (own);
  return Array.from({ length: count }, (_, k) => ({ label: y[k],
    place: Array.from({ length: columns }, (_unused, j) => center[j] + scale[j] * data[k * columns + j]) }));
}

/**
 * A place of a picture in own units, not beyond its window.
 * @param {number[]} place
 * @param {Data} data
 */
export function ownPlace(place, { window, own }) {
  const { center, scale } = /** @type {Units} */ (own);
  return place.map((value, j) => {
    const [low, high] = window[j];
    const inside = Math.min(Math.max(value, low), high);
    return rounded(center[j] + scale[j] * inside, scale[j] * (high - low));
  });
}
