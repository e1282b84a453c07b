/** @typedef {{color: string, p: Float32Array | Float64Array | null}} Model */

const UNIT = Float64Array.from([1, 0]);

/**
 * Samples of many features as the one number z = wᵀx + b that a model makes of each: data for a picture over one
 * feature, whose model is σ(z). What is beyond the window stands at its edge.
 * @param {any} panel whose x has any number of columns
 * @param {Model} model
 * @returns {{data: any, model: Model}} the panel with other data
 */
export function scored(panel, { color, p }) {
  const { x: { shape: [count, d], data }, window: [[low, high]] } = panel;
  const z = Float64Array.from({ length: p ? count : 0 }, (_, k) => {
    const weights = /** @type {ArrayLike<number>} */ (p);
    let sum = weights[d];
    for (let j = 0; j < d; j += 1) sum += weights[j] * data[k * d + j];
    return Math.min(Math.max(sum, low), high);
  });
  return { data: { ...panel, threshold: "z = 0", x: { shape: [z.length, 1], data: z } },
    model: { color, p: p && UNIT } };
}
