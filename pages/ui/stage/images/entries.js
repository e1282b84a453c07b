const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** A cell that is given keeps as many decimals as it shows. */
const DECIMALS = 4;
/** As near as this, against 1 or the number itself, is right: two decimals are enough. */
const NEAR = 0.006;

/**
 * The number that a reader has written, with the minus sign of print and a decimal comma too; null if
 * it is none.
 * @param {string} entry
 */
export function numberOf(entry) {
  const text = entry.trim().replaceAll("−", "-").replace(",", ".");
  return NUMBER.test(text) ? Number(text) : null;
}

/**
 * The number that a reader has written into a cell that is given; null if it is none from −largest to
 * largest, or has more decimals than are kept.
 * @param {string} entry
 * @param {number} largest
 */
export function givenOf(entry, largest) {
  const number = numberOf(entry);
  const kept = number !== null && Math.abs(number) <= largest && Number(number.toFixed(DECIMALS)) === number;
  return kept ? number : null;
}

/**
 * Why an entry is not taken, and what stands there instead.
 * @param {string} entry
 * @param {string} name of the cell
 * @param {string} old what it holds
 * @param {number} largest
 */
export function refusal(entry, name, old, largest) {
  const text = entry.trim();
  const what = text ? `“${text.length > 24 ? `${text.slice(0, 23)}…` : text}”` : "An empty cell";
  return `${what} is not taken, ${name} stays ${old}: allowed are numbers from −${largest} to ${largest} with at most `
    + `${DECIMALS} decimals.`;
}

/**
 * What has become of an entry: "" where there is none.
 * @param {string} entry
 * @param {number} value that belongs there
 */
export function marked(entry, value) {
  if (!entry.trim()) return "";
  const number = numberOf(entry);
  if (number === null) return "no number";
  return Math.abs(number - value) <= NEAR * Math.max(1, Math.abs(value)) ? "right" : "wrong";
}

/** What a reader has written into the cells of exercises, kept as long as the tab is open. */
export class Entries {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    /** @type {Record<string, string>} */
    this.written = {};
    this.exercise = "";
  }

  /**
   * Those of this exercise: another has its own.
   * @param {string} exercise
   */
  of(exercise) {
    if (exercise === this.exercise) return;
    this.exercise = exercise;
    this.written = recalled(`${this.name} ${exercise}`);
  }

  /** @param {string} key */
  get(key) {
    return this.written[key] ?? "";
  }

  /**
   * @param {string} key
   * @param {string} text
   */
  set(key, text) {
    this.replace({ ...this.written, [key]: text });
  }

  /**
   * All of these, or none.
   * @param {Record<string, string>} written
   */
  replace(written) {
    this.written = written;
    keep(`${this.name} ${this.exercise}`, written);
  }
}

/**
 * @param {string} name
 * @returns {Record<string, string>}
 */
function recalled(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "{}");
  } catch {
    return {};
  }
}

/**
 * @param {string} name
 * @param {Record<string, string>} written
 */
function keep(name, written) {
  try {
    sessionStorage.setItem(name, JSON.stringify(written));
  } catch {
    // Storage is full or forbidden: the entries live as long as the panel.
  }
}
