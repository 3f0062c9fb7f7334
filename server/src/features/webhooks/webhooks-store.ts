import type { WebhookEventType } from '@companyaccount/contract/webhooks';
import { sql } from 'kysely';
import type { Keyring } from '#platform/crypto/keyring.ts';
import type { Tx } from '#platform/db/database.ts';
import { takeTurn } from '#platform/db/turns.ts';
import { newId } from '#platform/ids.ts';
import { makeSecret, writeSecret } from './signature.ts';
import type { WebhookOwner } from './webhooks-access.ts';

/** How many webhooks an owner has; whoever adds one waits for others who do. */
export async function countWebhooks(tx: Tx, { companyId }: WebhookOwner): Promise<number> {
  await takeTurn(tx, `webhooks ${companyId}`);
  const { count } = await tx
    .selectFrom('app.webhooks')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where(sql<boolean>`company_id is not distinct from ${companyId}::uuid`)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export interface NewRow {
  id: string;
  companyId: string | null;
  name: string;
  url: string;
  events: readonly WebhookEventType[];
  at: Date;
}

export async function insertWebhook(tx: Tx, { id, companyId, name, url, events, at }: NewRow): Promise<void> {
  await tx
    .insertInto('app.webhooks')
    .values({ id, company_id: companyId, name, url, events: [...events], created_at: at })
    .execute();
}

export interface WebhookSettings {
  name?: string;
  url?: string;
  events?: string[];
  state?: 'active' | 'paused';
}

/** Changes what a person can change, and counts its version on. */
export async function updateSettings(tx: Tx, id: string, change: WebhookSettings): Promise<void> {
  // Whoever starts it again has seen to what was wrong.
  const fresh = { failing_since: null, failures: 0, warned_at: null, not_before: sql<Date>`'-infinity'` };
  await tx
    .updateTable('app.webhooks')
    .set((eb) => ({ ...change, ...(change.state === 'active' ? fresh : {}), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Lets a webhook be called now, even if it was to rest. */
export async function wakeWebhook(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('app.webhooks')
    .set({ not_before: sql<Date>`'-infinity'` })
    .where('id', '=', id)
    .execute();
}

export async function deleteWebhook(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.webhooks').where('id', '=', id).execute();
}

/** Makes a secret and answers with it as it is shown; it is stored sealed. */
export async function addSecret(tx: Tx, keyring: Keyring, webhookId: string, at: Date): Promise<string> {
  const secret = makeSecret();
  const id = newId();
  await tx
    .insertInto('app.webhook_secrets')
    .values({ id, webhook_id: webhookId, sealed_secret: keyring.seal('webhook', secret, id), created_at: at })
    .execute();
  return writeSecret(secret);
}

/** Has the secret in use end then; one that was ending already does so now. */
export async function endSecrets(tx: Tx, webhookId: string, endsAt: Date, now: Date): Promise<void> {
  await tx
    .deleteFrom('app.webhook_secrets')
    .where('webhook_id', '=', webhookId)
    .where('ends_at', 'is not', null)
    .execute();
  if (endsAt <= now) await tx.deleteFrom('app.webhook_secrets').where('webhook_id', '=', webhookId).execute();
  else
    await tx.updateTable('app.webhook_secrets').set({ ends_at: endsAt }).where('webhook_id', '=', webhookId).execute();
}

/** The secrets in force, the newest first. */
export async function loadSecrets(tx: Tx, keyring: Keyring, webhookId: string, now: Date): Promise<Buffer[]> {
  const rows = await tx
    .selectFrom('app.webhook_secrets')
    .select(['id', 'sealed_secret'])
    .where('webhook_id', '=', webhookId)
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', now)]))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ id, sealed_secret: sealed }) => keyring.open('webhook', sealed, id));
}
