import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";

import bring from "../../pages/ui/stage/components/code.js";

/** @param {string} code */
const packed = (code) => new Uint8Array(deflateSync(new TextEncoder().encode(code)));
const counting = (/** @type {string} */ name) => (
  `export default () => { globalThis.${name} = (globalThis.${name} ?? 0) + 1; };`);
/** @param {Uint8Array} data */
const show = (data) => bring(/** @type {any} */ ({ data }));
const loaded = async (/** @type {string} */ name) => {
  while (!Reflect.get(globalThis, name)) await new Promise((resolve) => { setTimeout(resolve, 1); });
};

Deno.test("code that is brought is run once, however often it is brought, and other code besides", async () => {
  const [one, other] = ["broughtOne", "broughtOther"];
  assert.equal(show(packed(counting(one))), undefined);
  await loaded(one);
  show(packed(counting(one)));
  show(packed(counting(other)));
  await loaded(other);
  show(packed(counting(one)));
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  assert.deepEqual([Reflect.get(globalThis, one), Reflect.get(globalThis, other)], [1, 1]);
});
