import { createPreviewPool } from '#features/attachments/index.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { ENCODE_TASK, encodeImage } from './add-image.ts';
import { tellAuthors } from './tell-authors.ts';
import { REMOVE_BLOBS_TASK } from './write-article.ts';

/** Jobs of the help centre. */
export function helpTasks(platform: Platform): TaskDefinition[] {
  const pool = createPreviewPool();
  return [
    defineTask(ENCODE_TASK, ({ imageId }: { imageId: string }) => encodeImage(platform, pool, imageId)),
    defineTask(REMOVE_BLOBS_TASK, async ({ ids }: { ids: string[] }) => {
      for (const id of ids) await platform.blobs.remove(id);
    }),
    defineTask('articles.tell-authors', () => tellAuthors(platform), '23 6 * * *'),
  ];
}
