const POINTS = 96;

/**
 * ½ (w - c)ᵀH(w - c).
 * @param {ArrayLike<number>} H (2, 2), row after row
 * @param {ArrayLike<number>} c
 * @param {ArrayLike<number>} w
 */
export function heightAt(H, c, w) {
  const [u, v] = [w[0] - c[0], w[1] - c[1]];
  return 0.5 * (H[0] * u * u + 2 * H[1] * u * v + H[3] * v * v);
}

/**
 * The closed line on which ½ (w - c)ᵀH(w - c) has a height; H is positive definite.
 * @param {ArrayLike<number>} H
 * @param {ArrayLike<number>} c
 * @param {number} height
 * @returns {number[][]}
 */
export function ellipseOf(H, c, height) {
  // H = LLᵀ: the circle of radius √(2 height) in Lᵀ(w - c).
  const a = Math.sqrt(H[0]);
  const b = H[1] / a;
  const d = Math.sqrt(H[3] - b * b);
  const radius = Math.sqrt(2 * height);
  return around((cos, sin) => {
    const second = (radius * sin) / d;
    return [c[0] + (radius * cos - b * second) / a, c[1] + second];
  });
}

/**
 * The edge of the ball of a norm around 0.
 * @param {string} norm "1", "2" or "inf"
 * @param {number} radius
 * @returns {number[][]}
 */
export function ballOf(norm, radius) {
  if (norm === "2") return around((cos, sin) => [radius * cos, radius * sin]);
  const corners = norm === "1" ? [[1, 0], [0, 1], [-1, 0], [0, -1], [1, 0]]
    : [[1, 1], [-1, 1], [-1, -1], [1, -1], [1, 1]];
  return corners.map(([u, v]) => [radius * u, radius * v]);
}

/**
 * @param {(cos: number, sin: number) => number[]} place
 */
function around(place) {
  return Array.from({ length: POINTS + 1 }, (_, k) => {
    const angle = (2 * Math.PI * k) / POINTS;
    return place(Math.cos(angle), Math.sin(angle));
  });
}
