import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';

const HOUR = 3_600_000;
const LIVE_EVENTS_KEPT = 48 * HOUR;
const IDEMPOTENCY_KEYS_KEPT = 72 * HOUR;
const DRAFTS_KEPT = 90 * 24 * HOUR;
/** Longer than the longest window that is counted in, a day. */
const THROTTLES_KEPT = 26 * HOUR;

/** Drops what was kept for a while only. */
export const housekeepingTasks = ({ db, clock }: Platform): TaskDefinition[] => [
  defineTask(
    'housekeeping',
    async () => {
      const ago = (ms: number) => new Date(clock().getTime() - ms);
      await db.deleteFrom('app.live_events').where('at', '<', ago(LIVE_EVENTS_KEPT)).execute();
      await db.deleteFrom('app.idempotency_keys').where('created_at', '<', ago(IDEMPOTENCY_KEYS_KEPT)).execute();
      await db.deleteFrom('app.throttles').where('window_start', '<', ago(THROTTLES_KEPT)).execute();
      await db.deleteFrom('app.drafts').where('updated_at', '<', ago(DRAFTS_KEPT)).execute();
      await db.deleteFrom('auth.sessions').where('expires_at', '<', clock()).execute();
      await db.deleteFrom('auth.verifications').where('expires_at', '<', clock()).execute();
    },
    '17 * * * *',
  ),
];
