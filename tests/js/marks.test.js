import assert from "node:assert/strict";

import { drawPoint } from "../../pages/ui/stage/drawing/marks.js";

/** @type {any} */
const LIGHT = { ink: "rgb(20,26,32)", paper: "rgb(255,255,255)", paperRgb: [255, 255, 255] };
/** @type {any} */
const DARK = { ink: "rgb(232,237,242)", paper: "rgb(17,20,24)", paperRgb: [17, 20, 24] };

for (const [name, theme, rim] of /** @type {const} */ ([["light", LIGHT, "paper"], ["dark", DARK, "ink"]])) {
  Deno.test(`a point of a class has a light outline on a ${name} page`, () => {
    const strokes = /** @type {string[]} */ ([]);
    /** @type {any} */
    const context = { beginPath() {}, arc() {}, closePath() {}, fill() {}, lineTo() {}, stroke() { strokes.push(this.strokeStyle); } };
    for (const kind of [0, 1, 2]) drawPoint(context, 5, 5, kind, { fill: "#0072B2", theme });
    assert.deepEqual(strokes, Array(3).fill(theme[rim]));
  });
}
