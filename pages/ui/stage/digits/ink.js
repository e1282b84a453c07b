import { clamp } from "../drawing/numbers.js";
import { distanceToSegment } from "../drawing/geometry.js";

/** A line is dark out to its core, and gone at its rim; in pixels of the image. */
const [CORE, RIM] = [0.3, 1.05];

/**
 * An image after a piece of a stroke from one place to another, [across, down] in cells.
 * @param {Float64Array} pixels
 * @param {number} side
 * @param {number[]} from
 * @param {number[]} to
 * @param {boolean} rubbing ink goes instead of coming
 */
export function stroke(pixels, side, from, to, rubbing = false) {
  return pixels.map((ink, k) => {
    const center = [(k % side) + 0.5, Math.floor(k / side) + 0.5];
    const away = from.every((v, axis) => v === to[axis]) ? Math.hypot(center[0] - to[0], center[1] - to[1])
      : distanceToSegment(center, from, to);
    const touched = clamp((RIM - away) / (RIM - CORE), 0, 1);
    return rubbing ? Math.min(ink, 1 - touched) : Math.max(ink, touched);
  });
}

/**
 * An image with one pixel filled, or emptied where it is dark.
 * @param {Float64Array} pixels
 * @param {number} cell
 */
export function inked(pixels, cell) {
  return pixels.map((ink, k) => (k === cell ? Number(ink < 0.5) : ink));
}
