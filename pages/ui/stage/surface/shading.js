import { inverse, product, project } from "./matrices.js";

/** @import { Matrix } from "./matrices.js" */
/** @import { Mesh } from "./mesh.js" */

/**
 * How a surface throws light back.
 * @typedef {{ambient: number, diffuse: number, specular: number, roughness: number}} Lighting
 */

/** Plotly's light, in the coordinates of the picture: from far above. @type {number[]} */
const LIGHT = [10, 10000, 0];

/** @type {Lighting} Plotly's own */
export const LIGHTING = { ambient: 0.8, diffuse: 0.8, specular: 0.05, roughness: 0.5 };

/**
 * The color [red, green, blue] at a share of a scale; beyond its ends that of the end.
 * @param {[number, number[]][]} scale [share, color], rising
 * @param {number} share
 */
export function colorAt(scale, share) {
  const next = scale.findIndex(([at]) => at >= share);
  if (next === 0) return scale[0][1];
  if (next < 0) return scale[scale.length - 1][1];
  const [[from, a], [to, b]] = [scale[next - 1], scale[next]];
  const t = (share - from) / (to - from);
  return a.map((channel, k) => channel + t * (b[k] - channel));
}

/**
 * The colors of a mesh's points, (rows * columns, 3), as Plotly's surfaces are lit: the side that is
 * seen, by diffuse and by Beckmann's specular light.
 * @param {Mesh} mesh
 * @param {[number, number[]][]} scale
 * @param {Lighting} lighting
 * @param {{view: Matrix, toClip: Matrix}} camera
 * @param {Matrix} model from the coordinates of the light, the data in units of their extent
 * @returns {Float32Array}
 */
export function litColors({ position, normal, shade }, scale, lighting, { view, toClip }, model) {
  const { ambient, diffuse, specular, roughness } = lighting;
  const ramp = Float32Array.from(Array.from({ length: 256 }, (_, k) => colorAt(scale, k / 255)).flat());
  const back = inverse(product(toClip, model));
  // Light and eye stand among the data, what they meet before the camera: so Plotly's shader has it.
  const [source, eye] = [LIGHT, [0, 0, 0]].map((place) => project(back, place));
  const reader = project(inverse(view), [0, 0, 0]);
  const colors = new Float32Array(position.length);
  for (let at = 0; at < colors.length; at += 3) {
    const [x, y, z] = [position[at], position[at + 1], position[at + 2]];
    const [nx, ny, nz] = [normal[at], normal[at + 1], normal[at + 2]];
    const u = view[0] * x + view[4] * y + view[8] * z + view[12];
    const v = view[1] * x + view[5] * y + view[9] * z + view[13];
    const w = view[2] * x + view[6] * y + view[10] * z + view[14];
    const side = (reader[0] - x) * nx + (reader[1] - y) * ny + (reader[2] - z) * nz < 0 ? -1 : 1;
    let [lx, ly, lz] = [source[0] - u, source[1] - v, source[2] - w];
    const far = Math.sqrt(lx * lx + ly * ly + lz * lz);
    lx /= far;
    ly /= far;
    lz /= far;
    const [ex, ey, ez] = [eye[0] - u, eye[1] - v, eye[2] - w];
    const off = Math.sqrt(ex * ex + ey * ey + ez * ez);
    const [hx, hy, hz] = [lx + ex / off, ly + ey / off, lz + ez / off];
    const half = Math.sqrt(hx * hx + hy * hy + hz * hz);
    const light = Math.min(1, ambient + diffuse * Math.max(0, side * (nx * lx + ny * ly + nz * lz)));
    const shine = 255 * specular * beckmann((side * (nx * hx + ny * hy + nz * hz)) / half, roughness);
    const color = 3 * Math.round(255 * Math.min(1, Math.max(0, shade[at / 3] || 0)));
    colors[at] = Math.min(255, light * ramp[color] + shine);
    colors[at + 1] = Math.min(255, light * ramp[color + 1] + shine);
    colors[at + 2] = Math.min(255, light * ramp[color + 2] + shine);
  }
  return colors;
}

/**
 * Beckmann's distribution of facets.
 * @param {number} cosine between the normal and the half-way direction
 * @param {number} roughness
 */
function beckmann(cosine, roughness) {
  const squared = Math.max(cosine, 1e-4) ** 2;
  const rough = roughness * roughness;
  return Math.exp((squared - 1) / (squared * rough)) / (Math.PI * rough * squared * squared);
}
