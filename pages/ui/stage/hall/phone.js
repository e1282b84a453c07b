import { contextOf } from "../drawing/canvas.js";
import { make } from "../drawing/dom.js";

/** Light modules around a code, without which no camera finds it. */
const QUIET = 4;

/**
 * An address to take along: the modules of its code, row by row in 0 and 1, or why there is none.
 * @typedef {{address: string, rows: string[], problem: string}} Link
 */

/** The present state as a code that a phone reads, over the page. */
export class Phone {
  constructor() {
    this.canvas = make("canvas", { class: "ll-code", role: "img", "aria-label": "QR code of the address below" });
    this.link = make("a", { target: "_blank", rel: "noopener" });
    this.problem = make("p");
    this.element = make("dialog", { class: "ll-help ll-phone", "aria-label": "Open this on your phone" },
      make("h2", { text: "Open this on your phone" }), this.canvas, this.link, this.problem,
      make("button", { type: "button", text: "Close (Esc)", onclick: () => this.close() }));
    this.element.addEventListener("click", (event) => event.target === this.element && this.close());
  }

  /** @param {Link} link */
  show({ address, rows, problem }) {
    this.canvas.hidden = rows.length === 0;
    if (rows.length > 0) paint(this.canvas, rows);
    this.link.href = address;
    this.link.textContent = address;
    this.problem.textContent = problem;
    document.body.append(this.element);
    if (!this.element.open) this.element.showModal();
  }

  close() {
    this.element.close();
    this.element.remove();
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {string[]} rows
 */
function paint(canvas, rows) {
  canvas.width = rows.length + 2 * QUIET;
  canvas.height = canvas.width;
  const context = contextOf(canvas);
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "black";
  rows.forEach((row, y) => [...row].forEach((dark, x) => {
    if (dark === "1") context.fillRect(x + QUIET, y + QUIET, 1, 1);
  }));
}
