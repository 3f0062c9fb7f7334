import { ARTICLE_IMAGES_MAX, type ArticleImage } from '@companyaccount/contract/articles';
import { encodePicture, PICTURE_BYTES_MAX, takeFinishedUploads } from '#features/attachments/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { newId } from '#platform/ids.ts';
import type { Platform } from '#platform/platform.ts';
import { lockArticle } from './articles-access.ts';
import { countImages, findPendingImage, insertImage, settleImage } from './images-store.ts';
import { tellArticles } from './tell-articles.ts';

/** The job that encodes a picture anew. */
export const ENCODE_TASK = 'article.image';

/** Takes the actor's finished upload as a picture of an article; a job encodes it anew before anybody sees it. */
export async function addImage(
  tx: Tx,
  { personId }: Agent,
  articleId: string,
  uploadId: string,
  at: Date,
): Promise<ArticleImage> {
  const { slug } = await lockArticle(tx, articleId);
  if ((await countImages(tx, articleId)) >= ARTICLE_IMAGES_MAX) throw new Refusal('too_many_files');
  const by = { personId, companyId: null, uploadTokenId: null };
  const [upload] = await takeFinishedUploads(tx, { by, ids: [uploadId], now: at });
  if (upload === undefined) throw new Refusal('upload_not_ready');
  if (upload.size > PICTURE_BYTES_MAX) throw new Refusal('payload_too_large');
  const id = newId();
  const { name } = upload;
  await insertImage(tx, { id, articleId, name, originalId: uploadId, blobId: newId(), at });
  await enqueue(tx, ENCODE_TASK, { imageId: id });
  await audit(tx, 'article.image_added', { type: 'article', id: articleId }, { name: slug, imageId: id });
  await tellArticles(tx);
  return { id, state: 'pending', name, width: null, height: null };
}

/** Encodes a picture anew and forgets what was sent. Running again does no harm. */
export async function encodeImage(
  platform: Platform,
  pool: Parameters<typeof encodePicture>[1],
  imageId: string,
): Promise<void> {
  const { db, blobs } = platform;
  const wanted = await findPendingImage(db, imageId);
  if (wanted === undefined) return;
  const made = await encodePicture(platform, pool, wanted);
  await transact(db, SYSTEM, async (tx) => {
    await settleImage(tx, imageId, made);
    await tellArticles(tx);
  });
  await blobs.remove(wanted.originalId);
}
