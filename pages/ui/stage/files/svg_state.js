/** A number in a file, to a thousandth of a pixel. @param {number} value */
export const plain = (value) => String(Number(value.toFixed(3)));

/** A text in a file. @param {string} text */
export const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** Weight, size and family of a canvas's font. @param {string} font */
export function fontOf(font) {
  const [, weight, size, family] = /^(?:(\d+) )?([\d.]+)px (.*)$/.exec(font) ?? [];
  return { weight: weight ?? "400", size, family };
}

/** A gradient between two points of a drawing. */
export class Ramp {
  /**
   * @param {string} id
   * @param {number[]} ends [x1, y1, x2, y2]
   */
  constructor(id, ends) {
    this.id = id;
    this.ends = ends;
    /** @type {[number, string][]} */
    this.stops = [];
  }

  /** @type {(offset: number, color: string) => void} */
  addColorStop(offset, color) {
    this.stops.push([offset, color]);
  }
}

/** What `save` keeps and `restore` brings back. */
export class State {
  /** @type {string | Ramp} */
  fillStyle = "#000000";

  strokeStyle = "#000000";

  lineWidth = 1;

  lineJoin = "miter";

  lineCap = "butt";

  globalAlpha = 1;

  font = "10px sans-serif";

  textAlign = "start";

  textBaseline = "alphabetic";

  /** @type {number[]} */
  dashes = [];

  /** The id of what clips, if anything does. */
  clipping = "";

  /** [a, b, c, d, e, f] */
  matrix = [1, 0, 0, 1, 0, 0];
}
