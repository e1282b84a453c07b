const MARCH = 48;

/**
 * Where a drawn figure puts a point (alpha, beta, height) on the picture, in CSS pixels.
 *
 * @typedef {object} Projection
 * @property {(point: number[]) => number[]} project [alpha, beta, height] to [x, y]
 * @property {(x: number, y: number) => number[]} [unproject] from pixels to [alpha, beta]
 * @property {number[][]} box what the figure shows: [low, high] of alpha, beta, height
 * @property {(point: number[]) => boolean} hidden behind the surface?
 * @property {(height: number) => number} heightOf a cost on the figure's vertical axis
 * @property {string} key another one where the projection is another
 */

/** @import { Laid } from "../wire/film.js" */

/**
 * Where the plane shows the parameters p: two of them, or the shadow of p on a plane that lies anywhere.
 * @param {ArrayLike<number>} p
 * @param {{indices: number[], sign: number, laid?: Laid | null}} plane
 */
export function placeOf(p, { indices: [i, j], sign, laid }) {
  if (!laid) return [sign * p[i], sign * p[j]];
  const { origin, onto: { data } } = laid;
  const s = origin.length;
  return [0, 1].map((row) => {
    let sum = 0;
    for (let k = 0; k < s; k += 1) sum += data[row * s + k] * (p[k] - origin[k]);
    return sum;
  });
}

/**
 * The parameters at a place of a plane; those that it does not show are as in p.
 * @param {number[]} place
 * @param {ArrayLike<number>} p
 * @param {{indices: number[], sign: number, laid?: Laid | null}} plane
 */
export function liftedTo([alpha, beta], p, { indices: [i, j], sign, laid }) {
  const lifted = Float32Array.from(p);
  if (laid) {
    const { origin, directions: { data } } = laid;
    origin.forEach((value, k) => { lifted[k] = value + alpha * data[k] + beta * data[origin.length + k]; });
  } else [lifted[i], lifted[j]] = [sign * alpha, sign * beta];
  return lifted;
}

/**
 * How far p is off a plane that lies anywhere; 0 for one of two parameters.
 * @param {ArrayLike<number>} p
 * @param {{indices: number[], sign: number, laid?: Laid | null}} plane
 */
export function distanceTo(p, plane) {
  if (!plane.laid) return 0;
  const nearest = liftedTo(placeOf(p, plane), p, plane);
  return Math.hypot(...Array.from(p, (value, k) => value - nearest[k]));
}

/**
 * The projection of a contour figure; null until Plotly has drawn it.
 * @param {any} figure
 * @returns {Projection | null}
 */
export function contourProjection(figure) {
  const layout = figure._fullLayout;
  if (!layout?.xaxis?.l2p) return null;
  const { xaxis, yaxis } = layout;
  return {
    project: ([alpha, beta]) => [xaxis._offset + xaxis.l2p(alpha), yaxis._offset + yaxis.l2p(beta)],
    unproject: (x, y) => [xaxis.p2l(x - xaxis._offset), yaxis.p2l(y - yaxis._offset)],
    box: [[...xaxis.range].sort(ascending), [...yaxis.range].sort(ascending), [-Infinity, Infinity]],
    hidden: () => false,
    heightOf: (cost) => cost,
    key: [xaxis, yaxis].flatMap(({ range, _offset, _length }) => [...range, _offset, _length]).join(),
  };
}

/**
 * The projection of a 3-D figure, from the matrices that its WebGL scene was last drawn with.
 * @param {any} figure
 * @param {(alpha: number, beta: number) => number} costAt the surface's cost, NaN off its grid
 * @returns {Projection | null}
 */
export function surfaceProjection(figure, costAt) {
  const layout = figure._fullLayout;
  const plot = layout?.scene?._scene?.glplot;
  if (!plot?.cameraParams?.projection) return null;
  const { projection, view, model } = plot.cameraParams;
  const [sx, sy, sz] = layout.scene._scene.dataScale;
  const toClip = matrix(projection).multiply(matrix(view)).multiply(matrix(model))
    .scale(sx, sy, sz);
  const { xaxis, yaxis, zaxis } = layout.scene;
  const box = [xaxis, yaxis, zaxis].map((axis) => [...axis.range].sort(ascending));
  return cameraProjection(toClip, sceneFrame(layout), box, zaxis.type === "log", costAt);
}

