import assert from "node:assert/strict";

import { strokeLine, writeText } from "../../pages/ui/stage/drawing/canvas.js";
import { drawArrowhead, drawDisc, drawPoint } from "../../pages/ui/stage/drawing/marks.js";
import { SvgContext } from "../../pages/ui/stage/files/svg.js";

/** Type whose letters are six pixels wide and eight high, from four above the middle. @type {any} */
const ruler = { font: "", textBaseline: "alphabetic",
  measureText(text) { return { width: 6 * text.length, actualBoundingBoxAscent: this.textBaseline === "middle" ? 4 : 8 }; } };
const rgba = (color) => (color === "half" ? [1, 2, 3, 0.5] : [0, 0, 0, 1]);
/** @type {any} */
const theme = { font: "Sans, \"Other\"", least: 0, ink: "x", paper: "y", paperRgb: [255, 255, 255] };

/** A drawing, and the elements that it has made, by their names. */
function drawn(draw) {
  const context = new SvgContext(/** @type {any} */ (null), { ruler, rgba });
  draw(context);
  const file = context.toFile(100, 50, "A < B & \"C\"");
  return { context, file, parts: context.body, of: (name) => context.body.filter((part) => part.startsWith(`<${name} `)) };
}

/** Every element that is opened is closed, in order. */
function assertWhole(file) {
  const open = [];
  for (const [, end, name, alone] of file.matchAll(/<(\/?)([a-zA-Z]+)(?:"[^"]*"|[^">])*?(\/?)>/g)) {
    if (end) assert.equal(open.pop(), name);
    else if (!alone) open.push(name);
  }
  assert.deepEqual(open, []);
}

Deno.test("a text on a plate is struck through by no line: a field of paper lies behind all of it", () => {
  for (const align of ["left", "center", "right"]) {
    for (const baseline of ["middle", "alphabetic"]) {
      /** @type {any[]} */
      const calls = [];
      /** @type {any} */
      const context = { measureText: (/** @type {string} */ text) => ({ width: 6 * text.length }), strokeText: () => calls.push("halo"),
        fillText: () => calls.push("text"), fillRect: (/** @type {number[]} */ ...box) => calls.push(box) };
      const style = /** @type {any} */ ({ theme, color: "x", halo: "y", plate: true, size: 10, align, baseline });
      writeText(context, "0.846", 100, 50, style);
      const [[left, top, width, height], ...rest] = calls;
      assert.deepEqual(rest, ["halo", "text"]);
      const from = { left: 100, center: 85, right: 70 }[align] ?? NaN;
      assert.ok(left < from && left + width > from + 30, align);
      const [above, below] = baseline === "middle" ? [45, 55] : [42, 52];
      assert.ok(top <= above && top + height >= below, baseline);
      writeText(context, "", 100, 50, style);
      assert.equal(calls.filter(Array.isArray).length, 1, "nothing is covered for no words");
    }
  }
});

Deno.test("lines, marks and letters of the stage become as many paths and texts", () => {
  const { file, of } = drawn((context) => {
    strokeLine(context, [[0, 0], [10.12345, 5], [NaN, 1], [20, 0]], { color: "half", width: 2, dash: [3, 1] });
    drawDisc(context, 5, 5, 3, { fill: "x", rim: "y" });
    drawPoint(context, 5, 5, 1, { fill: "x", theme });
    drawArrowhead(context, 1, 2, 0.5, { fill: "x", rim: "y" });
    writeText(context, "λ < 2 & \"so\"", 1, 2, { theme, color: "x", halo: "y", align: "right", baseline: "middle" });
  });
  assert.equal(of("path").length, 1 + 3 * 2);
  assert.equal(of("text").length, 1);
  assertWhole(file);
  const [line] = of("path");
  assert.match(line, /d="M0 0L10\.123 5L20 0"/);
  assert.match(line, /stroke="rgb\(1,2,3\)" stroke-opacity="0\.5" stroke-width="2"/);
  assert.match(line, /stroke-dasharray="3 1"/);
  const [text] = of("text");
  assert.match(text, />λ &#60; 2 &#38; &#34;so&#34;<\/text>$/);
  assert.match(text, /text-anchor="end"/);
  assert.match(text, /paint-order="stroke"/);
  assert.match(text, /font-family="Sans, &#34;Other&#34;"/);
  // The middle of the letters is at 2, their feet are four lower.
  assert.match(text, /x="1" y="6"/);
});

Deno.test("what is moved, turned, clipped and faint stays so, and restore ends it", () => {
  const { context, file, parts } = drawn((drawing) => {
    drawing.save();
    drawing.translate(10, 20);
    drawing.beginPath();
    drawing.rect(0, 0, 5, 5);
    drawing.clip();
    drawing.save();
    drawing.beginPath();
    drawing.rect(1, 1, 2, 2);
    drawing.clip();
    drawing.globalAlpha = 0.25;
    drawing.fillRect(1, 1, 1, 1);
    drawing.restore();
    drawing.rotate(Math.PI / 2);
    drawing.fillText("up", 3, 0);
    drawing.restore();
    drawing.fillRect(1, 1, 1, 1);
  });
  assert.match(parts[0], /^<path d="M11 21L12 21L12 22L11 22Z".*fill-opacity="0\.25" clip-path="url\(#clip-1\)"\/>$/);
  assert.match(context.defs[1], /^<clipPath id="clip-1" clip-path="url\(#clip-0\)">/);
  assert.match(parts[1], /x="3" y="0" transform="matrix\(0 1 -1 0 10 20\)"/);
  assert.match(parts[2], /^<path d="M1 1L2 1L2 2L1 2Z" fill="rgb\(0,0,0\)"\/>$/);
  assertWhole(file);
});

Deno.test("an arc ends where it should, however far it turns", () => {
  for (const [from, to] of [[0, 2 * Math.PI], [0, Math.PI], [1, 1.5], [3, 8], [5, 1]]) {
    const { parts: [path] } = drawn((context) => {
      context.beginPath();
      context.arc(10, 20, 5, from, to);
      context.stroke();
    });
    const numbers = (/d="M(\S+) (\S+?)A.*A5 5 0 0 1 (\S+) (\S+?)"/.exec(path) ?? []).slice(1).map(Number);
    assert.equal(numbers.length, 4);
    const ends = [from, to].flatMap((angle) => [10 + 5 * Math.cos(angle), 20 + 5 * Math.sin(angle)]);
    for (const [k, number] of numbers.entries()) assert.ok(Math.abs(number - ends[k]) < 1e-3, `${from} ${to}`);
  }
});

Deno.test("a gradient lies where its points have been moved to", () => {
  const { file, parts } = drawn((context) => {
    context.translate(10, 0);
    const ramp = context.createLinearGradient(0, 0, 5, 0);
    ramp.addColorStop(0, "x");
    ramp.addColorStop(1, "half");
    context.fillStyle = ramp;
    context.fillRect(0, 0, 5, 5);
  });
  assert.match(parts[0], /fill="url\(#ramp-0\)"/);
  assert.match(file, /<linearGradient id="ramp-0" gradientUnits="userSpaceOnUse" x1="10" y1="0" x2="15" y2="0">/);
  assert.match(file, /<stop offset="1" stop-color="rgb\(1,2,3\)" stop-opacity="0\.5"\/>/);
  assertWhole(file);
});
