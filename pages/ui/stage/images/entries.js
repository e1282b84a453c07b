const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;
/** As near as this, against 1 or the number itself, is right: two decimals are enough. */
const NEAR = 0.006;

/**
 * The number that a reader has written, with the minus sign of print and a decimal comma too; null if
 * it is none.
 * @param {string} entry
 */
export function numberOf(entry) {
  const text = entry.trim().replace("−", "-").replace(",", ".");
  return NUMBER.test(text) ? Number(text) : null;
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
    this.written = JSON.parse(sessionStorage.getItem(`${this.name} ${exercise}`) ?? "{}");
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
    this.written[key] = text;
    sessionStorage.setItem(`${this.name} ${this.exercise}`, JSON.stringify(this.written));
  }

  /**
   * All of these, or none.
   * @param {Record<string, string>} written
   */
  replace(written) {
    this.written = {};
    for (const [key, text] of Object.entries(written)) this.set(key, text);
    if (Object.keys(written).length === 0) sessionStorage.removeItem(`${this.name} ${this.exercise}`);
  }
}
