import type { WebhookLogLine } from '@companyaccount/contract/vendor-webhooks';
import type { DeliveryFault, WebhookDelivery, WebhookDeliveryDetails } from '@companyaccount/contract/webhooks';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

const deliveries = (tx: Tx) =>
  tx
    .selectFrom('app.webhook_deliveries as d')
    .select(['d.id', 'd.event_id', 'd.type', 'd.state', 'd.attempts', 'd.last_status', 'd.last_fault'])
    .select(['d.next_try_at', 'd.done_at', 'd.created_at']);
export type DeliveryRow = Awaited<ReturnType<ReturnType<typeof deliveries>['executeTakeFirstOrThrow']>>;

interface DeliveriesQuery {
  state?: string;
  'page[size]'?: number;
  'page[after]'?: string;
}

/** What a webhook was told, newest first, one more than a page. */
export async function listDeliveryRows(tx: Tx, webhookId: string, query: DeliveriesQuery): Promise<DeliveryRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return deliveries(tx)
    .where('d.webhook_id', '=', webhookId)
    .$if(query.state !== undefined, (q) => q.where('d.state', '=', query.state ?? ''))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(d.created_at, d.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('d.created_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}

/** One delivery of a webhook; refuses where it has none under this id. */
export async function loadDelivery(tx: Tx, webhookId: string, id: string): Promise<WebhookDelivery> {
  const row = await deliveries(tx).where('d.id', '=', id).where('d.webhook_id', '=', webhookId).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return presentDelivery(row);
}

const TRIES_SHOWN = 30;

/** The same with what was sent, and the last tries. */
export async function loadDeliveryDetails(tx: Tx, webhookId: string, id: string): Promise<WebhookDeliveryDetails> {
  const delivery = await loadDelivery(tx, webhookId, id);
  const { payload } = await tx
    .selectFrom('app.webhook_deliveries')
    .select('payload')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const tries = await tx
    .selectFrom('app.webhook_attempts')
    .select(['at', 'milliseconds', 'status', 'fault', 'answer'])
    .where('delivery_id', '=', id)
    .orderBy('number', 'desc')
    .limit(TRIES_SHOWN)
    .execute();
  return {
    ...delivery,
    payload,
    tries: tries.map(({ at, fault, ...said }) => ({
      ...said,
      at: at.toISOString(),
      fault: fault as DeliveryFault | null,
    })),
  };
}

export const presentDelivery = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  eventId: row.event_id,
  type: row.type as WebhookDelivery['type'],
  state: row.state as WebhookDelivery['state'],
  attempts: row.attempts,
  lastStatus: row.last_status,
  lastFault: row.last_fault as DeliveryFault | null,
  nextTryAt: row.next_try_at?.toISOString() ?? null,
  doneAt: row.done_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
});

const logLines = (tx: Tx) =>
  deliveries(tx)
    .innerJoin('app.webhooks as w', 'w.id', 'd.webhook_id')
    .leftJoin('app.companies as c', 'c.id', 'w.company_id')
    .select(['d.webhook_id', 'w.name as webhook_name', 'c.id as company_id', 'c.name as company_name']);
type LogRow = Awaited<ReturnType<ReturnType<typeof logLines>['executeTakeFirstOrThrow']>>;

/** What all webhooks were told, newest first, one more than a page. */
export async function listLogRows(tx: Tx, query: DeliveriesQuery): Promise<LogRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return logLines(tx)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(d.created_at, d.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('d.created_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}

export const presentLogLine = (row: LogRow): WebhookLogLine => ({
  ...presentDelivery(row),
  webhook: {
    id: row.webhook_id,
    name: row.webhook_name,
    company: row.company_id === null ? null : { id: row.company_id, name: row.company_name ?? '' },
  },
});
