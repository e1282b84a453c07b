/** Components have a module each; what they share hangs on the window under these names. */
export const INSTALLED = "loss-landscape-stage";
export const KINDS_KNOWN = "loss-landscape-kinds";
export const ARRIVED = "loss-landscape-repertoire";
export const FOLLOWING = "loss-landscape-following";
export const GROWN = "loss-landscape-chunks";
export const STAGES_SHOWN = "loss-landscape-stages";
export const HALL = "loss-landscape-hall";
export const ALOUD = "loss-landscape-aloud";
export const WISHED = "loss-landscape-wished";
export const KEYS = "loss-landscape-keys";

/**
 * What hangs on the window under a name, after a value is hung there if one is given.
 * @param {string} name
 * @param {any} [value]
 * @returns {any}
 */
export function shared(name, value) {
  const key = Symbol.for(name);
  if (value !== undefined) Reflect.set(window, key, value);
  return Reflect.get(window, key);
}
