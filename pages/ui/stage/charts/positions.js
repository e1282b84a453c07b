/** @import { Picture } from "../panels/panel.js" */
/** @import { Grid, Scene } from "../wire/film.js" */
/** @import { Selection } from "../model/selection.js" */

/**
 * The position along a knob that is shown: that of the run on stage, or the one that the controls name
 * while another family is being tried; -1 where there is none.
 * @param {Scene} scene
 * @param {Selection} selection
 * @param {{knob: string, at?: number}} panel
 */
export function positionOf({ home }, { familyName, variant }, { knob, at = -1 }) {
  if (familyName === knob) return variant;
  return home[0] === knob ? home[1] : at;
}

/**
 * The row of an array (V, F, …) at the moment shown; an axis of length 1 stands for all positions.
 * @param {Grid} grid
 * @param {Picture} picture
 * @param {{knob: string, at?: number}} panel
 */
export function rowAt({ shape: [count, frames, ...entry], data }, { scene, selection, frame }, panel) {
  const size = entry.reduce((product, n) => product * n, 1);
  const v = count === 1 ? 0 : Math.max(0, positionOf(scene, selection, panel));
  const f = frames === 1 ? 0 : Math.min(frame, frames - 1);
  const at = (v * frames + f) * size;
  return data.subarray(at, at + size);
}

/**
 * The least and the greatest finite number of some arrays, 0 among them.
 * @param {(ArrayLike<number> | null | undefined)[]} arrays
 * @returns {[number, number]}
 */
export function reach(arrays) {
  let [low, high] = [0, 0];
  for (const array of arrays) {
    for (let k = 0; array && k < array.length; k += 1) {
      if (!Number.isFinite(array[k])) continue;
      low = Math.min(low, array[k]);
      high = Math.max(high, array[k]);
    }
  }
  return [low, high];
}

/**
 * A count is said whole, exactly 0 as 0, anything else to three digits by `format`.
 * @param {number} value
 * @param {(value: number) => string} format
 */
export function said(value, format) {
  return Number.isInteger(value) && Math.abs(value) < 1e6 ? String(value).replace("-", "−") : format(value);
}
