import { formatNumber } from "../drawing/numbers.js";
import { pointsOf } from "../model/hidden_layer.js";
import { STAGES } from "../model/projections.js";

/** @import { HiddenLayer } from "../model/hidden_layer.js" */

/** @import { Grid } from "../wire/film.js" */

/** @typedef {{x: number[], kind: number, name: string}} Point of the data */

/**
 * The points of some data, with the names that they have.
 * @param {{x: Grid, y: ArrayLike<number>}} data
 * @param {string[]} names
 * @returns {Point[]}
 */
export function named({ x, y }, names) {
  return pointsOf(x).map((place, n) => ({ x: place, kind: y[n], name: names[n] ?? "" }));
}

/**
 * What four labels at 00, 01, 10, 11 are called.
 * @type {Record<string, string>}
 */
const FUNCTIONS = { "0001": "AND", "0110": "XOR", "0111": "OR", "1000": "NOR", "1001": "XNOR",
  "1110": "NAND" };
const SQUARE = "00 01 10 11";

/**
 * The symbols of a hidden space's axes at a stage of the way, or between two of them.
 * @param {number} units
 * @param {number} stage
 */
export function labelsAt(units, stage) {
  const letters = Object.keys(STAGES).slice(Math.floor(stage), Math.ceil(stage) + 1);
  /** @param {string} suffix */
  const of = (suffix) => letters.map((letter) => letter + suffix).join("→");
  if (units === 2) return [of("₁"), of("₂")];
  const output = letters.map((letter) => (letter === "z" ? "wᵀz + b" : "F")).join(" → ");
  return units === 1 ? [of(""), output] : [output, "PC"];
}

/**
 * What colors, lines and axes mean.
 * @param {string} space "input" or "hidden"
 * @param {number} units
 * @param {number} stage
 * @param {boolean} flat is F = ½ on an area of the inputs?
 */
export function legend(space, units, stage, flat) {
  if (space === "input") return `color: F · line: F = ½${flat ? " · hatched: F = ½ all over" : ""}`;
  const line = stage === STAGES.h ? "line: wᵀh + b = ½" : "line: F = ½, carried along";
  if (units === 2) return line;
  if (units === 1) return "across: h · up: F = wh + b · line: F = ½";
  return "across: F = wᵀh + b · up: principal component ⊥ w";
}

/**
 * Where each point is, and how many are on their side of the line.
 * @param {Point[]} points
 * @param {HiddenLayer} layer
 * @param {string} space
 */
export function inWords(points, layer, space) {
  const said = points.map(({ x, name }) => {
    const h = Array.from(layer.unitsAt(x), formatNumber);
    const place = space === "input" || h.length > 2 ? `F = ${formatNumber(layer.at(x))}`
      : `h = (${h.join(", ")})`;
    return `${name || x.join(", ")}: ${place}`;
  });
  const right = points.filter(({ x, kind }) => layer.at(x) > 0.5 === (kind === 1)).length;
  return `${said.join("; ")}. ${right} of ${points.length} points are on their side of the line.`;
}

/**
 * Beside a point there is room for no more.
 * @param {number} value
 */
export function twoDecimals(value) {
  if (!(Math.abs(value) < 1000)) return formatNumber(value);
  return (Math.round(100 * value) / 100 + 0).toFixed(2).replace("-", "−");
}

/**
 * The function that labels are, in brackets after a blank; empty where it has no name.
 * @param {string[]} points by their names
 * @param {number[]} labels
 */
export function functionOf(points, labels) {
  const name = points.join(" ") === SQUARE ? FUNCTIONS[labels.join("")] : undefined;
  return name ? ` (${name})` : "";
}

/**
 * What a linear model says of the points, which is the same everywhere once w has gone to 0.
 * @param {ArrayLike<number>} p
 * @param {number[][]} points
 */
export function said(p, points) {
  const all = points.map(([x1, x2]) => (p[0] * x1 + p[1] * x2 + p[2]).toFixed(2).replace("-", "−"));
  return `the model now: F = ${all.join(", ")}`;
}
