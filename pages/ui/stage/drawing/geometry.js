import { clamp } from "./numbers.js";

/**
 * The point at a share t of the way from a to b.
 * @param {number[]} a
 * @param {number[]} b
 * @param {number} t
 */
export function between(a, b, t) {
  return a.map((v, k) => v + t * (b[k] - v));
}

/**
 * The part of a segment inside a box, as [from, to] in 0…1; null if there is none
 * (Liang and Barsky 1984).
 * @param {number[]} start
 * @param {number[]} end
 * @param {number[][]} box
 */
export function clipSegment(start, end, box) {
  let [from, to] = [0, 1];
  for (let k = 0; k < box.length; k += 1) {
    const change = end[k] - start[k];
    for (const [distance, sign] of [[box[k][0] - start[k], 1], [start[k] - box[k][1], -1]]) {
      const speed = sign * change;
      if (speed === 0 && distance > 0) return null;
      if (speed > 0) from = Math.max(from, distance / speed);
      if (speed < 0) to = Math.min(to, distance / speed);
    }
  }
  return from <= to ? [from, to] : null;
}

/**
 * The point of the box nearest to `point`.
 * @param {number[]} point
 * @param {number[][]} box
 */
export function clampToBox(point, box) {
  return point.map((v, k) => clamp(v, box[k][0], box[k][1]));
}

/**
 * Is the point inside the box? Without a third coordinate the height does not matter.
 * @param {number[]} point
 * @param {number[][]} box
 */
export function insideBox(point, box) {
  return point.every((v, k) => v >= box[k][0] && v <= box[k][1]);
}

/**
 * How far [x, y] is from the segment between two points.
 * @param {number[]} place
 * @param {number[]} a
 * @param {number[]} b
 */
export function distanceToSegment([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const t = clamp(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0, 1);
  return Math.hypot(ax + t * dx - x, ay + t * dy - y);
}
