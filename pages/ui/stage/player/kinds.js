/** @import { Handle, Panel } from "../panels/panel.js" */

/**
 * Every kind of panel: the classes …Panel that the rooms below export. The imports of these, and so
 * the list, are written by bundle.py.
 * @type {(new (handle: Handle, panel: any) => Panel)[]}
 */
export const KINDS = [];
