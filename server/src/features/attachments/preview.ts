import type { Dimensions } from './picture.ts';

/** The longer side of a preview, in pixels. */
export const PREVIEW_SIDE = 1280;
/** Larger files are pictures for a program of their own. */
export const PICTURE_BYTES_MAX = 32 * 1024 ** 2;
/** A picture of more pixels is not unpacked: each takes four bytes, and several copies are needed. */
export const PICTURE_PIXELS_MAX = 50_000_000;
/** No preview is larger; one that would be is not kept. */
export const PREVIEW_BYTES_MAX = 8 * 1024 ** 2;
export const PREVIEW_TYPES = ['image/webp', 'image/jpeg'] as const;
export type PreviewType = (typeof PREVIEW_TYPES)[number];

/** Whether a picture that says this of itself may be unpacked. */
export const mayUnpack = ({ width, height }: Dimensions): boolean =>
  width > 0 && height > 0 && width * height <= PICTURE_PIXELS_MAX;

/** The size of the preview of such a picture: never larger than it, and no side thinner than a pixel. */
export function previewSize({ width, height }: Dimensions): Dimensions {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
