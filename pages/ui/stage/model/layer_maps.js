/**
 * A layer in its place: what enters and leaves it, and where its parameters begin.
 * @typedef {{below: number[], shape: number[], at: number, size: number}} Place
 * @typedef {{mean: Float64Array, spread: Float64Array}} Measured of each channel
 */

/** @param {ArrayLike<number>} numbers */
export function product(numbers) {
  return Array.from(numbers).reduce((all, n) => all * n, 1);
}

/**
 * A number for both axes, or one for each.
 * @param {number | number[]} value
 * @returns {number[]}
 */
export function pair(value) {
  return Array.isArray(value) ? value : [value, value];
}

/**
 * Padding as [top, bottom, left, right]: of a number, (height, width), four, or two pairs.
 * @param {number | any[]} value
 * @returns {number[]}
 */
function sides(value) {
  const given = Array.isArray(value) ? value : [value, value];
  if (given.length === 4) return given;
  return given.flatMap((/** @type {number | number[]} */ axis) => pair(axis));
}

/**
 * For each place of a kernel and each of its pixels the pixel of the image below, or -1 outside.
 * @param {Record<string, any>} layer
 * @param {Place} place
 */
export function windowsOf({ kernel, stride, padding, dilation = 1, circular = false }, { below, shape }) {
  const [kh, kw] = pair(kernel);
  const [sh, sw] = pair(stride);
  const [dh, dw] = pair(dilation);
  const [top, , left] = sides(padding);
  const [, h, w] = below;
  const [, rows, columns] = shape;
  const pixels = new Int32Array(rows * columns * kh * kw);
  let n = 0;
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      for (let u = 0; u < kh; u += 1) {
        for (let v = 0; v < kw; v += 1) {
          let [y, x] = [i * sh + u * dh - top, j * sw + v * dw - left];
          if (circular) [y, x] = [(y + h) % h, (x + w) % w];
          pixels[n] = y >= 0 && y < h && x >= 0 && x < w ? y * w + x : -1;
          n += 1;
        }
      }
    }
  }
  return { pixels, each: kh * kw, places: rows * columns };
}

/**
 * @param {ArrayLike<number>} p
 * @param {Float64Array} a
 * @param {number} count
 * @param {Place} place
 */
export function dense(p, a, count, { below: [inputs], shape: [units], at }) {
  const z = new Float64Array(count * units);
  const bias = at + units * inputs;
  for (let n = 0; n < count; n += 1) {
    for (let j = 0; j < units; j += 1) {
      let sum = p[bias + j];
      const row = at + j * inputs;
      for (let k = 0; k < inputs; k += 1) sum += p[row + k] * a[n * inputs + k];
      z[n * units + j] = sum;
    }
  }
  return z;
}

/**
 * @param {ArrayLike<number>} p
 * @param {Float64Array} a
 * @param {number} count
 * @param {Place} place
 * @param {number} groups
 * @param {{pixels: Int32Array, each: number, places: number}} windows
 */
export function convolve(p, a, count, { below, shape: [channels], at, size }, groups, { pixels, each, places }) {
  const image = below[1] * below[2];
  const entering = below[0] / groups;
  const z = new Float64Array(count * channels * places);
  const bias = at + size - channels;
  // A channel with a zero after it, which is the pixel that all places outside stand for.
  const channel = new Float64Array(image + 1);
  const outside = pixels.map((pixel) => (pixel < 0 ? image : pixel));
  for (let o = 0; o < count * channels; o += 1) z.fill(p[bias + (o % channels)], o * places, (o + 1) * places);
  for (let n = 0; n < count * below[0]; n += 1) {
    channel.set(a.subarray(n * image, (n + 1) * image));
    const [sample, from] = [Math.floor(n / below[0]), n % below[0]];
    const group = Math.floor(from / entering);
    const own = channels / groups;
    for (let o = group * own; o < (group + 1) * own; o += 1) {
      const kernel = at + (o * entering + (from % entering)) * each;
      addCorrelation(z, (sample * channels + o) * places, p, kernel, channel, outside, each, places);
    }
  }
  return z;
}

