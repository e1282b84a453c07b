import { make } from "../drawing/dom.js";
import { KEYMAP } from "./keymap.js";

const OFF = "loss-landscape-keys-off";

/** The keys, over the page; and a switch for those who speak to their computer and want none. */
export class Help {
  constructor() {
    const rows = KEYMAP.map(({ shown, what }) => (
      make("tr", {}, make("th", { scope: "row" }, make("kbd", { text: shown })), make("td", { text: what }))));
    this.off = make("input", { type: "checkbox", onchange: () => this.note() });
    this.off.checked = this.isOff;
    this.element = make("dialog", { class: "ll-help", "aria-label": "Keys" },
      make("h2", { text: "Keys" }), make("table", {}, make("tbody", {}, ...rows)),
      make("label", {}, this.off, " Only ? and Esc act (for speech input)"),
      make("button", { type: "button", text: "Close (Esc)", onclick: () => this.close() }));
    // Its own listener, since the dialog closes itself at Esc, whoever hears of it first.
    this.element.addEventListener("click", (event) => event.target === this.element && this.close());
  }

  /** Are the keys switched off in this browser? */
  get isOff() {
    try {
      return localStorage.getItem(OFF) !== null;
    } catch {
      return false;
    }
  }

  note() {
    try {
      if (this.off.checked) localStorage.setItem(OFF, "");
      else localStorage.removeItem(OFF);
    } catch {
      // A browser that stores nothing forgets the switch with the page.
    }
  }

  turn() {
    if (this.element.open) this.close();
    else this.open();
  }

  open() {
    document.body.append(this.element);
    this.element.showModal();
  }

  close() {
    this.element.close();
    this.element.remove();
  }
}
