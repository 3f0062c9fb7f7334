import type { recoveryRoutes } from '@companyaccount/contract/recoveries';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { askForKeyFiles } from './recover-key-files.ts';

/** Handlers of what is done for licenses without signing in. */
export function licenseCareHandlers(platform: Platform): Handlers<typeof recoveryRoutes> {
  return {
    createKeyFileRecovery: async ({ body }) => {
      await askForKeyFiles(platform, body);
      return { status: 'received' };
    },
  };
}
