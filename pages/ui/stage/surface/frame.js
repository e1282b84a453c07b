import { inWorld } from "./box.js";
import { dot, project } from "./matrices.js";
import { ticksOf } from "./ticks.js";

/** @import { Box } from "./box.js" */
/** @import { Matrix } from "./matrices.js" */

/** From an axis to its numbers and on to its title, in pixels before the perspective. */
const [PAD_TICKS, PAD_TITLE] = [18, 30];
/** A title with more letters than this runs along its axis. */
const SHORT = 4;

/**
 * What stands around a surface: lines on the walls behind it, three edges of its box, numbers along
 * these, and their titles. Places are [x, y] in pixels.
 *
 * @typedef {{from: number[], to: number[]}} Line
 * @typedef {{at: number[], text: string, angle: number}} Label
 * @param {Box} box
 * @param {{toClip: Matrix, distance: number}} camera
 * @param {{width: number, height: number}} picture
 * @returns {{walls: Line[], edges: Line[], ticks: Label[], titles: Label[]}}
 */
export function frameOf(box, { toClip, distance }, picture) {
  const pixel = (/** @type {number[]} */ point) => {
    const [x, y] = project(toClip, point);
    return [((1 + x) * picture.width) / 2, ((1 - y) * picture.height) / 2];
  };
  const corner = (/** @type {number} */ bits) => box.map(({ size }, k) => (bits & (1 << k) ? size / 2 : -size / 2));
  const near = nearest(corner, toClip);
  const marks = box.map((axis) => ticksOf(axis).map(({ place, text }) => ({ at: inWorld(axis, place), text })));
  const zeros = box.map(({ low, high }, k) => (low <= 0 && high >= 0 ? [inWorld(box[k], 0)] : []));
  /** @type {Line[]} */
  const walls = [];
  for (const wall of [0, 1, 2]) {
    for (const across of [0, 1, 2].filter((k) => k !== wall)) {
      const along = 3 - wall - across;
      for (const at of [...marks[across].map((mark) => mark.at), ...zeros[across]]) {
        const from = corner(7 ^ near);
        from[across] = at;
        from[along] = -box[along].size / 2;
        const to = [...from];
        to[along] = box[along].size / 2;
        walls.push({ from: pixel(from), to: pixel(to) });
      }
    }
  }
  const pad = distance / picture.height;
  const outlined = outline(corner, near, pixel).map(({ axis, start }) => {
    const from = corner(start & ~(1 << axis));
    const to = corner(start | (1 << axis));
    // Away from the box, along the axis whose wall behind ends at this edge.
    const away = [0, 1, 2].map((k) => (k === axis ? 0 : outwards(start, near, k)));
    return { axis, from, to, away };
  });
  /** @type {Label[]} */
  const ticks = [];
  /** @type {Label[]} */
  const titles = [];
  for (const { axis, from, away } of outlined) {
    const padded = from.map((value, k) => value + pad * PAD_TICKS * away[k]);
    const direction = [0, 1, 2].find((k) => away[k]) ?? (axis + 1) % 3;
    for (const { at, text } of marks[axis]) {
      const place = padded.map((value, k) => (k === axis ? at : value));
      ticks.push({ at: pixel(place), text, angle: slant(pixel, place, direction) });
    }
    const middle = padded.map((value, k) => (k === axis ? 0 : value + pad * PAD_TITLE * away[k]));
    const { title } = box[axis];
    titles.push({ at: pixel(middle), text: title, angle: title.length > SHORT ? slant(pixel, middle, axis) : 0 });
  }
  return { walls, edges: outlined.map(({ from, to }) => ({ from: pixel(from), to: pixel(to) })), ticks, titles };
}

/**
 * Which corner of the box is nearest to the eye: bit k is set where axis k is high.
 * @param {(bits: number) => number[]} corner
 * @param {Matrix} toClip
 */
function nearest(corner, toClip) {
  const away = [0, 1, 2].map((k) => toClip[3 + 4 * k]);
  return [0, 1, 2, 3, 4, 5, 6, 7].reduce((best, bits) => (
    dot(away, corner(bits)) < dot(away, corner(best)) ? bits : best));
}

/**
 * The three edges of the box's outline that bear numbers: from its lowest corner to the left and to the
 * right, and on from the left one.
 * @param {(bits: number) => number[]} corner
 * @param {number} near
 * @param {(point: number[]) => number[]} pixel
 * @returns {{axis: number, start: number}[]}
 */
function outline(corner, near, pixel) {
  const rim = [0, 1, 2, 3, 4, 5, 6, 7].filter((bits) => bits !== near && bits !== (7 ^ near));
  const at = new Map(rim.map((bits) => [bits, pixel(corner(bits))]));
  const place = (/** @type {number} */ bits) => at.get(bits) ?? [0, 0];
  const bottom = rim.reduce((best, bits) => (place(bits)[1] > place(best)[1] ? bits : best));
  const [left, right] = rim.filter((bits) => [1, 2, 4].includes(bits ^ bottom))
    .sort((a, b) => place(a)[0] - place(b)[0]);
  const beyond = rim.includes(right ^ 7) && (right ^ 7) !== left ? [left, right ^ 7] : [right, left ^ 7];
  return [[bottom, left], [bottom, right], beyond].map(([a, b]) => ({ axis: Math.log2(a ^ b), start: a & b }));
}

/**
 * Whether an edge's numbers move outwards along an axis, and to which side: where its wall is in front.
 * @param {number} start
 * @param {number} near
 * @param {number} k
 */
function outwards(start, near, k) {
  const high = Number(Boolean(start & (1 << k)));
  const front = Number(Boolean(near & (1 << k)));
  if (high !== front) return 0;
  return high ? 1 : -1;
}

/**
 * The angle at which a line through a place in an axis's direction is seen, readable from below.
 * @param {(point: number[]) => number[]} pixel
 * @param {number[]} place
 * @param {number} axis
 */
function slant(pixel, place, axis) {
  const [x, y] = pixel(place);
  const [u, v] = pixel(place.map((value, k) => (k === axis ? value + 1e-3 : value)));
  const angle = Math.atan2(v - y, u - x);
  return Math.abs(angle) > Math.PI / 2 ? angle - Math.PI * Math.sign(angle) : angle;
}
