import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { idFrom } from '#platform/ids.ts';
import { insertDeliveries } from './deliveries-store.ts';
import { findConcerned, loadPayload, type SpreadEvent } from './payload-views.ts';

/** The job that makes the calls that are due. */
export const DELIVER_TASK = 'webhook.deliver';

/** Has the calls made that are due then; jobs that wait for the same are one. */
export const deliverSoon = (tx: Tx, runAt: Date | null = null): Promise<void> =>
  enqueue(tx, DELIVER_TASK, {}, runAt === null ? { key: DELIVER_TASK } : { key: `${DELIVER_TASK}:later`, runAt });

/** Writes down, for each webhook concerned, what it is to be told. Doing it again writes nothing twice. */
export async function writeDeliveries(tx: Tx, event: SpreadEvent): Promise<void> {
  const webhookIds = await findConcerned(tx, event);
  const payload = webhookIds.length === 0 ? null : await loadPayload(tx, event);
  if (payload === null) return;
  const { id: eventId, type, at } = event;
  const isNew = await insertDeliveries(
    tx,
    webhookIds.map((webhookId) => {
      const id = idFrom(`${eventId} ${webhookId}`);
      return { id, webhookId, eventId, type, payload, tries: 0, at: new Date(at) };
    }),
  );
  if (isNew) await deliverSoon(tx);
}
