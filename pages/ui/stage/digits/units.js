import { derivativeOf, effectiveWidth, fieldOf } from "./derivative.js";
import { formatNumber } from "../drawing/numbers.js";

/** @import { Handle } from "../panels/panel.js" */
/** @import { Sequential, Statistics } from "../model/layers.js" */

/**
 * A unit: the number of its layer, from 0, and its own among what leaves that layer.
 * @typedef {{level: number, index: number}} Unit
 *
 * What it sees: the field that is predicted, of the image the rows and columns within it, and the
 * derivative of the unit by each pixel, of which `reached` are not 0; how wide that one's mass is,
 * and how wide it would be if it were the same in all of the field.
 * @typedef {{field: [[number, number], [number, number]], inside: [[number, number], [number, number]],
 *   derivative: Float64Array, reached: number, width: number[], even: number[]}} Seen
 */

/** @type {WeakMap<Handle, Unit>} the unit of each stage that the reader asks about */
const PICKED = new WeakMap();

/**
 * @param {Handle} handle
 * @param {Sequential} network whose unit it must be
 */
export function pickedUnit(handle, { places }) {
  const unit = PICKED.get(handle);
  const there = unit && places[unit.level] && unit.index < places[unit.level].shape.reduce((all, n) => all * n, 1);
  return there ? unit : null;
}

/**
 * @param {Handle} handle
 * @param {Unit | null} unit
 */
export function pick(handle, unit) {
  if (unit) PICKED.set(handle, unit);
  else PICKED.delete(handle);
  handle.repaint();
}

/**
 * A unit as the address has it, "" for none.
 * @param {Unit | null} unit
 */
export function unitText(unit) {
  return unit ? `${unit.level}.${unit.index}` : "";
}

/**
 * @param {string} text
 * @returns {Unit | null}
 */
export function unitOfText(text) {
  const [level, index] = text.split(".").map(Number);
  return text ? { level, index } : null;
}

/**
 * @param {Sequential} network on images of one channel
 * @param {ArrayLike<number>} p
 * @param {Float64Array[]} features
 * @param {Unit} unit
 * @param {Statistics} statistics
 * @returns {Seen}
 */
export function seenBy(network, p, features, { level, index }, statistics) {
  const [, height, width] = network.description.input_shape;
  const field = fieldOf(network, level, index);
  const inside = /** @type {Seen["field"]} */ ([height, width].map((n, axis) => (
    [Math.max(0, field[axis][0]), Math.min(n - 1, field[axis][1])])));
  const derivative = derivativeOf(network, p, features, level, index, statistics);
  return { field, inside, derivative, reached: derivative.reduce((sum, g) => sum + Number(g !== 0), 0),
    width: effectiveWidth(derivative, width), even: inside.map((ends) => Math.sqrt((lengthOf(ends) ** 2 - 1) / 12)) };
}

/** @param {[number, number]} ends */
export function lengthOf([first, last]) {
  return last - first + 1;
}

/**
 * What a unit sees, in words.
 * @param {Sequential} network
 * @param {Unit} unit
 * @param {number} value of the unit
 * @param {Seen} seen
 */
export function sayUnit({ places }, { level, index }, value, { field, inside, derivative, reached, width, even }) {
  const { shape } = places[level];
  const [channel, row, column] = shape.length < 3 ? [index, 0, 0]
    : [Math.floor(index / (shape[1] * shape[2])), Math.floor(index / shape[2]) % shape[1], index % shape[2]];
  const where = shape.length < 3 ? `Unit ${channel + 1} of ${shape[0]}`
    : `Row ${row + 1}, column ${column + 1} of map ${channel + 1}`;
  const [wide, within] = [field, inside].map((sides) => sides.map(lengthOf).join(" × "));
  const sees = `sees ${wide} pixels (dashed)${within === wide ? "" : `, ${within} of them in the image`}`;
  const begun = `${where} is ${formatNumber(value)} and ${sees}.`;
  if (!reached) return `${begun} Its derivative by each of them is 0 just now.`;
  const [down, across] = width.map((one) => formatNumber(one));
  const [evenly, too] = even.map((one) => formatNumber(one));
  return `${begun} Its derivative is not 0 at ${reached} of ${derivative.length} (dots). Effective width, the standard `
    + `deviation of its mass: ${down} down, ${across} across; if it were even ${evenly}, ${too}.`;
}
