import { UploadQueue } from '../../ui/file-field/upload-queue.ts';

/** Larger ones are not unpacked. */
export const PICTURE_BYTES_MAX = 32 * 1024 ** 2;

/** A picture that did not arrive. */
export class PictureNotSent extends Error {
  override name = 'PictureNotSent';
}

/** Sends a picture and answers with the id of the upload. Throws PictureNotSent. */
export async function sendPicture(owner: string, file: File): Promise<string> {
  const queue = new UploadQueue({ owner, filesMax: 1, bytesMax: PICTURE_BYTES_MAX });
  const arrived = Promise.withResolvers<string>();
  const stop = queue.subscribe(() => {
    const [item] = queue.items();
    if (item?.state === 'done' && item.id !== null) arrived.resolve(item.id);
    else if (item?.state === 'failed') arrived.reject(new PictureNotSent(item.failure?.kind ?? 'failed'));
  });
  const [rejected] = queue.add([file]);
  if (rejected !== undefined) arrived.reject(new PictureNotSent(rejected.reason));
  try {
    return await arrived.promise;
  } finally {
    stop();
    queue.stop();
  }
}