/**
 * Add to one map what one channel gives to it.
 * @param {Float64Array} z
 * @param {number} out where the map begins
 * @param {ArrayLike<number>} p
 * @param {number} kernel where its weights begin
 * @param {Float64Array} channel
 * @param {Int32Array} pixels
 * @param {number} each
 * @param {number} places
 */
function addCorrelation(z, out, p, kernel, channel, pixels, each, places) {
  for (let place = 0; place < places; place += 1) {
    let sum = 0;
    for (let k = 0; k < each; k += 1) sum += p[kernel + k] * channel[pixels[place * each + k]];
    z[out + place] += sum;
  }
}

/**
 * @param {Float64Array} a
 * @param {number} count
 * @param {Place} place
 * @param {{pixels: Int32Array, each: number, places: number}} windows
 * @param {boolean} mean
 * @param {boolean} whole whether the margin counts
 */
export function pool(a, count, { below }, { pixels, each, places }, mean, whole) {
  const [channels, h, w] = below;
  const out = new Float64Array(count * channels * places);
  for (let map = 0; map < count * channels; map += 1) {
    for (let place = 0; place < places; place += 1) {
      let [sum, largest, inside] = [0, -Infinity, 0];
      for (let k = 0; k < each; k += 1) {
        const pixel = pixels[place * each + k];
        if (pixel < 0) continue;
        const value = a[map * h * w + pixel];
        sum += value;
        largest = Math.max(largest, value);
        inside += 1;
      }
      out[map * places + place] = mean ? sum / (whole ? each : inside) : largest;
    }
  }
  return out;
}

/**
 * Mean and spread of each channel over samples and pixels: batch normalization's.
 * @param {Float64Array} a
 * @param {number} count
 * @param {Place} place
 * @param {number} epsilon
 * @returns {Measured}
 */
export function measured(a, count, { below }, epsilon) {
  const [channels, ...pixels] = below;
  const each = product(pixels);
  const [mean, spread] = [new Float64Array(channels), new Float64Array(channels)];
  for (let n = 0; n < a.length; n += 1) mean[Math.floor(n / each) % channels] += a[n] / (count * each);
  for (let n = 0; n < a.length; n += 1) {
    const channel = Math.floor(n / each) % channels;
    spread[channel] += (a[n] - mean[channel]) ** 2 / (count * each);
  }
  return { mean, spread: spread.map((variance) => Math.sqrt(variance + epsilon)) };
}

/**
 * γ (x - mean) / spread + β, each for a channel.
 * @param {ArrayLike<number>} p
 * @param {Float64Array} a
 * @param {Place} place
 * @param {Measured} statistics
 */
export function normalizeAll(p, a, { below, at }, { mean, spread }) {
  const [channels, ...pixels] = below;
  const each = product(pixels);
  return a.map((value, n) => {
    const channel = Math.floor(n / each) % channels;
    return p[at + channel] * ((value - mean[channel]) / spread[channel]) + p[at + channels + channel];
  });
}

/**
 * The same over the features of each sample, with a γ and a β for each feature: layer normalization.
 * @param {ArrayLike<number>} p
 * @param {Float64Array} a
 * @param {number} count
 * @param {Place} place
 * @param {number} epsilon
 */
export function normalizeEach(p, a, count, { below, at }, epsilon) {
  const size = product(below);
  const out = new Float64Array(a.length);
  for (let n = 0; n < count; n += 1) {
    const own = a.subarray(n * size, (n + 1) * size);
    const mean = own.reduce((sum, value) => sum + value, 0) / size;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
    const spread = Math.sqrt(variance + epsilon);
    own.forEach((value, k) => { out[n * size + k] = p[at + k] * ((value - mean) / spread) + p[at + size + k]; });
  }
  return out;
}
