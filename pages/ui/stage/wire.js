/** Format of the header that this code reads; wire.py writes the same number. */
export const WIRE_VERSION = 1;

const TYPED = { f4: Float32Array, f8: Float64Array, i1: Int8Array, i2: Int16Array,
  i4: Int32Array, u1: Uint8Array, u2: Uint16Array, u4: Uint32Array };

/** An error whose message is meant for the reader. */
export class StageError extends Error {}

/**
 * The scene that wire.py has encoded:
 *
 *   [uint32 LE: header length][header: JSON, space-padded to 4][arrays, each at a multiple of 8]
 *
 * The array block is deflated if the header says so. {"$": [dtype, shape, offset, "delta"?]} in the
 * header becomes a typed array (one axis), {shape, data} (more axes), or rows (inside a figure).
 * @param {Uint8Array} bytes
 * @returns {Promise<object>}
 */
export async function decodeScene(bytes) {
  const { header, rest } = splitMessage(bytes);
  if (header.version !== WIRE_VERSION) {
    throw new StageError(`This page shows scenes of version ${WIRE_VERSION}, but received version `
      + `${header.version}: reload the page.`);
  }
  const block = header.deflated ? await inflate(rest) : rest.slice().buffer;
  return revive(header.scene, block, false);
}

function splitMessage(bytes) {
  const unreadable = new StageError("The picture arrived damaged and was not shown: reload the page.");
  if (!(bytes instanceof Uint8Array) || bytes.length < 8) throw unreadable;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length + 4 > bytes.length) throw unreadable;
  try {
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
    return { header, rest: bytes.subarray(4 + length) };
  } catch {
    throw unreadable;
  }
}

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

function revive(value, block, inFigure) {
  if (Array.isArray(value)) return value.map((item) => revive(item, block, inFigure));
  if (value === null || typeof value !== "object") return value;
  if (value.$) return readArray(value.$, block, inFigure);
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => (
    [key, revive(item, block, inFigure || key.startsWith("figure"))])));
}

function readArray([dtype, shape, offset, coding], block, inFigure) {
  const size = shape.reduce((product, n) => product * n, 1);
  const data = new TYPED[dtype](block, offset, size);
  if (coding === "delta") undoDelta(data, size / shape[0]);
  if (shape.length === 1) return data;
  if (!inFigure) return { shape, data };
  const width = shape[1];
  return Array.from({ length: shape[0] }, (_, row) => data.subarray(row * width, (row + 1) * width));
}

/** Sums up uint8 differences in place; the sum wraps around at 256 like the difference did. */
function undoDelta(data, stride) {
  for (let k = stride; k < data.length; k += 1) data[k] += data[k - stride];
}
