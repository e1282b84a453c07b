/** Where the reader's own digit stays: a reload, or a link that is opened here, finds it again. */
const NAME = "loss-landscape-lab-digit";
const LEVELS = 255;

/**
 * Keep a digit, or with null none.
 * @param {Float64Array | null} pixels from 0 to 1
 */
export function keepDrawn(pixels) {
  try {
    if (pixels) localStorage.setItem(NAME, JSON.stringify(Array.from(pixels, (ink) => Math.round(LEVELS * ink))));
    else localStorage.removeItem(NAME);
  } catch {
    // A browser that stores nothing forgets the digit with the page.
  }
}

/**
 * The digit that is kept; null if there is none, or none of so many pixels.
 * @param {number} size
 */
export function drawnBefore(size) {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME) ?? "null");
    const usable = Array.isArray(kept) && kept.length === size && kept.every((ink) => ink >= 0 && ink <= LEVELS);
    return usable ? Float64Array.from(kept, (ink) => ink / LEVELS) : null;
  } catch {
    return null;
  }
}
