/**
 * @typedef {{element: HTMLElement, show: (value: string | number) => void, made: string}} Segmented a row
 *   of buttons, and what it was made of
 */

/**
 * A new element. Attributes starting with "on" are listeners, `text` is its text; undefined and
 * false leave an attribute out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/**
 * Set an element's text only if it differs: nothing is laid out anew for nothing.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Put these elements into another, unless they are what is in it: nothing loses the focus for nothing.
 * @param {Element} element
 * @param {Element[]} inside
 */
export function setInside(element, inside) {
  const { children } = element;
  if (children.length === inside.length && inside.every((one, k) => one === children[k])) return;
  element.replaceChildren(...inside);
}

/**
 * Set an attribute only if it differs.
 * @param {Element} element
 * @param {string} name
 * @param {unknown} value
 */
export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/**
 * A row of buttons of which one is pressed. With a former row of the same options that one is kept: a
 * rerun shall not take the focus away from who is on it.
 * @param {string} label what the choice is about, for assistive technology
 * @param {{value: string, label: string}[]} options
 * @param {(value: string) => void} onChoose
 * @param {Segmented} [former]
 * @returns {Segmented}
 */
export function segmented(label, options, onChoose, former) {
  const made = JSON.stringify([label, options]);
  if (former?.made === made) return former;
  const buttons = options.map((option) => make("button", { type: "button", text: option.label,
    "data-value": option.value, onclick: () => onChoose(option.value) }));
  const element = make("div", { class: "ll-segmented", role: "group", "aria-label": label }, ...buttons);
  /** @type {(value: string | number) => void} */
  const show = (value) => buttons.forEach((button) => (
    setAttribute(button, "aria-pressed", button.dataset.value === String(value))));
  return { element, show, made };
}

/**
 * A button that is on or off. A word on it is its name, as it can be spoken; a sign is named by `title`.
 * @param {string} label
 * @param {string} title
 * @param {() => void} onChange
 */
export function toggle(label, title, onChange) {
  const button = make("button", { type: "button", class: "ll-toggle", text: label, title,
    "aria-label": !/\p{L}/u.test(label) && title, onclick: onChange });
  return { element: button, show: (/** @type {boolean} */ on) => setAttribute(button, "aria-pressed", on) };
}
