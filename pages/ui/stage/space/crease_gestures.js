import { between, distanceToSegment } from "../drawing/geometry.js";
import { onRelease, pixelIn, placeIn } from "../drawing/gestures.js";

/** A target is 24 pixels wide. */
const REACH = 12;

/**
 * What a reader does with the lines z_j = 0: a drag shifts one (c_j), its end turns it (W_j).
 *
 * @typedef {{j: number, grip: number}} Near a crease, and which of its handles, -1 for none
 * @typedef {Near & {from: number[], pivot: number[], W: number[], c: number}} Drag
 */
export class CreaseGestures {
  /** @param {import("./space.js").SpacePanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.picture = panel.frame.picture;
    /** @type {Near | null} what is under the pointer */
    this.near = null;
    /** @type {Drag | null} */
    this.drag = null;
    this.listen();
  }

  listen() {
    const { picture } = this;
    picture.addEventListener("pointerdown", (event) => this.begin(event));
    picture.addEventListener("touchstart", (event) => this.drag && event.preventDefault(), { passive: false });
    picture.addEventListener("pointermove", (event) => {
      if (this.panel.own.on) this.point(null);
      else if (this.drag) this.move(this.drag, placeIn(picture, event, this.panel.scales));
      else this.point(this.nearest(pixelIn(picture, event)));
    });
    onRelease(picture, () => { this.drag = null; });
    picture.addEventListener("pointerleave", () => !this.drag && this.point(null));
  }

  /**
   * @param {number[]} pixel
   * @returns {Near | null}
   */
  nearest(pixel) {
    let found = null;
    let least = REACH;
    for (const { j, a, b, handles } of this.panel.creases) {
      const grip = handles.findIndex(([x, y]) => Math.hypot(x - pixel[0], y - pixel[1]) < REACH);
      const distance = grip >= 0 ? 0 : distanceToSegment(pixel, a, b);
      if (distance < least) [found, least] = [{ j, grip }, distance];
    }
    return found;
  }

  /** @param {Near | null} near */
  point(near) {
    const { handle, layer } = this.panel;
    if (near?.j === this.near?.j && near?.grip === this.near?.grip) return;
    this.near = near;
    this.picture.classList.toggle("ll-grab", near !== null);
    handle.point(near && layer ? 2 * layer.units + near.j : null);
    handle.repaint();
  }

  /** @param {PointerEvent} event */
  begin(event) {
    const { picture, panel: { layer, scales, creases } } = this;
    const near = event.button === 0 && !this.panel.own.on ? this.nearest(pixelIn(picture, event)) : null;
    const crease = creases.find(({ j }) => j === near?.j);
    if (!near || !crease) return;
    picture.setPointerCapture(event.pointerId);
    this.point(near);
    const [x, y] = between(crease.a, crease.b, 0.5);
    this.drag = { ...near, from: placeIn(picture, event, scales),
      pivot: [scales.x.inverse(x), scales.y.inverse(y)],
      W: [layer.p[2 * near.j], layer.p[2 * near.j + 1]], c: layer.p[2 * layer.units + near.j] };
  }

  /**
   * @param {Drag} drag
   * @param {number[]} place
   */
  move(drag, [x1, x2]) {
    const { j, from, pivot, W, c } = drag;
    const { handle, layer: { units }, panel: { lane } } = this.panel;
    if (drag.grip < 0) {
      handle.changeByHand(lane, 2 * units + j, c - W[0] * (x1 - from[0]) - W[1] * (x2 - from[1]));
      return;
    }
    const turn = Math.atan2(x2 - pivot[1], x1 - pivot[0]) - Math.atan2(from[1] - pivot[1], from[0] - pivot[0]);
    const turned = [W[0] * Math.cos(turn) - W[1] * Math.sin(turn), W[0] * Math.sin(turn) + W[1] * Math.cos(turn)];
    handle.changeByHand(lane, 2 * j, turned[0]);
    handle.changeByHand(lane, 2 * j + 1, turned[1]);
    handle.changeByHand(lane, 2 * units + j, -turned[0] * pivot[0] - turned[1] * pivot[1]);
  }
}
