import { Ramp, State, escaped, fontOf, plain } from "./svg_state.js";

/**
 * What a drawing needs of the page: a color's numbers, and a context that measures text.
 * @typedef {object} Tools
 * @property {(color: string) => number[]} rgba [red, green, blue, opacity]
 * @property {Pick<CanvasRenderingContext2D, "font" | "textBaseline" | "measureText">} ruler
 */

const FULL = 2 * Math.PI;
/** An arc of SVG is told by its ends: none may be half a circle or more. */
const PARTS = 3;
/** @type {Record<string, string>} */
const ANCHORS = { center: "middle", right: "end", end: "end" };

/** A canvas's 2-D context that writes SVG: as much of one as the pictures on stage draw with. */
export class SvgContext extends State {
  /** @type {State[]} */
  kept = [];

  /** @type {string[]} */
  defs = [];

  /** @type {Ramp[]} */
  ramps = [];

  /** @type {string[]} */
  body = [];

  /** @type {string[]} the path under way */
  path = [];

  /** @type {{text: string, x: number, y: number, rim: string} | null} drawn around a text that follows */
  halo = null;

  /**
   * @param {HTMLCanvasElement} canvas that is drawn for
   * @param {Tools} tools
   */
  constructor(canvas, tools) {
    super();
    this.canvas = canvas;
    this.tools = tools;
  }

  save() {
    const names = /** @type {(keyof State)[]} */ (Object.keys(new State()));
    const state = new State();
    this.kept.push(Object.assign(state, Object.fromEntries(names.map((name) => [name, this[name]]))));
  }

  restore() {
    Object.assign(this, this.kept.pop());
  }

  /** @type {(x: number, y: number) => void} */
  translate(x, y) {
    const [a, b, c, d] = this.matrix;
    this.matrix = [a, b, c, d, ...this.placed(x, y)];
  }

  /** @param {number} angle */
  rotate(angle) {
    const [a, b, c, d, e, f] = this.matrix;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.matrix = [a * cos + c * sin, b * cos + d * sin, c * cos - a * sin, d * cos - b * sin, e, f];
  }

  /** @param {number[]} dashes */
  setLineDash(dashes) {
    this.dashes = dashes;
  }

  beginPath() {
    this.path = [];
  }

  closePath() {
    if (this.path.length) this.path.push("Z");
  }

  /** @type {(x: number, y: number) => void} */
  moveTo(x, y) {
    if (Number.isFinite(x + y)) this.path.push(`M${this.at(x, y)}`);
  }

  /** @type {(x: number, y: number) => void} */
  lineTo(x, y) {
    if (Number.isFinite(x + y)) this.path.push(`${this.path.length ? "L" : "M"}${this.at(x, y)}`);
  }

