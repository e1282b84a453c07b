/**
 * A picture drawn triangle by triangle, in which what is nearer hides what is behind it.
 *
 * @typedef {object} Vertices of the picture, for each vertex
 * @property {Float32Array} x in pixels
 * @property {Float32Array} y in pixels
 * @property {Float32Array} depth from -1, near, to 1
 * @property {Float32Array} height what is drawn only inside the limits
 * @property {Float32Array} color (vertices, 3), red, green and blue up to 255
 */
export class Raster {
  /**
   * @param {number} width in pixels
   * @param {number} height in pixels
   */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.color = new Uint8ClampedArray(4 * width * height);
    this.depth = new Float32Array(width * height).fill(Infinity);
  }

  /**
   * A surface's triangle, opaque; no pixel outside the limits of height.
   * @param {Vertices} vertices
   * @param {number} a
   * @param {number} b
   * @param {number} c
   * @param {number} low
   * @param {number} high
   */
  triangle(vertices, a, b, c, low, high) {
    const { x, y, depth, height, color } = vertices;
    const [ax, ay, bx, by, cx, cy] = [x[a], y[a], x[b] - x[a], y[b] - y[a], x[c] - x[a], y[c] - y[a]];
    const area = bx * cy - cx * by;
    if (!(area < 0 || area > 0)) return;
    const top = Math.max(0, Math.ceil(ay + Math.min(0, by, cy) - 0.5));
    const bottom = Math.min(this.height - 1, Math.floor(ay + Math.max(0, by, cy) - 0.5));
    const left = Math.max(0, Math.ceil(ax + Math.min(0, bx, cx) - 0.5));
    const right = Math.min(this.width - 1, Math.floor(ax + Math.max(0, bx, cx) - 0.5));
    const [toB, toC] = [depth[b] - depth[a], depth[c] - depth[a]];
    const [upB, upC] = [height[b] - height[a], height[c] - height[a]];
    for (let row = top; row <= bottom; row += 1) {
      const py = row + 0.5 - ay;
      for (let column = left; column <= right; column += 1) {
        const px = column + 0.5 - ax;
        const s = (px * cy - cx * py) / area;
        const t = (bx * py - px * by) / area;
        if (s < 0 || t < 0 || s + t > 1) continue;
        const at = row * this.width + column;
        const near = depth[a] + s * toB + t * toC;
        const level = height[a] + s * upB + t * upC;
        if (near > this.depth[at] || level < low || level > high) continue;
        this.depth[at] = near;
        const r = 1 - s - t;
        this.color[4 * at] = r * color[3 * a] + s * color[3 * b] + t * color[3 * c];
        this.color[4 * at + 1] = r * color[3 * a + 1] + s * color[3 * b + 1] + t * color[3 * c + 1];
        this.color[4 * at + 2] = r * color[3 * a + 2] + s * color[3 * b + 2] + t * color[3 * c + 2];
        this.color[4 * at + 3] = 255;
      }
    }
  }

  /**
   * A straight piece of a line, as far as nothing hides it.
   * @param {number[]} from [x, y, depth] in pixels
   * @param {number[]} to
   * @param {number} width in pixels
   * @param {number[]} ink [red, green, blue, opacity]
   */
  line(from, to, width, ink) {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.hypot(dx, dy);
    if (!(length > 0)) return;
    const reach = width / 2;
    const rows = [Math.min(from[1], to[1]) - reach, Math.max(from[1], to[1]) + reach];
    const columns = [Math.min(from[0], to[0]) - reach, Math.max(from[0], to[0]) + reach];
    const bottom = Math.min(this.height - 1, Math.floor(rows[1] - 0.5));
    const right = Math.min(this.width - 1, Math.floor(columns[1] - 0.5));
    for (let row = Math.max(0, Math.ceil(rows[0] - 0.5)); row <= bottom; row += 1) {
      for (let column = Math.max(0, Math.ceil(columns[0] - 0.5)); column <= right; column += 1) {
        const [px, py] = [column + 0.5 - from[0], row + 0.5 - from[1]];
        const along = (px * dx + py * dy) / length;
        if (along < 0 || along >= length || Math.abs(px * dy - py * dx) > reach * length) continue;
        this.blend(column, row, from[2] + (along / length) * (to[2] - from[2]), ink);
      }
    }
  }

  /**
   * A picture that faces the reader at one depth, such as a sign.
   * @param {{data: ArrayLike<number>, width: number, height: number}} image red, green, blue, opacity
   * @param {number} left
   * @param {number} top
   * @param {number} depth
   */
  stamp({ data, width, height }, left, top, depth) {
    for (let row = Math.max(0, -top); row < Math.min(height, this.height - top); row += 1) {
      for (let column = Math.max(0, -left); column < Math.min(width, this.width - left); column += 1) {
        const at = 4 * (row * width + column);
        const opacity = data[at + 3] / 255;
        const ink = [data[at] * opacity, data[at + 1] * opacity, data[at + 2] * opacity, opacity];
        if (opacity > 0) this.blend(left + column, top + row, depth, ink);
      }
    }
  }

  /**
   * Ink over a pixel if nothing there is nearer. The ink's color is added whole, as in Plotly's pictures:
   * thin lines stay bright.
   * @param {number} column
   * @param {number} row
   * @param {number} depth
   * @param {number[]} ink [red, green, blue, opacity]
   */
  blend(column, row, depth, [red, green, blue, opacity]) {
    const at = row * this.width + column;
    if (stepOf(depth) >= stepOf(this.depth[at])) return;
    const under = 1 - opacity;
    this.color[4 * at] = red + under * this.color[4 * at];
    this.color[4 * at + 1] = green + under * this.color[4 * at + 1];
    this.color[4 * at + 2] = blue + under * this.color[4 * at + 2];
    this.color[4 * at + 3] = 255 * opacity + under * this.color[4 * at + 3];
  }
}

/**
 * What lies on a surface is held against it in 16 bits, as in Plotly's pictures: where it lies too close,
 * it shows in parts.
 * @param {number} depth
 */
function stepOf(depth) {
  return Math.round(((depth + 1) / 2) * 65535);
}
