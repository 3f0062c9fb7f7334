import type { CreateWebhook, NewWebhook, PatchWebhook } from '@companyaccount/contract/webhooks';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { SignedIn } from '#platform/http/actor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Platform } from '#platform/platform.ts';
import { dropWaiting } from './deliveries-store.ts';
import { tellWebhookChange } from './tell-webhook.ts';
import { lockWebhook, type WebhookOwner } from './webhooks-access.ts';
import {
  addSecret,
  countWebhooks,
  deleteWebhook,
  endSecrets,
  insertWebhook,
  updateSettings,
  type WebhookSettings,
} from './webhooks-store.ts';
import { loadWebhook } from './webhooks-views.ts';

const MAX_WEBHOOKS = 20;
/** A former secret goes on for so long. */
const OLD_SECRET_MS = 86_400_000;

/**
 * Refuses an address that must not be called. Looks it up, so it comes before the transaction; what is called later is
 * looked at again then. It tells nobody why: names of the vendor's own network are not to be found out by this.
 */
export async function assertCallable({ outbound }: Pick<Platform, 'outbound'>, url: string | undefined): Promise<void> {
  if (url === undefined || (await outbound.mayCall(url))) return;
  throw new Refusal('webhook_address_refused', { fields: [{ pointer: '/url', code: 'invalid' }] });
}

/** Adds a webhook whose address was looked at; a repeat under the same key adds none and shows no secret. */
export async function createWebhook(
  tx: Tx,
  { keyring, clock }: Pick<Platform, 'keyring' | 'clock'>,
  owner: WebhookOwner,
  { actor, body, route, key }: { actor: SignedIn; body: CreateWebhook; route: string; key: string | null },
): Promise<NewWebhook> {
  const { companyId } = owner;
  const now = clock();
  let secret: string | undefined;
  const id = await once(tx, { personId: actor.personId, companyId, route, key, body }, async (newId) => {
    if ((await countWebhooks(tx, owner)) >= MAX_WEBHOOKS) throw new Refusal('too_many_webhooks');
    const { name, url, events } = body;
    await insertWebhook(tx, { id: newId, companyId, name: name.trim(), url, events, at: now });
    secret = await addSecret(tx, keyring, newId, now);
    await tellWebhookChange(tx, { id: newId, companyId }, 'webhook.created', { events });
    return newId;
  });
  if (secret === undefined) throw new Refusal('secret_already_shown');
  return { ...(await loadWebhook(tx, id, now)), secret };
}

/** Changes a webhook that is still at `version`. One that is paused is told nothing, also not of what waits. */
export async function changeWebhook(
  tx: Tx,
  owner: WebhookOwner,
  id: string,
  version: number,
  { name, url, events, active }: PatchWebhook,
  now: Date,
): Promise<void> {
  const webhook = await lockWebhook(tx, owner, id);
  if (webhook.version !== version) throw new Refusal('version_moved');
  const isOn = webhook.state === 'active';
  const change: WebhookSettings = {
    ...(name === undefined || name.trim() === webhook.name ? {} : { name: name.trim() }),
    ...(url === undefined || url === webhook.url ? {} : { url }),
    ...(events === undefined || events.join() === webhook.events.join() ? {} : { events }),
    ...(active === undefined || active === isOn ? {} : { state: active ? 'active' : 'paused' }),
  };
  const fields = Object.keys(change);
  if (fields.length === 0) return;
  await updateSettings(tx, id, change);
  if (change.state === 'paused') await dropWaiting(tx, id, now);
  const shown = { fields, ...(change.events === undefined ? {} : { events: change.events }) };
  await tellWebhookChange(tx, { id, ...owner }, 'webhook.changed', {
    ...shown,
    ...(change.state === undefined ? {} : { state: change.state }),
  });
}

/** Removes a webhook with its secrets and its log. */
export async function removeWebhook(tx: Tx, owner: WebhookOwner, id: string): Promise<void> {
  await lockWebhook(tx, owner, id);
  await deleteWebhook(tx, id);
  await tellWebhookChange(tx, { id, ...owner }, 'webhook.removed');
}

/** Makes a new secret; calls are signed with the former one too for a day, unless it is to end at once. */
export async function rotateSecret(
  tx: Tx,
  { keyring, clock }: Pick<Platform, 'keyring' | 'clock'>,
  owner: WebhookOwner,
  id: string,
  endOldNow: boolean,
): Promise<NewWebhook> {
  await lockWebhook(tx, owner, id);
  const now = clock();
  await endSecrets(tx, id, endOldNow ? now : new Date(now.getTime() + OLD_SECRET_MS), now);
  const secret = await addSecret(tx, keyring, id, now);
  await tellWebhookChange(tx, { id, ...owner }, 'webhook.secret_rotated', { endOldNow });
  return { ...(await loadWebhook(tx, id, now)), secret };
}
