const CHUNK_BYTES = 4096;
/** Macros begin with lines such as `Attribute VB_Name`; compressed, the first eight letters stand as they are. */
const BEGINNING = Buffer.from('\0Attribut', 'latin1');

/** Unpacks one chunk of a compressed text (MS-OVBA 2.4.1) behind what there is already of its own chunk. */
function unpackChunk(bytes: Buffer, from: number, to: number): Buffer {
  const out = Buffer.alloc(CHUNK_BYTES);
  let length = 0;
  for (let at = from; at < to;) {
    const flags = bytes.readUInt8(at);
    at += 1;
    for (let bit = 0; bit < 8 && at < to && length < CHUNK_BYTES; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        out[length] = bytes.readUInt8(at);
        length += 1;
        at += 1;
        continue;
      }
      const token = bytes.readUInt16LE(at);
      at += 2;
      // How many bits tell the distance depends on how far back there is anything.
      const distanceBits = Math.max(4, Math.ceil(Math.log2(length)));
      const count = (token & (0xffff >> distanceBits)) + 3;
      const distance = (token >> (16 - distanceBits)) + 1;
      if (distance > length) throw new RangeError('a copy from before the beginning');
      for (let copied = 0; copied < count && length < CHUNK_BYTES; copied += 1, length += 1) {
        out[length] = out[length - distance] ?? 0;
      }
    }
  }
  return out.subarray(0, length);
}

/** The source of a macro that a stream holds, at most `max` bytes of it; null where it holds none. */
export function macroSource(stream: Buffer, max: number): string | null {
  const begin = stream.indexOf(BEGINNING) - 3;
  if (begin < 0 || stream[begin] !== 1) return null;
  const pieces: Buffer[] = [];
  let length = 0;
  for (let at = begin + 1; at + 2 < stream.length && length < max;) {
    const head = stream.readUInt16LE(at);
    const end = Math.min(at + (head & 0xfff) + 3, stream.length);
    const piece = (head & 0x8000) === 0 ? stream.subarray(at + 2, end) : unpackChunk(stream, at + 2, end);
    pieces.push(piece);
    length += piece.length;
    at = end;
  }
  return Buffer.concat(pieces).toString('latin1', 0, max);
}
