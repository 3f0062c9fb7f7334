import type { Webhook, WebhookEventType } from '@companyaccount/contract/webhooks';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';
import { stopsAt } from './delivery.ts';
import type { WebhookOwner } from './webhooks-access.ts';

const webhooks = (tx: Tx) =>
  tx
    .selectFrom('app.webhooks as w')
    .select(['w.id', 'w.company_id', 'w.name', 'w.url', 'w.events', 'w.state', 'w.version', 'w.created_at'])
    .select(['w.failing_since', 'w.succeeded_at'])
    .select((eb) =>
      eb
        .selectFrom('app.webhook_secrets as s')
        .select((inner) => inner.fn.max('s.ends_at').as('ends_at'))
        .whereRef('s.webhook_id', '=', 'w.id')
        .as('old_secret_ends_at'),
    );
export type WebhookRow = Awaited<ReturnType<ReturnType<typeof webhooks>['executeTakeFirstOrThrow']>>;

/** Webhooks of an owner in the order in which they were made, one more than a page. */
export async function listWebhookRows(
  tx: Tx,
  { companyId }: WebhookOwner,
  query: { 'page[size]'?: number; 'page[after]'?: string },
): Promise<WebhookRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return webhooks(tx)
    .$if(companyId === null, (q) => q.where('w.company_id', 'is', null))
    .$if(companyId !== null, (q) => q.where('w.company_id', '=', companyId))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(w.created_at, w.id) > (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('w.created_at')
    .orderBy('w.id')
    .limit(pageSize(query) + 1)
    .execute();
}

export async function loadWebhook(tx: Tx, id: string, now: Date): Promise<Webhook> {
  return presentWebhook(await webhooks(tx).where('w.id', '=', id).executeTakeFirstOrThrow(), now);
}

export function presentWebhook(row: WebhookRow, now: Date): Webhook {
  const failingSince = row.state === 'active' ? row.failing_since : null;
  const oldEnds = row.old_secret_ends_at;
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    events: row.events as WebhookEventType[],
    state: failingSince === null ? (row.state as Webhook['state']) : 'failing',
    failingSince: failingSince?.toISOString() ?? null,
    stopsAt: failingSince === null ? null : stopsAt(failingSince).toISOString(),
    succeededAt: row.succeeded_at?.toISOString() ?? null,
    oldSecretEndsAt: oldEnds === null || oldEnds <= now ? null : oldEnds.toISOString(),
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

/** Whom to write to about a webhook: the administrators of its company, else the vendor's admins. */
export async function listAdmins(tx: Tx): Promise<{ name: string; email: string; language: string }[]> {
  return tx
    .selectFrom('app.agents as a')
    .innerJoin('auth.people as p', 'p.id', 'a.person_id')
    .select(['p.name', 'p.email', 'p.language'])
    .where('a.active', '=', true)
    .where(sql<boolean>`'admin' = any (a.roles)`)
    .orderBy('p.id')
    .execute();
}
