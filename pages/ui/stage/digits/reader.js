import { largestOf, Sequential, softmax } from "../model/layers.js";

/** @import { Picture } from "../panels/panel.js" */

/**
 * An image for the network, from 0 to 1, and its class where that is known.
 * @typedef {{pixels: Float64Array, label: number | null, number: number}} Sheet `number` among the
 *   pad's images, -1 for one of the reader's own
 */

/** So much of the time may go into reading all images while the film plays. */
const SHARE = 0.25;

/** @type {WeakMap<object, Reader>} one for the panels of a scene */
const READERS = new WeakMap();

/**
 * What the network of a scene makes of the moment that is shown.
 * @param {Pick<Picture, "scene">} picture
 * @returns {Reader}
 */
export function readerOf({ scene }) {
  const known = READERS.get(scene.panels);
  if (known) return known;
  const reader = new Reader(scene.panels.find(({ kind }) => kind === "pad"));
  READERS.set(scene.panels, reader);
  return reader;
}

/** A pad's network and its images, read at the last moment that was asked for. */
export class Reader {
  /** @param {any} panel of the kind "pad" */
  constructor(panel) {
    this.lane = panel.lane;
    this.network = new Sequential(panel.network);
    this.labels = Array.from(panel.labels, Number);
    const [count, size] = panel.images.shape;
    this.size = size;
    this.side = Math.round(Math.sqrt(size));
    this.pixels = Float64Array.from(panel.images.data, (/** @type {number} */ ink) => ink / panel.scale);
    this.count = count;
    /** @type {Uint8Array} what each image is taken for */
    this.taken = new Uint8Array(count);
    /** @type {Map<number, any>} means and spreads of batch normalization over the images */
    this.statistics = new Map();
    /** @type {{buffer: unknown, offset: number}} the parameters for which these hold */
    this.readAt = { buffer: null, offset: -1 };
    this.done = 0;
    this.took = 0;
  }

  /**
   * One of the images.
   * @param {number} number
   * @returns {Sheet}
   */
  sheet(number) {
    const at = (number + this.count) % this.count;
    return { pixels: this.pixels.slice(at * this.size, (at + 1) * this.size), label: this.labels[at], number: at };
  }

  /**
   * The image on the pad: the reader's, or one of the others.
   * @param {Picture} picture
   */
  shown({ sheet }) {
    return sheet ?? this.sheet(0);
  }

  /**
   * The parameters at the moment shown, null where there are none.
   * @param {Picture} picture
   */
  parameters({ selection, frame }) {
    return selection.model(this.lane, frame);
  }

  /**
   * What each image is taken for; while the film plays perhaps that of a moment ago.
   * @param {Picture} picture
   */
  mistakes(picture) {
    const p = this.parameters(picture);
    if (!p) return this.taken;
    const { buffer, offset } = this.readAt;
    if (p.buffer === buffer && p.byteOffset === offset) return this.taken;
    const now = performance.now();
    if (picture.playing && now - this.done < this.took / SHARE) return this.taken;
    this.statistics = new Map();
    const all = this.network.features(p, this.pixels, this.statistics);
    const logits = all[all.length - 1];
    const classes = logits.length / this.count;
    this.taken = Uint8Array.from({ length: this.count }, (_, n) => largestOf(logits, n * classes, (n + 1) * classes));
    this.readAt = { buffer: p.buffer, offset: p.byteOffset };
    this.done = performance.now();
    this.took = this.done - now;
    return this.taken;
  }

  /**
   * What the network makes of the image on the pad: its features, and the share of each class.
   * @param {Picture} picture
   */
  reading(picture) {
    const p = this.parameters(picture);
    if (!p) return null;
    if (this.network.together) this.mistakes(picture);
    const features = this.network.features(p, this.shown(picture).pixels, new Map(this.statistics));
    const shares = softmax(features[features.length - 1]);
    return { p, features, shares, class: largestOf(shares) };
  }
}
