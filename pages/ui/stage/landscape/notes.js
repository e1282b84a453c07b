import { insideBox } from "../drawing/geometry.js";
import { formatNumber } from "../drawing/numbers.js";
import { distanceTo, placeOf } from "./projection.js";

/** @import { Picture } from "../panels/panel.js" */
/** @import { Selection } from "../model/selection.js" */
/** @import { Plane } from "../wire/film.js" */
/** @import { CostGrid } from "./grid.js" */

/** Costs travel in single precision: smaller differences are not the model's. */
const ROUNDING = 1e-6;

/**
 * What is said beside a lane's surface: where the run diverged or left the window, what is held, and
 * how far the dot is off the surface.
 * @param {any} panel its description
 * @param {Picture} picture
 * @param {Plane} plane
 * @param {{grid: CostGrid, slice: number}} surface the grid that is shown, and which of the stack it is
 */
export function noteOf(panel, { selection, frame, costOf }, plane, { grid, slice }) {
  const { lane, stack, profile, note } = panel;
  const p = lane === null ? null : selection.model(lane, frame);
  if (!p) return note;
  /** @type {string[]} where there is little room the end is cut: what no picture may keep silent comes first */
  const unseen = [];
  const parts = [];
  const shown = selection.shownFrame(lane, frame);
  const diverged = selection.divergedAt(lane);
  if (diverged >= 0 && selection.step(frame) >= diverged) unseen.push(`diverged at step ${diverged}`);
  const left = leavesAt(selection, lane, shown, plane);
  if (left === 0) unseen.push("the path starts outside the window");
  else if (left !== null) unseen.push(`the path leaves the window at step ${selection.step(left)}`);
  if (stack) parts.push(heldAt(stack, slice, p, plane));
  if ((stack || profile) && p.length > 2) {
    const cost = selection.isChanged(lane, frame) ? costOf(lane, p) : selection.costs(lane)[shown];
    const [alpha, beta] = placeOf(p, plane);
    const away = plane.laid ? `${formatNumber(distanceTo(p, plane))} off the plane` : "";
    parts.push([offSurface(cost, grid.between(alpha, beta)), away].filter(Boolean).join(", "));
  }
  return [...unseen, stack?.notes[slice] ?? note, ...parts].filter(Boolean).join(" · ");
}

/**
 * Where the third parameter is held, and where it really is if that is beyond the slices.
 * @param {{label: string, index: number, held: Float64Array}} stack
 * @param {number} slice
 * @param {ArrayLike<number>} p
 * @param {Plane} plane
 */
function heldAt(stack, slice, p, { sign }) {
  const [value, held] = [sign * p[stack.index], sign * stack.held[slice]];
  const beyond = Math.abs(value) > Math.max(...stack.held.map(Math.abs));
  return beyond
    ? `${stack.label} = ${formatNumber(value)} is beyond the window: slice at ${formatNumber(held)}`
    : `${stack.label} held at ${formatNumber(held)}`;
}

/**
 * The first frame whose point is outside the plane's window, or null.
 * @param {Selection} selection
 * @param {number} lane
 * @param {number} shown the last frame that counts
 * @param {Plane} plane
 */
function leavesAt(selection, lane, shown, plane) {
  for (let k = 0; k <= shown; k += 1) {
    const p = selection.weights(lane, k);
    if (p && !insideBox(placeOf(p, plane), [plane.alpha, plane.beta])) return k;
  }
  return null;
}

/**
 * @param {number} cost
 * @param {number} surface the surface's at the same place
 */
function offSurface(cost, surface) {
  if (!Number.isFinite(surface) || !Number.isFinite(cost)) return "";
  const difference = cost - surface;
  if (Math.abs(difference) < ROUNDING * Math.max(1, cost)) return "dot on the surface";
  const side = difference > 0 ? "above" : "below";
  return `dot ≈ ${formatNumber(Math.abs(difference))} ${side} the surface`;
}
