import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { issueKeyFiles, replaceKeyFiles } from './issue-key-files.ts';
import type { KeyFilesOf } from './key-files-store.ts';
import { KEY_FILES_TASK, REPLACE_KEY_FILES_TASK } from './licenses-store.ts';

/** Jobs of licensing. They alone sign: the private key is opened nowhere else. */
export const licensingTasks = (platform: Platform): TaskDefinition[] => [
  defineTask(KEY_FILES_TASK, ({ licenseId }: { licenseId: string }) => issueKeyFiles(platform, licenseId)),
  defineTask(REPLACE_KEY_FILES_TASK, (of: KeyFilesOf) => replaceKeyFiles(platform, of)),
];
