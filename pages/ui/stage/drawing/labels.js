/**
 * Where texts go, so that none is cut and none covers another.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box in pixels
 * @typedef {{text: string, x: number, width: number}} Label centred at x
 * @typedef {{x: number, width: number}} Mark a vertical line, and the width of its words
 * @typedef {{row: number, side: number}} Flag the row of a mark's words, and whether they are right (1)
 *   or left (-1) of its line, which begins at that row
 */

const GAP = 4;

/**
 * How many square pixels two boxes share.
 * @param {Box} a
 * @param {Box} b
 */
export function shared(a, b) {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/**
 * Of some boxes the first that is inside the frame and off all that is taken, else the one that is
 * least outside and least on it.
 * @template {Box} B
 * @param {B[]} places
 * @param {Box[]} taken
 * @param {Box} frame
 */
export function freest(places, taken, frame) {
  const costs = places.map((place) => (
    3 * (place.width * place.height - shared(place, frame))
      + taken.reduce((sum, other) => sum + shared(place, other), 0)));
  return places[costs.indexOf(Math.min(...costs))];
}

/**
 * The labels of a row between two pixels: those outside are left out, those at an end are moved inside,
 * and of the rest every one, every second, … so that all are apart.
 * @param {Label[]} labels from left to right
 * @param {number} from
 * @param {number} to
 * @returns {Label[]}
 */
export function rowOf(labels, from, to) {
  const inside = labels.filter(({ x, width }) => x >= from && x <= to && width <= to - from)
    .map((label) => ({ ...label,
      x: Math.min(to - label.width / 2, Math.max(from + label.width / 2, label.x)) }));
  const apart = (/** @type {Label[]} */ row) => row.every(({ x, width }, k) => (
    k === 0 || x - width / 2 >= row[k - 1].x + row[k - 1].width / 2 + GAP));
  let stride = 1;
  while (!apart(inside.filter((_, k) => k % stride === 0))) stride += 1;
  return inside.filter((_, k) => k % stride === 0);
}

/**
 * The flags of a few vertical marks in a band: no words on others, on a line, or on what is taken,
 * where there are such places.
 * @typedef {{from: number, to: number, top: number, row: number, rows: number, needle: number,
 *   taken: Box[]}} Band its sides, its top, how high and how many its rows are, the place of a line
 *   through all of them, and what else is drawn there
 * @param {Mark[]} marks
 * @param {Band} band
 * @returns {Flag[]}
 */
export function placeFlags(marks, band) {
  const choices = Array.from({ length: band.rows }, (_, row) => row)
    .flatMap((row) => [{ row, side: 1 }, { row, side: -1 }]);
  let best = { flags: /** @type {Flag[]} */ ([]), fault: Infinity };
  const visit = (/** @type {Flag[]} */ flags) => {
    if (flags.length === marks.length) {
      const fault = faultOf(marks, flags, band);
      if (fault < best.fault) best = { flags, fault };
      return;
    }
    for (const choice of choices) visit([...flags, choice]);
  };
  visit([]);
  return best.flags;
}

/**
 * The left and the right end of a flag's words.
 * @param {Mark} mark
 * @param {number} side
 */
export function spanOf({ x, width }, side) {
  return side > 0 ? [x + GAP, x + GAP + width] : [x - GAP - width, x - GAP];
}

/**
 * @param {Mark[]} marks
 * @param {Flag[]} flags
 * @param {Band} band
 */
function faultOf(marks, flags, { from, to, top, row: height, needle, taken }) {
  let fault = 0;
  flags.forEach(({ row, side }, k) => {
    const [left, right] = spanOf(marks[k], side);
    fault += row + (side > 0 ? 0 : 0.5);
    fault += 1000 * (Math.max(0, from - left) + Math.max(0, right - to));
    if (needle > left - GAP && needle < right + GAP) fault += 500;
    const words = { x: left, y: top + row * height, width: right - left, height };
    fault += taken.reduce((sum, box) => sum + shared(words, box), 0);
    flags.forEach((other, j) => {
      if (j === k) return;
      const { x } = marks[j];
      if (other.row <= row && x > left - 2 && x < right + 2) fault += 1000;
      const [from, to] = spanOf(marks[j], other.side);
      if (other.row === row && from < right + GAP && left < to + GAP) fault += 3000;
    });
  });
  return fault;
}
