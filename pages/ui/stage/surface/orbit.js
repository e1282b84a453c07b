import { lookAt, perspective, product } from "./matrices.js";

/**
 * A camera as Plotly says it. The vertical axis stays vertical: it turns like a turntable.
 *
 * @typedef {{x: number, y: number, z: number}} Vector
 * @typedef {{eye: Vector, center: Vector, up?: Vector}} CameraView
 */

/** So near to straight up or down that "up" would lose its meaning. */
const POLE = 0.01;

/**
 * What a camera makes of the world.
 * @param {CameraView} camera
 * @param {number} aspect of the picture, width by height
 */
export function viewOf({ eye, center }, aspect) {
  const view = lookAt([eye.x, eye.y, eye.z], [center.x, center.y, center.z], [0, 0, 1]);
  const lens = perspective(aspect);
  return { view, lens, toClip: product(lens, view), distance: -view[14] };
}

/**
 * The camera after the pointer has dragged the scene; one height of the picture is half a turn.
 * @template {CameraView} T
 * @param {T} camera
 * @param {number} right in heights of the picture
 * @param {number} down in heights of the picture
 * @returns {T}
 */
export function turned(camera, right, down) {
  const { radius, azimuth, elevation } = spherical(camera);
  const most = Math.PI / 2 - POLE;
  return placed(camera, radius, azimuth - Math.PI * right,
    Math.min(most, Math.max(-most, elevation + Math.PI * down)));
}

/**
 * The camera so many times as far away from what it looks at.
 * @template {CameraView} T
 * @param {T} camera
 * @param {number} factor
 * @returns {T}
 */
export function zoomed(camera, factor) {
  const { radius, azimuth, elevation } = spherical(camera);
  return placed(camera, Math.min(100, Math.max(0.1, radius * factor)), azimuth, elevation);
}

/** @param {CameraView} camera */
function spherical({ eye, center }) {
  const [x, y, z] = [eye.x - center.x, eye.y - center.y, eye.z - center.z];
  return { radius: Math.hypot(x, y, z), azimuth: Math.atan2(y, x), elevation: Math.atan2(z, Math.hypot(x, y)) };
}

/**
 * @template {CameraView} T
 * @param {T} camera
 * @param {number} radius
 * @param {number} azimuth
 * @param {number} elevation
 * @returns {T}
 */
function placed(camera, radius, azimuth, elevation) {
  const { center } = camera;
  const flat = radius * Math.cos(elevation);
  return { ...camera, eye: { x: center.x + flat * Math.cos(azimuth), y: center.y + flat * Math.sin(azimuth),
    z: center.z + radius * Math.sin(elevation) } };
}
