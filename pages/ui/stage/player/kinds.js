import { kindOf } from "../panels/panel.js";
import { KINDS_KNOWN, shared } from "../wire/names.js";

/** @import { Handle, Panel } from "../panels/panel.js" */
/** @typedef {new (handle: Handle, panel: any) => Panel} Kind */

/**
 * The kinds of panels that come with this code: the classes …Panel of some of the rooms below. The
 * imports of these, and so the list, are written by bundle.py.
 * @type {Kind[]}
 */
export const KINDS = [];

/** Offer the kinds that come with this code to every stage on the page. */
export function offerKinds() {
  for (const kind of KINDS) known().set(kindOf(kind), kind);
  window.dispatchEvent(new Event(KINDS_KNOWN));
}

/**
 * The class of a kind whose code has come.
 * @param {string} name
 * @returns {Kind | undefined}
 */
export function kindNamed(name) {
  return known().get(name);
}

/**
 * Wait until the code of these kinds has come.
 * @param {string[]} names
 */
export async function kindsCome(names) {
  while (!names.every((name) => known().has(name))) {
    await new Promise((resolve) => { window.addEventListener(KINDS_KNOWN, resolve, { once: true }); });
  }
}

/**
 * By name; the window's, since the code of other pages comes in other modules.
 * @returns {Map<string, Kind>}
 */
function known() {
  return shared(KINDS_KNOWN) ?? shared(KINDS_KNOWN, new Map());
}
