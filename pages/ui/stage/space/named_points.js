import { widthOf, writeText } from "../drawing/canvas.js";
import { freest } from "../drawing/labels.js";
import { drawDisc, drawPoint } from "../drawing/marks.js";
import { clamp } from "../drawing/numbers.js";

/** @import { Picture } from "../panels/panel.js" */
/** @import { Scales } from "./separating.js" */

const NEAR_PIXELS = 4;
const CLOSE = 40;
const EQUAL = 1e-5;
/** More points than this are a crowd: they are smaller, and without rings where some lie together. */
const CROWD = 24;
const SMALLER = 0.7;

/**
 * Points with their names; those at one place share a label: "01 = 10" where they are one point of
 * the space, "01, 10" where only the picture brings them together.
 *
 * @typedef {{place: number[], home: ArrayLike<number>, kind: number, name: string, extra?: string}} Named
 * @typedef {{x: number, y: number, width: number, height: number}} Place in pixels
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {Named[]} points
 * @param {Picture} picture
 */
export function drawNamedPoints(context, scales, points, { scene, theme }) {
  /** @type {{x: number, y: number, members: Named[]}[]} */
  const groups = [];
  /** @type {Place[]} */
  const taken = [];
  for (const point of points) {
    const [x, y] = [scales.x(point.place[0]), scales.y(point.place[1])];
    const group = groups.find((g) => Math.hypot(g.x - x, g.y - y) < NEAR_PIXELS);
    if (group) group.members.push(point);
    else groups.push({ x, y, members: [point] });
  }
  const { frame } = scales;
  const crowded = points.length > CROWD;
  const zoom = scales.zoom * (crowded ? SMALLER : 1);
  for (const { x, y, members } of groups) {
    /** @param {number} k */
    const ring = (k) => zoom * (6 + 3.5 * k);
    members.slice(1, crowded ? 1 : members.length).forEach((_, k) => drawDisc(context, x, y, ring(k + 1), { rim: theme.ink, width: 1.5 }));
    [...new Set(members.map(({ kind }) => kind))].forEach((kind, k) => drawPoint(context, x, y, kind,
      { fill: scene.colors[`class${kind}`], theme, radius: zoom * (6 - 2 * k) }));
    if (!isIn(frame, x, y)) continue;
    const lines = [namesOf(members), members[0].extra ?? ""].filter(Boolean);
    const faces = lines.map((_, k) => ({ theme, size: zoom * (k === 0 ? 12 : 10.5), weight: k === 0 ? 600 : 400 }));
    const size = { width: Math.max(0, ...lines.map((text, k) => widthOf(context, text, faces[k]))),
      height: 12 * zoom * lines.length };
    const place = freePlace(size, { x, y, away: sideAway({ x, y }, groups) }, 2 + ring(members.length - 1), frame, taken);
    taken.push(place);
    lines.forEach((text, k) => writeText(context, text, place.x, place.y + 11 * zoom * (k + 1),
      { ...faces[k], color: theme.ink, halo: theme.paper }));
  }
}

/**
 * What is off the picture has no name at its edge.
 * @param {Place} frame
 * @param {number} x
 * @param {number} y
 */
function isIn(frame, x, y) {
  return x >= frame.x - 1 && x <= frame.x + frame.width + 1 && y >= frame.y - 1 && y <= frame.y + frame.height + 1;
}

/**
 * The side, right (1) or left (-1), on which a label cannot be taken for a close neighbour's.
 * @param {{x: number, y: number}} point
 * @param {{x: number, y: number}[]} groups
 */
function sideAway({ x, y }, groups) {
  const close = groups.filter((g) => g.x !== x && Math.abs(g.x - x) < CLOSE && Math.abs(g.y - y) < CLOSE / 2);
  return close.length > 0 && close.every((g) => g.x > x) ? -1 : 1;
}

/**
 * Beside a point, above or below it, inside the frame and off the other labels if there is such a place.
 * @param {{width: number, height: number}} size
 * @param {{x: number, y: number, away: number}} point
 * @param {number} reach
 * @param {Place} frame
 * @param {Place[]} taken
 */
function freePlace(size, { x, y, away }, reach, frame, taken) {
  const beside = [[away, -1], [away, 1], [-away, -1], [-away, 1]].map(([side, below]) => ({ ...size,
    x: side > 0 ? x + reach : x - reach - size.width, y: below > 0 ? y + reach - 4 : y - reach - 8 }));
  const middle = clamp(x - size.width / 2, frame.x, Math.max(frame.x, frame.x + frame.width - size.width));
  const level = [y - reach - size.height, y + reach].map((top) => ({ ...size, x: middle, y: top }));
  const roomy = { ...frame, y: frame.y - 4, height: frame.height + 8 };
  return freest([...beside, ...level], taken, roomy);
}

/** @param {Named[]} members */
function namesOf(members) {
  const [first, ...others] = members.filter(({ name }) => name);
  if (!first) return "";
  return others.reduce((text, { name, home }) => (
    `${text}${isEqual(home, first.home) ? " = " : ", "}${name}`), first.name);
}

/**
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number>} b
 */
function isEqual(a, b) {
  return Array.from(a).every((v, j) => Math.abs(v - b[j]) <= EQUAL * Math.max(1, Math.abs(v)));
}
