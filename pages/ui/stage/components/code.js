import { inflate } from "../wire/inflate.js";

/** @type {Set<string>} what has been brought */
const known = new Set();

/**
 * The component that brings the stage's code, packed; it shows nothing.
 * @param {import("./show.js").Component} component
 */
export default function bring({ data }) {
  void load(data);
}

/**
 * Evaluate the module in these bytes and call its default export, once.
 * @param {Uint8Array} packed
 */
async function load(packed) {
  const code = new TextDecoder().decode(await inflate(packed));
  if (known.has(code)) return;
  known.add(code);
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const { default: install } = await import(url);
  URL.revokeObjectURL(url);
  install();
}
