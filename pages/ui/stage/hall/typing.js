const FIELDS = "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select, "
  + "[contenteditable], [role=textbox], [role=combobox], [role=searchbox], [role=listbox], [role=option]";

const ONE_LINE = "input:not([role=combobox])";
/** Keys that mean nothing where one line is written. */
const FREE = ["PageDown", "PageUp", "F5"];

/**
 * Is the reader writing, or choosing from a list, so that this key is not for the page?
 * @param {EventTarget | null} target
 * @param {string} [key]
 */
export function isTyping(target, key = "") {
  if (!(target instanceof Element) || !target.closest(FIELDS)) return false;
  return !(FREE.includes(key) && target.matches(ONE_LINE));
}
