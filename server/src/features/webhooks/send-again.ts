import { WEBHOOK_TEST, type WebhookDelivery } from '@companyaccount/contract/webhooks';
import type { Tx } from '#platform/db/database.ts';
import { newId } from '#platform/ids.ts';
import { insertDeliveries, tryNow } from './deliveries-store.ts';
import { loadDelivery } from './deliveries-views.ts';
import { MAX_TRIES } from './delivery.ts';
import { tellWebhookChange } from './tell-webhook.ts';
import { lockWebhook, type WebhookOwner } from './webhooks-access.ts';
import { wakeWebhook } from './webhooks-store.ts';
import { deliverSoon } from './write-deliveries.ts';

/** Whatever is sent by hand is tried once: whoever sent it sees what came of it. */
const ONE_LEFT = MAX_TRIES - 1;

/** Sends a test event to a webhook, also to one that is switched off. */
export async function sendTest(tx: Tx, owner: WebhookOwner, webhookId: string, at: Date): Promise<WebhookDelivery> {
  await lockWebhook(tx, owner, webhookId);
  const id = newId();
  const eventId = newId();
  const payload = JSON.stringify({ type: WEBHOOK_TEST, timestamp: at.toISOString(), data: { webhookId } });
  await insertDeliveries(tx, [{ id, webhookId, eventId, type: WEBHOOK_TEST, payload, tries: ONE_LEFT, at }]);
  await wakeWebhook(tx, webhookId);
  await deliverSoon(tx);
  await tellWebhookChange(tx, { id: webhookId, ...owner }, 'webhook.tested');
  return loadDelivery(tx, webhookId, id);
}

/** Sends the same once more, under the same id; what waits for its next try is tried now. */
export async function sendAgain(
  tx: Tx,
  owner: WebhookOwner,
  webhookId: string,
  deliveryId: string,
  at: Date,
): Promise<WebhookDelivery> {
  await lockWebhook(tx, owner, webhookId);
  await loadDelivery(tx, webhookId, deliveryId);
  await tryNow(tx, deliveryId, ONE_LEFT, at);
  await wakeWebhook(tx, webhookId);
  await deliverSoon(tx);
  await tellWebhookChange(tx, { id: webhookId, ...owner }, 'webhook.sent_again', { deliveryId });
  return loadDelivery(tx, webhookId, deliveryId);
}
