/** The formats that get a preview. SVG is none of them: it is a document that runs. */
export const PICTURE_TYPES = ['png', 'jpeg', 'gif', 'webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

/** Enough of a file's beginning to tell its format. */
export const PICTURE_HEAD_BYTES = 16;

/** The format a file says it has by its first bytes, whatever its name; null for anything but a picture. */
export function pictureType(head: Buffer): PictureType | null {
  const has = (at: number, text: string) => head.toString('latin1', at, at + text.length) === text;
  if (has(0, '\u0089PNG\r\n\u001a\n')) return 'png';
  if (has(0, '\u00ff\u00d8\u00ff')) return 'jpeg';
  if (has(0, 'GIF87a') || has(0, 'GIF89a')) return 'gif';
  if (has(0, 'RIFF') && has(8, 'WEBP')) return 'webp';
  return null;
}

export interface Dimensions {
  width: number;
  height: number;
}

/** Segments of a JPEG that hold its dimensions: all frame headers (C4, C8 and CC are other things). */
const isFrameHeader = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Goes through the segments of a JPEG before its pixels; stops at the first for which `visit` answers something. */
function visitSegments<T>(bytes: Buffer, visit: (marker: number, content: Buffer) => T | undefined): T | null {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    // Filling bytes between segments.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda) return null;
    const length = bytes.readUInt16BE(at + 2);
    const found = visit(marker, bytes.subarray(at + 4, at + 2 + length));
    if (found !== undefined) return found;
    at += 2 + Math.max(length, 2);
  }
  return null;
}

function webpSize(bytes: Buffer): Dimensions | null {
  if (bytes.length < 30) return null;
  const kind = bytes.toString('latin1', 12, 16);
  if (kind === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (kind === 'VP8L') {
    const bits = bytes.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (kind === 'VP8 ') return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  return null;
}

/** The dimensions a picture says it has, read before a single pixel is; null when it does not say. */
export function pictureSize(type: PictureType, bytes: Buffer): Dimensions | null {
  switch (type) {
    case 'png':
      return bytes.length < 24 ? null : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
    case 'gif':
      return bytes.length < 10 ? null : { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
    case 'webp':
      return webpSize(bytes);
    case 'jpeg':
      return visitSegments(bytes, (marker, content) =>
        isFrameHeader(marker) && content.length >= 5
          ? { height: content.readUInt16BE(1), width: content.readUInt16BE(3) }
          : undefined,
      );
  }
}

/** How a JPEG wants to be turned: the EXIF orientation, 1 to 8; 1 when it says nothing. */
export function pictureOrientation(type: PictureType, bytes: Buffer): number {
  if (type !== 'jpeg') return 1;
  const found = visitSegments(bytes, (marker, content) =>
    marker === 0xe1 && content.toString('latin1', 0, 6) === 'Exif\0\0'
      ? exifOrientation(content.subarray(6))
      : undefined,
  );
  return found ?? 1;
}

const ORIENTATION_TAG = 0x0112;

function exifOrientation(tiff: Buffer): number {
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const directory = u32(4);
  for (let entry = 0; entry < u16(directory); entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) break;
    if (u16(at) !== ORIENTATION_TAG) continue;
    const value = u16(at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** Turns and mirrors pixels of four bytes as an EXIF orientation asks. */
export function turnPixels(pixels: Uint8Array, { width, height }: Dimensions, orientation: number) {
  if (orientation === 1) return { pixels, width, height };
  const turned = orientation >= 5;
  const [outWidth, outHeight] = turned ? [height, width] : [width, height];
  // Aligned anew, because the pixels may begin anywhere in their buffer.
  const from = new Uint32Array(Uint8Array.from(pixels).buffer);
  const to = new Uint32Array(from.length);
  const mirrorX = [2, 3, 7, 8].includes(orientation);
  const mirrorY = [3, 4, 6, 7].includes(orientation);
  for (let y = 0; y < outHeight; y += 1) {
    for (let x = 0; x < outWidth; x += 1) {
      const [u, v] = turned ? [y, x] : [x, y];
      const fromX = mirrorX ? width - 1 - u : u;
      const fromY = mirrorY ? height - 1 - v : v;
      to[y * outWidth + x] = from[fromY * width + fromX] ?? 0;
    }
  }
  return { pixels: new Uint8Array(to.buffer), width: outWidth, height: outHeight };
}
