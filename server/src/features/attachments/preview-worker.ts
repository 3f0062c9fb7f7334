import { PhotonImage, resize, SamplingFilter } from '@silvia-odwyer/photon-node';
import { answerFrames } from '#platform/isolated/answer-frames.ts';
import { type Dimensions, pictureOrientation, pictureSize, pictureType, turnPixels } from './picture.ts';
import { mayUnpack, previewSize, type PreviewType } from './preview.ts';

// Runs in an isolated process: pictures from outside are unpacked here and nowhere else.

const JPEG_QUALITY = 82;
/** A picture without loss beyond this is a photograph, and those are better off with some. */
const LOSSLESS_BYTES_MAX = 400_000;
const OPAQUE = 255;
const SMOOTH = SamplingFilter.Triangle;

const isOpaque = (pixels: Uint8Array) => {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== OPAQUE) return false;
  return true;
};

/** Unpacks the picture and makes it as small as its preview. */
function shrink(bytes: Buffer) {
  const whole = PhotonImage.new_from_byteslice(bytes);
  const size = { width: whole.get_width(), height: whole.get_height() };
  const { width, height } = previewSize(size);
  const small = width === size.width && height === size.height ? whole : resize(whole, width, height, SMOOTH);
  const pixels = small.get_raw_pixels();
  // Memory of the decoder is not the collector's to free.
  for (const image of new Set([whole, small])) image.free();
  return { pixels, width, height };
}

function pack(pixels: Uint8Array, { width, height }: Dimensions): { type: PreviewType; bytes: Uint8Array } {
  const image = new PhotonImage(pixels, width, height);
  try {
    const lossless = image.get_bytes_webp();
    if (lossless.length <= LOSSLESS_BYTES_MAX || !isOpaque(pixels)) return { type: 'image/webp', bytes: lossless };
    return { type: 'image/jpeg', bytes: image.get_bytes_jpeg(JPEG_QUALITY) };
  } finally {
    image.free();
  }
}

await answerFrames(({ bytes }) => {
  const type = pictureType(bytes);
  const said = type && pictureSize(type, bytes);
  if (type === null || said === null) throw new Error('not a picture');
  if (!mayUnpack(said)) throw new Error('too many pixels');
  const small = shrink(bytes);
  const { pixels, ...size } = turnPixels(small.pixels, small, pictureOrientation(type, bytes));
  const packed = pack(pixels, size);
  return { words: { type: packed.type, ...size }, bytes: Buffer.from(packed.bytes) };
});
