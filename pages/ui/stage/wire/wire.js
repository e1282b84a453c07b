import { filled } from "./film.js";
import { inflate } from "./inflate.js";
import { ARRIVED, FOLLOWING, GROWN, shared } from "./names.js";

/** Format of the header that this code reads; wire.py writes the same number. */
export const WIRE_VERSION = 3;

/** @import { Chunk, Numbers, Scene } from "./film.js" */

/** @type {Record<string, new (buffer: ArrayBuffer, offset: number, size: number) => Numbers>} */
const TYPED = { f4: Float32Array, f8: Float64Array, i1: Int8Array, i2: Int16Array,
  i4: Int32Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

/** An error whose message is meant for the reader. */
export class StageError extends Error {}

const KEPT_REPERTOIRES = 8;

/**
 * The content of a message that wire.py has encoded:
 *
 *   [uint32 LE: header length][header: JSON, space-padded to 4][block, deflated if it says so]
 *   block: [uint32: content length][uint32: 0][content: JSON, space-padded to 8][arrays]
 *
 * {"$": [dtype, shape, offset from the first array, "delta"?]} in the content becomes a typed array
 * (one axis), {shape, data} (more axes), or rows (inside a figure).
 * @param {Uint8Array} bytes
 * @returns {Promise<any>}
 */
async function decode(bytes) {
  const { header, rest } = splitMessage(bytes);
  if (header.version !== WIRE_VERSION) {
    throw new StageError(`This page shows scenes of version ${WIRE_VERSION}, but received version `
      + `${header.version}: reload the page.`);
  }
  const block = header.deflated ? await inflate(rest) : /** @type {ArrayBuffer} */ (rest.slice().buffer);
  const start = 8 + new DataView(block).getUint32(0, true);
  const content = JSON.parse(new TextDecoder().decode(new Uint8Array(block, 8, start - 8)));
  return revive(content, { buffer: block, start }, false);
}

/**
 * A scene, put together with its panels and families, whose digests it names.
 * @param {Uint8Array} bytes
 * @returns {Promise<Scene>}
 */
export async function decodeScene(bytes) {
  const scene = await decode(bytes);
  const parts = await Promise.all(scene.repertoire.map(part));
  const families = Object.assign({}, ...parts.map((one) => one.families));
  return Object.assign(scene, ...parts, { families: filled(families, scene.home[0]) });
}

/**
 * Keep the part of a repertoire in a message for the scenes that name its digest; it is decoded once.
 * The one that an element on the page has brought last stays, however many others bring.
 * @param {Uint8Array} bytes
 * @param {Element} from the element that brings it
 */
export function keepRepertoire(bytes, from) {
  const shelf = repertoires();
  const { header: { digest } } = splitMessage(bytes);
  for (const { owners } of shelf.values()) owners.delete(from);
  const known = shelf.get(digest) ?? { content: decode(bytes), owners: new Set() };
  known.owners.add(from);
  shelf.set(digest, known);
  for (const [other, { owners }] of shelf) {
    const needed = [...owners].some((owner) => owner.isConnected);
    if (shelf.size > KEPT_REPERTOIRES && !needed) shelf.delete(other);
  }
  window.dispatchEvent(new Event(ARRIVED));
}

/**
 * Keep a message's chunks for the stage of their run, and tell it. Those of other runs go.
 * @param {Uint8Array} bytes
 */
export async function offerChunks(bytes) {
  /** @type {{chunks: Chunk[]}} */
  const { chunks } = await decode(bytes);
  const [{ run }] = chunks;
  const replaced = new Set(chunks.map(({ first }) => first));
  const kept = offeredChunks().filter((chunk) => chunk.run === run && !replaced.has(chunk.first));
  kept.push(...chunks);
  shared(GROWN, kept.sort((a, b) => a.first - b.first));
  window.dispatchEvent(new Event(GROWN));
}

/**
 * The chunks of the latest run under way, in the order of their frames.
 * @returns {Chunk[]}
 */
export function offeredChunks() {
  return shared(GROWN) ?? [];
}

/** A run begins anew: what is left of its last time would run ahead of it. */
export function forgetChunks() {
  shared(GROWN, []);
}

/**
 * Offer a scene that says more of the run on stage than the one before it.
 * @param {Uint8Array} bytes
 */
export function offerScene(bytes) {
  shared(FOLLOWING, bytes);
  window.dispatchEvent(new Event(FOLLOWING));
}

/**
 * The scene that is offered, if it is of the same run as this one and says something else.
 * @param {Scene} scene
 * @returns {Promise<Scene | null>}
 */
export async function offeredScene(scene) {
  const bytes = shared(FOLLOWING);
  if (!bytes) return null;
  const offered = await decodeScene(bytes);
  const same = offered.run === scene.run && offered.restart === scene.restart;
  if (!same || bytes !== shared(FOLLOWING)) return null;
  shared(FOLLOWING, null);
  return String(offered.repertoire) === String(scene.repertoire) ? null : offered;
}

/**
 * Scene and repertoire are two components with a module each: what they share is the window's.
 * @returns {Map<string, {content: Promise<any>, owners: Set<Element>}>}
 */
function repertoires() {
  return shared(ARRIVED) ?? shared(ARRIVED, new Map());
}

/** @param {string} digest */
async function part(digest) {
  while (!repertoires().has(digest)) {
    await new Promise((resolve) => { window.addEventListener(ARRIVED, resolve, { once: true }); });
  }
  return repertoires().get(digest)?.content;
}

/**
 * @param {Uint8Array} bytes
 * @returns {{header: {version: number, digest: string, deflated: boolean}, rest: Uint8Array}}
 */
function splitMessage(bytes) {
  const unreadable = new StageError("The picture arrived damaged and was not shown: reload the page.");
  if (!(bytes instanceof Uint8Array) || bytes.length < 8) throw unreadable;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length + 4 > bytes.length) throw unreadable;
  try {
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
    return { header, rest: bytes.subarray(4 + length) };
  } catch {
    throw unreadable;
  }
}

/**
 * @typedef {{buffer: ArrayBuffer, start: number}} Block
 * @param {any} value
 * @param {Block} block
 * @param {boolean} inFigure
 * @returns {any}
 */
function revive(value, block, inFigure) {
  if (Array.isArray(value)) return value.map((item) => revive(item, block, inFigure));
  if (value === null || typeof value !== "object") return value;
  if (value.$) return readArray(value.$, block, inFigure);
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => (
    [key, revive(item, block, inFigure || key.startsWith("figure"))])));
}

/**
 * @param {[string, number[], number, string?]} place
 * @param {Block} block
 * @param {boolean} inFigure
 */
function readArray([dtype, shape, offset, coding], block, inFigure) {
  const size = shape.reduce((product, n) => product * n, 1);
  const data = new TYPED[dtype](block.buffer, block.start + offset, size);
  if (coding === "delta") undoDelta(data, size / shape[0]);
  if (shape.length === 1) return data;
  if (!inFigure) return { shape, data };
  const width = shape[1];
  return Array.from({ length: shape[0] }, (_, row) => data.subarray(row * width, (row + 1) * width));
}

/**
 * Sums up uint8 differences in place; the sum wraps around at 256 like the difference did.
 * @param {Numbers} data
 * @param {number} stride
 */
function undoDelta(data, stride) {
  for (let k = stride; k < data.length; k += 1) data[k] += data[k - stride];
}
