/**
 * What a figure shows of each axis, and the size of its box in the world, whose middle is 0.
 *
 * @typedef {object} Axis
 * @property {number} low
 * @property {number} high exponents where the axis is logarithmic
 * @property {number} extent of the data
 * @property {boolean} log
 * @property {number} size in the world
 * @property {number} ticks at most so many
 * @property {{place: number, text: string}[]} [marks] where they stand, if that is said
 * @property {string} title
 * @typedef {Axis[]} Box the axes of alpha, beta and height
 */

const NAMES = /** @type {const} */ (["x", "y", "z"]);
/** An axis without a range of its own shows so much more at both ends, as a share. */
const MARGIN = 1 / 32;

/**
 * The box of a 3-D figure, by Plotly's rules.
 * @param {{data: any[], layout: any}} figure
 * @returns {Box}
 */
export function boxOf({ data, layout: { scene } }) {
  return NAMES.map((name) => {
    const { type, range, nticks, tickvals, ticktext, title } = scene[`${name}axis`];
    const log = type === "log";
    const marks = tickvals?.map((/** @type {number} */ at, /** @type {number} */ k) => (
      { place: log ? Math.log10(at) : at, text: ticktext[k] }));
    const [least, most] = ends(data, name, log);
    const margin = (most - least) * MARGIN || 1;
    const [low, high] = range ?? [least - margin, most + margin];
    return { low, high, log, extent: most - least || 1, size: scene.aspectratio?.[name] ?? 1, ticks: nticks ?? 6, marks, title: title?.text ?? "" };
  });
}

/**
 * A value on its axis.
 * @param {Axis} axis
 * @param {number} value
 */
export function onAxis(axis, value) {
  return axis.log ? Math.log10(Math.max(value, 1e-300)) : value;
}

/**
 * A place on an axis in the world.
 * @param {Axis} axis
 * @param {number} place as `onAxis` gives it
 */
export function inWorld({ low, high, size }, place) {
  return size * ((place - low) / (high - low) - 0.5);
}

/**
 * The matrix from [alpha, beta, height] to the world; or from these in units of the data's extent.
 * @param {Box} box
 * @param {number[]} [units]
 */
export function modelOf(box, units = [1, 1, 1]) {
  const [x, y, z] = box.map(({ low, high, size }, k) => (units[k] * size) / (high - low));
  return [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0, ...box.map((axis) => inWorld(axis, 0)), 1];
}

/**
 * The ends of what the traces have on an axis.
 * @param {any[]} data
 * @param {string} name
 * @param {boolean} log
 */
function ends(data, name, log) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of data.flatMap((trace) => [...flat(trace[name])])) {
    const place = log ? Math.log10(value) : value;
    if (!Number.isFinite(place)) continue;
    if (place < low) low = place;
    if (place > high) high = place;
  }
  return low > high ? [-1, 1] : [low, high];
}

/** @param {any} values numbers, or rows of them */
function* flat(values) {
  for (const value of values ?? []) {
    if (typeof value === "number") yield value;
    else yield* value ?? [];
  }
}
