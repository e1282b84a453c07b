// The messages come from wire.py: tests/test_javascript.py writes them into the folder that is the argument.
import assert from "node:assert/strict";

import { decodeScene, forgetChunks, keepRepertoire, offerChunks, offeredChunks, offeredScene, offerScene,
  StageError }
  from "../../pages/ui/stage/wire/wire.js";

Reflect.set(globalThis, "window", globalThis);
/** @type {(name: string) => Uint8Array} */
const message = (name) => Deno.readFileSync(`${Deno.args[0]}/${name}`);
const owner = /** @type {any} */ ({ isConnected: true });

Deno.test("a scene waits for its panels and families and is put together with them", async () => {
  const waiting = decodeScene(message("scene"));
  keepRepertoire(message("families"), owner);
  keepRepertoire(message("panels"), owner);
  const scene = await waiting;
  assert.equal(scene.title, "A run — with “signs” & <tags>");
  const [{ p, cost, regime }] = scene.families["optimizer.eta"].runs;
  assert.deepEqual(p?.shape, [3, 4, 2]);
  assert.deepEqual([...p?.data ?? []], Array.from({ length: 24 }, (_, k) => k));
  assert.deepEqual([...cost.data.subarray(0, 4)], [1, 2, 3, Infinity]);
  assert.deepEqual(regime, ["slow", "good", "diverging"]);
});

Deno.test("a scene of the same run with more in it follows, once", async () => {
  const scene = await decodeScene(message("scene"));
  assert.equal(await offeredScene(scene), null);
  offerScene(message("scene"));
  assert.equal(await offeredScene(scene), null, "it says nothing else");
  keepRepertoire(message("more"), owner);
  offerScene(message("following"));
  assert.equal(await offeredScene({ ...scene, run: "eta=2" }), null, "it is of another run");
  assert.equal(await offeredScene({ ...scene, restart: 1 }), null, "it is of the run's last time");
  const following = await offeredScene(scene);
  assert.deepEqual(Object.keys(following?.families ?? {}), ["optimizer.eta", "seed"]);
  assert.equal(await offeredScene(scene), null);
});

Deno.test("a figure's arrays are rows, a panel's have their shape", async () => {
  const { panels: [panel] } = await decodeScene(message("scene"));
  assert.equal(panel.kind, "landscape");
  assert.deepEqual(panel.value.shape, [5, 7]);
  const { z } = panel.figure3d.data[0];
  assert.deepEqual([z.length, z[4].length, z[4][6]], [5, 7, 5]);
});

Deno.test("fields come back from their differences, which wrap around", async () => {
  const { panels: [, boundary] } = await decodeScene(message("scene"));
  const [{ shape, data }] = boundary.fields;
  assert.deepEqual(shape, [3, 1, 2]);
  assert.deepEqual([...data], [250, 3, 5, 200, 0, 255]);
});

Deno.test("chunks are kept in the order of their frames, those of one run only", async () => {
  await offerChunks(message("chunks"));
  assert.deepEqual(offeredChunks().map(({ first }) => first), [4, 6]);
  assert.deepEqual([...offeredChunks()[1].steps], [6, 7]);
  await offerChunks(message("other"));
  assert.deepEqual(offeredChunks().map(({ run }) => run), ["eta=2"]);
  forgetChunks();
  assert.deepEqual(offeredChunks(), []);
});

for (const [what, bytes] of Object.entries({ short: new Uint8Array(3), empty: new Uint8Array(64),
  "cut off": message("scene").slice(0, 40) })) {
  Deno.test(`a message that is ${what} is said to be damaged`, async () => {
    await assert.rejects(decodeScene(bytes), (error) => error instanceof StageError && /damaged/.test(error.message));
  });
}

Deno.test("a message of another version is named", async () => {
  const bytes = new TextEncoder().encode('    {"version":99}  ');
  bytes.set([14, 0, 0, 0]);
  await assert.rejects(decodeScene(bytes), /version 99/);
});
