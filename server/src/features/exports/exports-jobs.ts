import { emit } from '#platform/db/emit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { WRITE_TASK } from './create-export.ts';
import { EXPIRE_TASK } from './delete-export.ts';
import { deleteExportRow, findOverdue } from './exports-store.ts';
import { writeExport } from './write-export.ts';

const BATCH = 100;

/** Jobs that write exports, and delete those whose time is over. */
export function exportTasks(platform: Platform): TaskDefinition[] {
  const { db, blobs, clock } = platform;
  const expire = async () => {
    for (let found = BATCH; found === BATCH;) {
      const overdue = await findOverdue(db, clock(), BATCH);
      found = overdue.length;
      for (const { id, blob_id: blobId, person_id: personId } of overdue) {
        // The row goes last: what is cut off here is done by the next run.
        if (blobId !== null) await blobs.remove(blobId);
        await transact(db, SYSTEM, async (tx) => {
          await deleteExportRow(tx, id);
          await emit(tx, 'export_changed', { personId });
        });
      }
    }
  };
  return [
    defineTask(WRITE_TASK, ({ exportId }: { exportId: string }) => writeExport(platform, exportId)),
    defineTask(EXPIRE_TASK, expire, '27 * * * *'),
  ];
}
