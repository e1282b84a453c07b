import { withSubscripts } from "./numbers.js";

/**
 * A new element. Attributes starting with "on" are listeners, `text` is its text; undefined and
 * false leave an attribute out.
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

/** Set an element's text only if it differs: nothing is laid out anew for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Set an attribute only if it differs. */
export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/**
 * A row of buttons of which one is pressed.
 * @param {string} label what the choice is about, for assistive technology
 * @param {{value: string, label: string}[]} options
 * @param {(value: string) => void} onChoose
 * @returns {{element: HTMLElement, show: (value: string) => void}}
 */
export function segmented(label, options, onChoose) {
  const buttons = options.map((option) => make("button", { type: "button", text: option.label,
    "data-value": option.value, onclick: () => onChoose(option.value) }));
  const element = make("div", { class: "ll-segmented", role: "group", "aria-label": label }, ...buttons);
  const show = (value) => buttons.forEach((button) => (
    setAttribute(button, "aria-pressed", button.dataset.value === String(value))));
  return { element, show };
}

/** A button that is on or off. */
export function toggle(label, title, onChange) {
  const button = make("button", { type: "button", class: "ll-toggle", text: label, title,
    "aria-label": title, onclick: onChange });
  return { element: button, show: (on) => setAttribute(button, "aria-pressed", on) };
}

/** A panel's frame: a caption with tools at its right, a picture below. */
export function panelFrame(panel, { canvas = true } = {}) {
  const title = make("span", { class: "ll-title" });
  const note = make("span", { class: "ll-note" });
  const tools = make("span", { class: "ll-tools" });
  const picture = make("div", { class: "ll-picture", role: "img" });
  const surface = canvas ? make("canvas") : null;
  if (surface) picture.append(surface);
  const element = make("figure", { class: `ll-panel ll-${panel.kind}`, "data-panel": panel.name },
    make("figcaption", {}, title, note, tools), picture);
  return { element, title, note, tools, picture, canvas: surface };
}

/** Bring a frame's words up to date. */
export function labelFrame(frame, panel) {
  setText(frame.title, panel.title);
  setAttribute(frame.picture, "aria-label", panel.alt);
  setNote(frame, panel.note);
}

/** The short text beside a panel's title; whole on hover where it is cut. */
export function setNote(frame, text) {
  const shown = withSubscripts(text ?? "");
  setText(frame.note, shown);
  setAttribute(frame.note, "title", shown);
}
