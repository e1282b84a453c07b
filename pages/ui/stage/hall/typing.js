const FIELDS = "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select, "
  + "[contenteditable], [role=textbox], [role=combobox], [role=searchbox], [role=listbox], [role=option]";

/**
 * Is the reader writing, or choosing from a list, so that keys are letters?
 * @param {EventTarget | null} target
 */
export function isTyping(target) {
  return target instanceof Element && target.closest(FIELDS) !== null;
}
