/**
 * @typedef {{x: number, y: number, width: number, height: number}} Box in pixels of the screen
 * @typedef {[number, number, number]} Rgb
 */

const GAP = 14;
/** Numbers smaller than this are rounding, and have no digits. */
const ROUNDING = 1e-9;

/**
 * Boxes for images of these shapes [H, W], in the rows and columns that show the smallest largest;
 * below each is room for a caption.
 * @param {number[][]} shapes
 * @param {number} width
 * @param {number} height
 * @param {number} caption
 * @returns {Box[]}
 */
export function arranged(shapes, width, height, caption) {
  let best = /** @type {Box[]} */ ([]);
  let largest = 0;
  for (let columns = 1; columns <= shapes.length; columns += 1) {
    const rows = Math.ceil(shapes.length / columns);
    const [across, down] = [(width - GAP) / columns - GAP, height / rows - caption - GAP];
    const boxes = shapes.map(([h, w], k) => {
      const pixel = sized(Math.min(across / w, down / h));
      return { x: GAP + (k % columns) * (across + GAP) + (across - pixel * w) / 2,
        y: Math.floor(k / columns) * (down + caption + GAP) + (down - pixel * h) / 2 + GAP / 2,
        width: pixel * w, height: pixel * h };
    });
    const least = Math.min(...boxes.map((box) => box.width * box.height));
    if (down > 0 && across > 0 && least > largest) [best, largest] = [boxes, least];
  }
  return best;
}

/**
 * A caption in lines that are not wider than their image's place, where its words allow it.
 * @param {string} caption
 * @param {(text: string) => number} widthOf
 * @param {number} most
 */
export function inLines(caption, widthOf, most) {
  /** @type {string[]} */
  const lines = [];
  for (const word of caption.split(" ")) {
    const longer = `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * How wide the place is that each image has in an arrangement.
 * @param {Box[]} boxes
 * @param {number} width of the picture
 */
export function roomOf(boxes, width) {
  const columns = new Set(boxes.map(({ x, width: own }) => Math.round(x + own / 2))).size;
  return (width - GAP) / Math.max(1, columns) - GAP / 2;
}

/**
 * Pixels of whole size, where they are large enough for that to cost little.
 * @param {number} pixel
 */
function sized(pixel) {
  return pixel > 4 ? Math.floor(pixel) : pixel;
}

/**
 * The image, the row and the column at a place, or null.
 * @param {Box[]} boxes
 * @param {number[][]} shapes
 * @param {number} x
 * @param {number} y
 */
export function pixelAt(boxes, shapes, x, y) {
  const image = boxes.findIndex((box) => (
    x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height));
  if (image < 0) return null;
  const [rows, columns] = shapes[image];
  const { x: left, y: top, width, height } = boxes[image];
  return { image, row: Math.floor((rows * (y - top)) / height),
    column: Math.floor((columns * (x - left)) / width) };
}

/**
 * The values of paper and of ink: those that are given, else the least and the largest; of a signed
 * image the largest modulus on both sides.
 * @param {{pixels: {data: ArrayLike<number>}, limits: number[] | null, signed: boolean}} image
 * @returns {[number, number]}
 */
export function limitsOf({ pixels: { data }, limits, signed }) {
  let [low, high] = limits ?? [Infinity, -Infinity];
  if (!limits) {
    for (let k = 0; k < data.length; k += 1) {
      low = Math.min(low, data[k]);
      high = Math.max(high, data[k]);
    }
  }
  const most = Math.max(Math.abs(low), Math.abs(high));
  return signed ? [-most, most] : [low, high];
}

/**
 * What a stored pixel is worth.
 * @param {number} stored
 * @param {boolean} bytes whether pixels are of uint8
 * @param {number[] | null} limits
 */
export function valueOf(stored, bytes, limits) {
  return bytes && limits ? limits[0] + ((limits[1] - limits[0]) * stored) / 255 : stored;
}

/**
 * The color of a value: from paper to ink, or from paper to the color of its sign.
 * @param {number} value
 * @param {number[]} limits
 * @param {{paper: Rgb, ink: Rgb, negative: Rgb, positive: Rgb}} colors
 * @param {boolean} signed
 * @returns {number[]}
 */
export function shadeOf(value, [low, high], { paper, ink, negative, positive }, signed) {
  const span = signed ? high : high - low;
  const share = span > 0 ? (signed ? Math.abs(value) : value - low) / span : 0;
  const full = signed ? (value < 0 ? negative : positive) : ink;
  const mixed = Math.min(1, Math.max(0, share));
  return paper.map((c, k) => Math.round(c + mixed * (full[k] - c)));
}

/**
 * Two significant digits, as short as they are; the rounding of what was computed decides no tie.
 * @param {number} value
 */
export function shortNumber(value) {
  const shown = Math.abs(value) < ROUNDING ? 0 : Number(Number(value.toPrecision(9)).toPrecision(2));
  return String(shown).replace("-", "−");
}
