/**
 * The keys of a lecture, in the order in which the overlay shows them.
 *
 * @typedef {object} Key
 * @property {string[]} keys as `KeyboardEvent.key` has them
 * @property {string} shown how the overlay names them
 * @property {string} what it does
 * @property {string} [action] the name of what it does, where this file's reader does it
 * @property {boolean} [lectureOnly] it acts in lecture mode only: elsewhere the browser has a use for it
 */

/** @type {Key[]} */
export const KEYMAP = [
  { keys: [" "], shown: "Space", what: "play, pause" },
  { keys: ["ArrowLeft", "ArrowRight"], shown: "← →", what: "one step back, one step on" },
  { keys: ["Home", "End"], shown: "Home, End", what: "to the first step, to the last" },
  { keys: [..."123456789"], shown: "1 … 9", what: "the preset of this number", action: "preset" },
  { keys: ["PageDown"], shown: "Page Down", what: "the next scene", action: "next", lectureOnly: true },
  { keys: ["PageUp"], shown: "Page Up", what: "the scene before", action: "previous", lectureOnly: true },
  { keys: ["k", "K"], shown: "K", what: "keep what is on stage as a scene", action: "keep" },
  { keys: ["c", "C"], shown: "C", what: "controls: show or hide the bar", action: "bar", lectureOnly: true },
  { keys: ["b", "B", "."], shown: "B", what: "black screen, and back", action: "black" },
  { keys: ["r", "R"], shown: "R", what: "a ring around the pointer", action: "ring" },
  { keys: ["q", "Q"], shown: "Q", what: "a QR code: open this on your phone", action: "phone" },
  { keys: ["f", "F"], shown: "F", what: "full screen, and back", action: "full" },
  { keys: ["F5"], shown: "F5", what: "full screen, as the remote of a slide show asks for it", action: "full",
    lectureOnly: true },
  { keys: ["l", "L"], shown: "L", what: "lecture mode, and out of it", action: "lecture" },
  { keys: ["?"], shown: "?", what: "these keys", action: "help" },
  { keys: ["Escape"], shown: "Esc", what: "closes what lies over the page", action: "close" },
];

/**
 * What a key does.
 * @param {string} key
 * @param {boolean} lecture whether lecture mode is on
 * @returns {string} the name of an action, or nothing
 */
export function actionOf(key, lecture) {
  const found = KEYMAP.find(({ keys }) => keys.includes(key));
  return found?.action && (lecture || !found.lectureOnly) ? found.action : "";
}