/**
 * The projection of a camera.
 * @param {DOMMatrix} toClip from [alpha, beta, height]
 * @param {{left: number, top: number, width: number, height: number}} frame where the picture is
 * @param {number[][]} box
 * @param {boolean} log whether heights are logarithms of costs
 * @param {(alpha: number, beta: number) => number} costAt the surface's cost, NaN off its grid
 * @returns {Projection}
 */
export function cameraProjection(toClip, frame, box, log, costAt) {
  /** @type {(cost: number) => number} */
  const heightOf = log ? (cost) => Math.log10(Math.max(cost, 1e-300)) : (c) => c;
  const towardsEye = toClip.inverse();
  /** @type {Projection["project"]} */
  const project = ([alpha, beta, height = 0]) => {
    const [x, y, , w] = transform(toClip, alpha, beta, height, 1);
    return [frame.left + (1 + x / w) * frame.width / 2, frame.top + (1 - y / w) * frame.height / 2];
  };
  /** @type {Projection["hidden"]} */
  const hidden = ([alpha, beta, height]) => {
    const [x, y, , w] = transform(toClip, alpha, beta, height, 1);
    const near = transform(towardsEye, x / w, y / w, -1, 1);
    const eye = near.slice(0, 3).map((v) => v / near[3]);
    return isHidden([alpha, beta, height], eye, box, (a, b) => heightOf(costAt(a, b)));
  };
  const key = [...toClip.toFloat64Array(), frame.width, frame.height].join();
  return { project, box, hidden, heightOf, key };
}

/**
 * Walk from a point of the surface to the eye: is it on the surface's other side on the way?
 * @param {number[]} point
 * @param {number[]} eye
 * @param {number[][]} box
 * @param {(alpha: number, beta: number) => number} surfaceHeight
 */
function isHidden(point, eye, box, surfaceHeight) {
  const way = eye.map((v, k) => v - point[k]);
  const exit = way.reduce((t, v, k) => {
    const wall = v > 0 ? box[k][1] : box[k][0];
    return v === 0 ? t : Math.min(t, Math.max(0, (wall - point[k]) / v));
  }, 1);
  const tolerance = 0.006 * (box[2][1] - box[2][0]);
  let side = 0;
  for (let k = 1; k <= MARCH; k += 1) {
    const t = (exit * k) / MARCH;
    const surface = surfaceHeight(point[0] + t * way[0], point[1] + t * way[1]);
    if (!(surface >= box[2][0] && surface <= box[2][1])) continue;
    const above = point[2] + t * way[2] - surface;
    if (Math.abs(above) < tolerance) continue;
    if (side === 0) side = Math.sign(above);
    else if (Math.sign(above) !== side) return true;
  }
  return false;
}

/**
 * @param {any} layout
 */
function sceneFrame(layout) {
  const { l, t, w, h } = layout._size;
  const { x, y } = layout.scene.domain;
  return { left: l + w * x[0], top: t + h * (1 - y[1]), width: w * (x[1] - x[0]),
    height: h * (y[1] - y[0]) };
}

/**
 * @param {ArrayLike<number>} columns
 */
function matrix(columns) {
  return new DOMMatrix(Array.from(columns));
}

/**
 * @param {DOMMatrix} m
 * @param {number} x
 * @param {number} y
 * @param {number} z
 * @param {number} w
 */
function transform(m, x, y, z, w) {
  return [
    m.m11 * x + m.m21 * y + m.m31 * z + m.m41 * w,
    m.m12 * x + m.m22 * y + m.m32 * z + m.m42 * w,
    m.m13 * x + m.m23 * y + m.m33 * z + m.m43 * w,
    m.m14 * x + m.m24 * y + m.m34 * z + m.m44 * w,
  ];
}

/**
 * @param {number} a
 * @param {number} b
 */
function ascending(a, b) {
  return a - b;
}
