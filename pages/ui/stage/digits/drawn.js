/** What is on the pad as text, which the address of the page has: a reader's own digit, or which of the others. */

/** The text of an image's pixels is longer. */
const LONGEST_NUMBER = 15;

/**
 * An image with as much ink as a text can say, so that who reads it sees the same image.
 * @param {Float64Array} pixels from 0 to 1
 * @param {number} scale levels of ink above none, at most 35
 */
export function rounded(pixels, scale) {
  return pixels.map((ink) => Math.round(scale * ink) / scale);
}

/**
 * The text of an image: 0 to 9, then a and on.
 * @param {Float64Array} pixels
 * @param {number} scale
 */
export function written(pixels, scale) {
  return Array.from(pixels, (ink) => Math.round(scale * ink).toString(scale + 1)).join("");
}

/**
 * The text of one of the images that the pad has; the first needs none.
 * @param {number} number from 0
 */
export function named(number) {
  return number ? String(number + 1) : "";
}

/**
 * What a text means that the page has found to be one: which image, or the pixels of the reader's own.
 * @param {string} text
 * @param {number} scale
 * @returns {{number: number, pixels: Float64Array | null}}
 */
export function read(text, scale) {
  return text.length > LONGEST_NUMBER ? { number: -1, pixels: Float64Array.from(text, (sign) => parseInt(sign, scale + 1) / scale) }
    : { number: Math.max(0, Number(text) - 1), pixels: null };
}

/**
 * What has been told of a digit, and whether what the page says of it is news.
 *
 * Between a stroke and the page's answer the reader may have drawn another one: what the page says
 * then is what it was told before, and takes nothing away.
 */
export class Told {
  constructor() {
    /** What the page has said last, and what it has been told since. */
    this.texts = [""];
  }

  /**
   * Note what the page is to be told.
   * @param {string} text
   * @returns {boolean} whether it does not know that yet
   */
  tell(text) {
    if (text === this.texts.at(-1)) return false;
    this.texts.push(text);
    return true;
  }

  /**
   * Take what the page says.
   * @param {string} text
   * @returns {boolean} whether it is no answer to what it was told: a link, or the way back
   */
  hear(text) {
    const at = this.texts.indexOf(text);
    this.texts = at < 0 ? [text] : this.texts.slice(at);
    return at < 0;
  }
}