  /** @type {(x: number, y: number, radius: number, from: number, to: number) => void} clockwise */
  arc(x, y, radius, from, to) {
    if (!Number.isFinite(x + y + radius + from + to)) return;
    const turn = to - from >= FULL ? FULL : (((to - from) % FULL) + FULL) % FULL;
    /** @type {(angle: number) => [number, number]} */
    const on = (angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    this.lineTo(...on(from));
    for (let k = 1; k <= PARTS; k += 1) {
      this.path.push(`A${plain(radius)} ${plain(radius)} 0 0 1 ${this.at(...on(from + (turn * k) / PARTS))}`);
    }
  }

  /** @type {(x: number, y: number, width: number, height: number) => void} */
  rect(x, y, width, height) {
    const corners = [[x, y], [x + width, y], [x + width, y + height], [x, y + height]];
    this.path.push(`M${corners.map(([column, row]) => this.at(column, row)).join("L")}Z`);
  }

  fill() {
    if (this.path.length) this.body.push(`<path d="${this.path.join("")}"${this.filled()}/>`);
  }

  stroke() {
    if (this.path.length) {
      this.body.push(`<path d="${this.path.join("")}" fill="none"${this.stroked()}${this.clipped()}/>`);
    }
  }

  clip() {
    const id = `clip-${this.defs.length}`;
    this.defs.push(`<clipPath id="${id}"${this.clipped()}><path d="${this.path.join("")}"/></clipPath>`);
    this.clipping = id;
  }

  /** @type {(x: number, y: number, width: number, height: number) => void} */
  fillRect(x, y, width, height) {
    this.alone(() => this.rect(x, y, width, height), () => this.fill());
  }

  /** @type {(x: number, y: number, width: number, height: number) => void} */
  strokeRect(x, y, width, height) {
    this.alone(() => this.rect(x, y, width, height), () => this.stroke());
  }

  /** @type {(x0: number, y0: number, x1: number, y1: number) => Ramp} */
  createLinearGradient(x0, y0, x1, y1) {
    const ramp = new Ramp(`ramp-${this.ramps.length}`, [...this.placed(x0, y0), ...this.placed(x1, y1)]);
    this.ramps.push(ramp);
    return ramp;
  }

  /** @param {string} text */
  measureText(text) {
    const { ruler } = this.tools;
    [ruler.font, ruler.textBaseline] = [this.font, /** @type {CanvasTextBaseline} */ (this.textBaseline)];
    return ruler.measureText(text);
  }

  /** A rim is drawn before its text: both are one. @type {(text: string, x: number, y: number) => void} */
  strokeText(text, x, y) {
    this.halo = { text, x, y, rim: `${this.stroked()} paint-order="stroke"` };
  }

  /** @type {(text: string, x: number, y: number) => void} */
  fillText(text, x, y) {
    const { halo, matrix } = this;
    this.halo = null;
    const rim = halo?.text === text && halo.x === x && halo.y === y ? halo.rim : "";
    const { weight, size, family } = fontOf(this.font);
    const row = y + this.baseline(text);
    const place = matrix.slice(0, 4).join() === "1,0,0,1" ? this.at(x, row).split(" ") : [plain(x), plain(row)];
    const turn = matrix.slice(0, 4).join() === "1,0,0,1" ? "" : ` transform="matrix(${matrix.map(plain).join(" ")})"`;
    this.body.push(`<text x="${place[0]}" y="${place[1]}"${turn} font-size="${size}" font-weight="${weight}" `
      + `font-family="${escaped(family)}" text-anchor="${ANCHORS[this.textAlign] ?? "start"}" `
      + `xml:space="preserve"${this.filled()}${rim}>${escaped(text)}</text>`);
  }

  /**
   * How far below its place a text's usual baseline is: not every program knows the other ones.
   * @param {string} text
   */
  baseline(text) {
    const above = this.measureText(text).actualBoundingBoxAscent;
    this.tools.ruler.textBaseline = "alphabetic";
    return this.tools.ruler.measureText(text).actualBoundingBoxAscent - above;
  }

  /** @type {(image: HTMLCanvasElement, x: number, y: number, width: number, height: number) => void} */
  drawImage(image, x, y, width, height) {
    const [column, row] = this.at(x, y).split(" ");
    this.body.push(`<image x="${column}" y="${row}" width="${plain(width)}" height="${plain(height)}" `
      + `preserveAspectRatio="none"${this.clipped()} href="${image.toDataURL("image/png")}"/>`);
  }

  /**
   * The file.
   * @param {number} width in pixels
   * @param {number} height
   * @param {string} title
   */
  toFile(width, height, title) {
    const ramps = this.ramps.map(({ id, ends: [x1, y1, x2, y2], stops }) => `<linearGradient id="${id}" `
      + `gradientUnits="userSpaceOnUse" x1="${plain(x1)}" y1="${plain(y1)}" x2="${plain(x2)}" y2="${plain(y2)}">`
      + `${stops.map(([offset, color]) => `<stop offset="${offset}"${this.paint("stop-color", "stop-opacity", color)}/>`).join("")}`
      + "</linearGradient>");
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`
      + `<title>${escaped(title)}</title><defs>${[...this.defs, ...ramps].join("")}</defs>\n${this.body.join("\n")}\n</svg>\n`;
  }

  /** @type {(x: number, y: number) => [number, number]} */
  placed(x, y) {
    const [a, b, c, d, e, f] = this.matrix;
    return [a * x + c * y + e, b * x + d * y + f];
  }

  /** @type {(x: number, y: number) => string} */
  at(x, y) {
    return this.placed(x, y).map(plain).join(" ");
  }

  /**
   * Draw with a path of its own, the path under way left as it is.
   * @param {() => void} path
   * @param {() => void} draw
   */
  alone(path, draw) {
    const under = this.path;
    this.path = [];
    path();
    draw();
    this.path = under;
  }

  /** @type {(name: string, opacity: string, color: string) => string} */
  paint(name, opacity, color) {
    const [red, green, blue, alpha] = this.tools.rgba(color);
    const share = alpha * this.globalAlpha;
    return ` ${name}="rgb(${red},${green},${blue})"${share < 1 ? ` ${opacity}="${plain(share)}"` : ""}`;
  }

  filled() {
    const { fillStyle } = this;
    const fill = fillStyle instanceof Ramp ? ` fill="url(#${fillStyle.id})"` : this.paint("fill", "fill-opacity", fillStyle);
    return fill + this.clipped();
  }

  stroked() {
    const dashes = this.dashes.length ? ` stroke-dasharray="${this.dashes.map(plain).join(" ")}"` : "";
    return `${this.paint("stroke", "stroke-opacity", this.strokeStyle)} stroke-width="${plain(this.lineWidth)}" `
      + `stroke-linejoin="${this.lineJoin}" stroke-linecap="${this.lineCap}"${dashes}`;
  }

  clipped() {
    return this.clipping ? ` clip-path="url(#${this.clipping})"` : "";
  }
}
