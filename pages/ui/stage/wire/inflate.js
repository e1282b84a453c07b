/**
 * What `zlib` has packed in Python.
 * @param {Uint8Array} bytes
 */
export function inflate(bytes) {
  const stream = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}
