import { deflateSync } from 'node:zlib';
import { PhotonImage } from '@silvia-odwyer/photon-node';

export type Pixel = [red: number, green: number, blue: number, alpha: number];

/** Pixels of a picture of this size, each as told by its place. */
function pixelsOf(width: number, height: number, at: (x: number, y: number) => Pixel): Uint8Array {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) pixels.set(at(x, y), (y * width + x) * 4);
  return pixels;
}
export const RED: Pixel = [255, 0, 0, 255];
export const BLUE: Pixel = [0, 0, 255, 255];
/** Red on the left, blue on the right. */
export const halves = (width: number) => (x: number) => (x < width / 2 ? RED : BLUE);

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}
function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc(body), body.length + 4);
  return framed;
}

/** A PNG whose head says this size, with these compressed pixels: they need not fit together. */
export function pngOf(width: number, height: number, data: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

export function png(width: number, height: number, at: (x: number, y: number) => Pixel): Buffer {
  const pixels = pixelsOf(width, height, at);
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.concat([Buffer.from([0]), pixels.subarray(y * width * 4, (y + 1) * width * 4)]),
  );
  return pngOf(width, height, deflateSync(Buffer.concat(rows)));
}

/** A JPEG, with this EXIF orientation when one is given. */
export function jpeg(width: number, height: number, at: (x: number, y: number) => Pixel, orientation?: number): Buffer {
  const image = new PhotonImage(pixelsOf(width, height, at), width, height);
  const bytes = Buffer.from(image.get_bytes_jpeg(95));
  image.free();
  if (orientation === undefined) return bytes;
  const exif = Buffer.from(
    'Exif\0\0MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\0\0\0\0\0\0\0',
    'latin1',
  );
  exif.writeUInt16BE(orientation, exif.length - 8);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  return Buffer.concat([bytes.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, bytes.subarray(2)]);
}

export function webp(width: number, height: number, at: (x: number, y: number) => Pixel): Buffer {
  const image = new PhotonImage(pixelsOf(width, height, at), width, height);
  const bytes = Buffer.from(image.get_bytes_webp());
  image.free();
  return bytes;
}

/** One black pixel. */
export const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** The pixel of an encoded picture at this place. */
export function pixelAt(bytes: Buffer, x: number, y: number): number[] {
  const image = PhotonImage.new_from_byteslice(bytes);
  const at = (y * image.get_width() + x) * 4;
  const pixel = [...image.get_raw_pixels().subarray(at, at + 4)];
  image.free();
  return pixel;
}
