import { make, setAttribute, setText } from "../drawing/dom.js";
import { withSubscripts } from "../drawing/letters.js";

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
