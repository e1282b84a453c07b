/** Steps between the marks of an axis, as factors of a power of ten. */
const STEPS = [2, 5, 10];

/**
 * The marks of an axis and what stands at them, by Plotly's rules.
 * @param {import("./box.js").Axis} axis
 * @returns {{place: number, text: string}[]} places as `onAxis` gives them
 */
export function ticksOf({ low, high, log, ticks, marks }) {
  if (marks) return marks;
  const rough = Math.abs(high - low) / ticks;
  if (!log) return linear(low, high, rough).map((place) => ({ place, text: written(place, rough) }));
  if (rough > 0.7) {
    return linear(low, high, rough, Math.ceil(rough)).map((place) => ({ place, text: power(place) }));
  }
  if (Math.abs(high - low) < 1) {
    const width = Math.abs(10 ** high - 10 ** low) / ticks / 1.5;
    return linear(10 ** low, 10 ** high, width).filter((value) => value > 0)
      .map((value) => ({ place: Math.log10(value), text: written(value, width) }));
  }
  const digits = rough > 0.3 ? [1, 2, 5] : [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const decades = linear(Math.floor(low), Math.ceil(high), 1, 1);
  return decades.flatMap((decade) => digits.map((digit) => ({ place: decade + Math.log10(digit),
    text: digit === 1 ? power(decade) : String(digit) })))
    .filter(({ place }) => place >= low && place <= high);
}

/**
 * @param {number} low
 * @param {number} high
 * @param {number} rough about so far from one to the next
 * @param {number} [step] exactly so far
 */
function linear(low, high, rough, step = rounded(rough)) {
  const [first, last] = [Math.min(low, high), Math.max(low, high)];
  const slack = 1e-4 * (last - first);
  const marks = [];
  for (let k = Math.ceil((first - slack) / step); k * step <= last + slack; k += 1) marks.push(k * step);
  return marks;
}

/** @param {number} rough */
function rounded(rough) {
  const base = 10 ** Math.floor(Math.log10(rough));
  return base * (STEPS.find((step) => step > rough / base) ?? 10);
}

/**
 * @param {number} value
 * @param {number} rough
 */
function written(value, rough) {
  const decimals = Math.max(0, -Math.floor(Math.log10(rounded(rough)) + 1e-9));
  const text = Math.abs(value) < rounded(rough) / 1e6 ? "0" : value.toFixed(Math.min(20, decimals));
  return text.replace("-", "−");
}

/** @param {number} exponent */
function power(exponent) {
  const whole = Math.round(exponent);
  return Math.abs(whole) <= 3 ? String(Number((10 ** whole).toPrecision(1))) : `1e${whole}`.replace("-", "−");
}
