import type { DeliveryFault } from '@companyaccount/contract/webhooks';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';

export interface NewDelivery {
  id: string;
  webhookId: string;
  eventId: string;
  type: string;
  payload: string;
  /** Tries that it has behind it already: whatever is sent by hand has one left. */
  tries: number;
  at: Date;
}

/** Writes down what webhooks are to be told; what is written already stays. True where any is new. */
export async function insertDeliveries(tx: Tx, deliveries: readonly NewDelivery[]): Promise<boolean> {
  if (deliveries.length === 0) return false;
  const { numInsertedOrUpdatedRows = 0n } = await tx
    .insertInto('app.webhook_deliveries')
    .values(
      deliveries.map(({ id, webhookId, eventId, type, payload, tries, at }) => ({
        id,
        webhook_id: webhookId,
        event_id: eventId,
        type,
        payload,
        tries,
        next_try_at: at,
        created_at: at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

export interface Claimed {
  id: string;
  webhookId: string;
  url: string;
  eventId: string;
  payload: string;
}

/**
 * Takes the delivery that is due for the longest, of a webhook that nobody calls at this moment and that does not rest;
 * nobody else calls it before `until`. Undefined where there is none.
 */
export async function claimDelivery(tx: Tx, now: Date, until: Date): Promise<Claimed | undefined> {
  const { rows } = await sql<Claimed>`
    with next as (
      select w.id, w.url, d.id as delivery_id, d.event_id, d.payload
      from app.webhooks w cross join lateral (
        select id, event_id, payload, next_try_at from app.webhook_deliveries
        where webhook_id = w.id and state = 'waiting' and next_try_at <= ${now}
        order by next_try_at limit 1) d
      where w.not_before <= ${now}
      order by d.next_try_at limit 1
      for update of w skip locked
    ), held as (
      update app.webhooks w set not_before = ${until} from next where w.id = next.id
    )
    select delivery_id as id, id as "webhookId", url, event_id as "eventId", payload from next`.execute(tx);
  return rows[0];
}

/** When the next delivery of all is due, that of a webhook at rest when it has rested; null: none waits. */
export async function findNextDue(tx: Tx): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(greatest(d.next_try_at, w.not_before)) as at
    from app.webhooks w cross join lateral (
      select next_try_at from app.webhook_deliveries
      where webhook_id = w.id and state = 'waiting' order by next_try_at limit 1) d`.execute(tx);
  return rows[0]?.at ?? null;
}

export interface Attempt {
  deliveryId: string;
  at: Date;
  milliseconds: number;
  status: number | null;
  fault: DeliveryFault | null;
  answer: string;
}

/** Writes down what one try gave; answers with the tries of this round, or null where the delivery is gone or settled. */
export async function noteAttempt(tx: Tx, attempt: Attempt): Promise<number | null> {
  const { deliveryId, at, milliseconds, status, fault, answer } = attempt;
  const row = await tx
    .updateTable('app.webhook_deliveries')
    .set((eb) => ({
      tries: eb('tries', '+', 1),
      attempts: eb('attempts', '+', 1),
      last_status: status,
      last_fault: fault,
    }))
    .where('id', '=', deliveryId)
    .where('state', '=', 'waiting')
    .returning(['tries', 'attempts'])
    .executeTakeFirst();
  if (row === undefined) return null;
  await tx
    .insertInto('app.webhook_attempts')
    .values({ delivery_id: deliveryId, number: row.attempts, at, milliseconds, status, fault, answer })
    .execute();
  return row.tries;
}

/** Ends a delivery, or has it tried again then. */
export async function settleDelivery(tx: Tx, id: string, outcome: 'delivered' | Date | null, at: Date): Promise<void> {
  const again = outcome instanceof Date ? outcome : null;
  await tx
    .updateTable('app.webhook_deliveries')
    .set({
      state: outcome === 'delivered' ? 'delivered' : again === null ? 'failed' : 'waiting',
      next_try_at: again,
      done_at: again === null ? at : null,
    })
    .where('id', '=', id)
    .execute();
}

/** Gives up what a webhook that is switched off still had to be told. */
export async function dropWaiting(tx: Tx, webhookId: string, at: Date): Promise<void> {
  await tx
    .updateTable('app.webhook_deliveries')
    .set({ state: 'failed', next_try_at: null, done_at: at, last_fault: 'switched_off' })
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'waiting')
    .execute();
}

/** Has a delivery tried now; one that was settled gets one more try. */
export async function tryNow(tx: Tx, id: string, tries: number, now: Date): Promise<void> {
  await tx
    .updateTable('app.webhook_deliveries')
    .set((eb) => ({
      tries: eb.case().when('state', '=', 'waiting').then(eb.ref('tries')).else(tries).end(),
      state: 'waiting',
      next_try_at: now,
      done_at: null,
    }))
    .where('id', '=', id)
    .execute();
}

export interface Health {
  failing_since: Date | null;
  failures: number;
  warned_at: Date | null;
  not_before: Date;
  succeeded_at?: Date;
  state?: 'stopped';
}

/** Notes how a webhook fares. */
export async function updateHealth(tx: Tx, webhookId: string, health: Health): Promise<void> {
  await tx.updateTable('app.webhooks').set(health).where('id', '=', webhookId).execute();
}

/** Drops what was told before then. */
export async function deleteDeliveries(tx: Tx, before: Date): Promise<void> {
  await tx
    .deleteFrom('app.webhook_deliveries')
    .where('created_at', '<', before)
    .where('state', '!=', 'waiting')
    .execute();
}
