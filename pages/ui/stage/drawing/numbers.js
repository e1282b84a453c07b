/**
 * Three significant digits as prose has them (`three` in Python): no zeros behind them, a true minus sign,
 * and a dash for what is no number.
 * @param {number | null | undefined} value
 */
export function formatNumber(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-4 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
  return text.replace("e+", "e").replaceAll("-", "−");
}

/**
 * A short label for an axis tick.
 * @param {number} value
 */
export function formatTick(value) {
  const size = Math.abs(value);
  const round = Number(value.toPrecision(6));
  const text = size !== 0 && (size >= 1e5 || size < 1e-3)
    ? round.toExponential().replace("e+", "e") : String(round);
  return text.replaceAll("-", "−");
}

/**
 * About `count` round numbers from low to high.
 * @param {Iterable<number>} range
 * @param {number} count
 */
export function linearTicks([low, high], count) {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5].map((m) => m * power).find((candidate) => candidate >= rough * 0.999) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => (first + k) * step);
}

/**
 * Powers of ten from low to high, thinned to at most `count`.
 * @param {Iterable<number>} range
 * @param {number} count
 */
export function logTicks([low, high], count) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const stride = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, count)));
  /** @type {number[]} */
  const ticks = [];
  for (let power = first; power <= last; power += stride) ticks.push(10 ** power);
  return ticks;
}

/**
 * At least two round numbers from low to high for a logarithmic axis, however short it is.
 * @param {[number, number]} range
 * @param {number} count
 */
export function logTicksOfAny(range, count) {
  const powers = logTicks(range, count);
  if (powers.length > 1) return powers;
  const [low, high] = range;
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const fine = Array.from({ length: 3 * (last - first + 1) }, (_, k) => (
    Number(`${[1, 2, 5][k % 3]}e${first + Math.floor(k / 3)}`))).filter((tick) => tick >= low && tick <= high);
  return fine.length > 1 ? fine : linearTicks(range, count).filter((tick) => tick > 0);
}

/**
 * Those places, by their order of importance, that are at least `gap` away from all before them.
 * @template T
 * @param {T[]} places
 * @param {(place: T) => number} pixel
 * @param {number} gap
 */
export function keptApart(places, pixel, gap) {
  /** @type {T[]} */
  const kept = [];
  for (const place of places) {
    if (kept.every((other) => Math.abs(pixel(other) - pixel(place)) >= gap)) kept.push(place);
  }
  return kept;
}

/**
 * `value` moved into [low, high].
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}

/**
 * Position of the entry nearest to `value`.
 * @param {ArrayLike<number>} values
 * @param {number} value
 */
export function nearestIndex(values, value) {
  let best = 0;
  for (let k = 1; k < values.length; k += 1) {
    if (Math.abs(values[k] - value) < Math.abs(values[best] - value)) best = k;
  }
  return best;
}

/**
 * Position of the last entry not above `value` (0 if there is none); `values` ascend.
 * @param {ArrayLike<number>} values
 * @param {number} value
 */
export function lastIndexUpTo(values, value) {
  let index = 0;
  while (index + 1 < values.length && values[index + 1] <= value) index += 1;
  return index;
}

/**
 * A map from [low, high] to pixels [from, to], linear or logarithmic.
 * @typedef {{(value: number): number, inverse: (pixel: number) => number}} Scale
 * @param {Iterable<number>} range
 * @param {number[]} pixels
 * @param {boolean} log
 * @returns {Scale}
 */
export function makeScale([low, high], [from, to], log = false) {
  /** @type {(v: number) => number} */
  const bend = log ? Math.log10 : (v) => v;
  /** @type {(v: number) => number} */
  const unbend = log ? (v) => 10 ** v : (v) => v;
  const [a, b] = [bend(low), bend(high)];
  const slope = (to - from) / ((b - a) || 1);
  /** @type {Scale} */
  const scale = (value) => from + (bend(value) - a) * slope;
  scale.inverse = (pixel) => unbend(a + (pixel - from) / slope);
  return scale;
}

/**
 * The last finite value of a row of numbers (NaN if there is none).
 * @param {ArrayLike<number>} values
 */
export function lastFinite(values) {
  for (let k = values.length - 1; k >= 0; k -= 1) if (Number.isFinite(values[k])) return values[k];
  return NaN;
}
