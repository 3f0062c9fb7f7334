import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { deleteDeliveries } from './deliveries-store.ts';
import { KEPT_MS } from './delivery.ts';
import type { SpreadEvent } from './payload-views.ts';
import { createDeliverer } from './send-deliveries.ts';
import { DELIVER_TASK, writeDeliveries } from './write-deliveries.ts';

/** Tells webhooks what happened. */
export function webhookTasks(platform: Platform): TaskDefinition[] {
  const { db, clock } = platform;
  const deliver = createDeliverer(platform);
  return [
    defineTask('webhook.spread', (event: SpreadEvent) => transact(db, SYSTEM, (tx) => writeDeliveries(tx, event))),
    // Also by the calendar, for what was under way in a process that was killed.
    defineTask(DELIVER_TASK, (_payload: unknown, stopping) => deliver(stopping), '* * * * *'),
    defineTask(
      'webhook.forget',
      () => transact(db, SYSTEM, (tx) => deleteDeliveries(tx, new Date(clock().getTime() - KEPT_MS))),
      '43 * * * *',
    ),
  ];
}
