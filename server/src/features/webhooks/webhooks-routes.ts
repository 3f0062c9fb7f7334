import { webhookRoutes } from '@companyaccount/contract/webhooks';
import { administrationScope, lockCompany, ownCompany } from '#features/accounts/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import type { Member } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { listDeliveryRows, loadDeliveryDetails, presentDelivery } from './deliveries-views.ts';
import { assertCallable, changeWebhook, createWebhook, removeWebhook, rotateSecret } from './edit-webhook.ts';
import { sendAgain, sendTest } from './send-again.ts';
import { assertWebhook } from './webhooks-access.ts';
import { listWebhookRows, loadWebhook, presentWebhook, type WebhookRow } from './webhooks-views.ts';

/** Where a webhook or a delivery stands in its list. */
export const cursorOf = (row: { created_at: Date; id: string }) => ({
  value: row.created_at.toISOString(),
  id: row.id,
});

/** Handlers of a company's webhooks, for its administrators. */
export function webhookHandlers(platform: Platform): Handlers<typeof webhookRoutes> {
  const { db, clock } = platform;
  const read = <T>(actor: Member, companyId: string, work: (tx: Tx) => Promise<T>) => {
    ownCompany(actor, companyId);
    return transact(db, administrationScope(actor), work);
  };
  const change = <T>(actor: Member, companyId: string, work: (tx: Tx) => Promise<T>) =>
    transact(db, administrationScope(actor), async (tx) => {
      await lockCompany(tx, actor, companyId);
      return work(tx);
    });
  return {
    listWebhooks: async ({ actor, params, query }) => {
      const rows = await read(actor, params.id, (tx) => listWebhookRows(tx, { companyId: params.id }, query));
      const present = (row: WebhookRow) => presentWebhook(row, clock());
      return page(webhookRoutes.listWebhooks, { params, query }, rows, present, cursorOf);
    },
    createWebhook: async ({ actor, params: { id: companyId }, body, idempotencyKey: key }) => {
      ownCompany(actor, companyId);
      await assertCallable(platform, body.url);
      const given = { actor, body, route: 'createWebhook', key };
      return change(actor, companyId, (tx) => createWebhook(tx, platform, { companyId }, given));
    },
    changeWebhook: async ({ actor, params: { id: companyId, webhookId }, body, version }) => {
      ownCompany(actor, companyId);
      await assertCallable(platform, body.url);
      return change(actor, companyId, async (tx) => {
        await changeWebhook(tx, { companyId }, webhookId, version, body, clock());
        return loadWebhook(tx, webhookId, clock());
      });
    },
    removeWebhook: async ({ actor, params: { id: companyId, webhookId } }) =>
      change(actor, companyId, (tx) => removeWebhook(tx, { companyId }, webhookId)),
    rotateWebhookSecret: async ({ actor, params: { id: companyId, webhookId }, body }) =>
      change(actor, companyId, (tx) => rotateSecret(tx, platform, { companyId }, webhookId, body.endOldNow)),
    testWebhook: async ({ actor, params: { id: companyId, webhookId } }) =>
      change(actor, companyId, (tx) => sendTest(tx, { companyId }, webhookId, clock())),
    listDeliveries: async ({ actor, params, query }) => {
      const rows = await read(actor, params.id, async (tx) => {
        await assertWebhook(tx, { companyId: params.id }, params.webhookId);
        return listDeliveryRows(tx, params.webhookId, query);
      });
      return page(webhookRoutes.listDeliveries, { params, query }, rows, presentDelivery, cursorOf);
    },
    getDelivery: async ({ actor, params: { id: companyId, webhookId, deliveryId } }) =>
      read(actor, companyId, async (tx) => {
        await assertWebhook(tx, { companyId }, webhookId);
        return loadDeliveryDetails(tx, webhookId, deliveryId);
      }),
    redeliver: async ({ actor, params: { id: companyId, webhookId, deliveryId } }) =>
      change(actor, companyId, (tx) => sendAgain(tx, { companyId }, webhookId, deliveryId, clock())),
  };
}
