import assert from "node:assert/strict";

import { KINDS, kindNamed, kindsCome, offerKinds } from "../../pages/ui/stage/player/kinds.js";
import { Panel } from "../../pages/ui/stage/panels/panel.js";

Reflect.set(globalThis, "window", globalThis);

class BallPanel extends Panel {}
class SpacePanel extends Panel {}

Deno.test("a scene waits for the code of all its panels, and of no other's", async () => {
  /** @type {string[]} */
  const told = [];
  const waiting = kindsCome(["ball", "space"]).then(() => told.push("both"));
  KINDS.splice(0, KINDS.length, BallPanel);
  offerKinds();
  await kindsCome(["ball"]);
  await new Promise((resolve) => { setTimeout(resolve); });
  assert.deepEqual(told, []);
  assert.equal(kindNamed("space"), undefined);
  KINDS.splice(0, KINDS.length, SpacePanel);
  offerKinds();
  await waiting;
  assert.equal(kindNamed("ball"), BallPanel, "what other code has brought stays");
  assert.equal(kindNamed("space"), SpacePanel);
});
