import { make } from "../drawing/dom.js";

/** Black over everything, until a click or any key. */
export class Black {
  constructor() {
    this.element = make("div", { class: "ll-black", role: "status", "aria-label": "Black screen; any key ends it",
      onclick: () => this.element.remove() });
  }

  get on() {
    return this.element.isConnected;
  }

  turn() {
    if (this.on) this.element.remove();
    else document.body.append(this.element);
  }
}

/** A ring that follows the pointer, while it is wanted. */
export class Ring {
  constructor() {
    this.element = make("div", { class: "ll-ring", "aria-hidden": "true", hidden: "" });
    window.addEventListener("pointermove", ({ clientX, clientY }) => this.move(clientX, clientY), true);
  }

  get on() {
    return !this.element.hidden;
  }

  turn() {
    document.body.append(this.element);
    this.element.hidden = this.on;
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  move(x, y) {
    this.element.style.left = `${x}px`;
    this.element.style.top = `${y}px`;
  }
}

/** The whole screen, or the window again; a browser that does not allow it leaves things as they are. */
export function turnFullScreen() {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  done.catch(() => {});
}
