import { vendorWebhookRoutes } from '@companyaccount/contract/vendor-webhooks';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import {
  listDeliveryRows,
  listLogRows,
  loadDeliveryDetails,
  presentDelivery,
  presentLogLine,
} from './deliveries-views.ts';
import { assertCallable, changeWebhook, createWebhook, removeWebhook, rotateSecret } from './edit-webhook.ts';
import { sendAgain, sendTest } from './send-again.ts';
import { assertWebhook } from './webhooks-access.ts';
import { cursorOf } from './webhooks-routes.ts';
import { listWebhookRows, loadWebhook, presentWebhook } from './webhooks-views.ts';

const VENDOR = { companyId: null };

/** Handlers of the vendor's own webhooks, and of the log of all. */
export function vendorWebhookHandlers(platform: Platform): Handlers<typeof vendorWebhookRoutes> {
  const { db, clock } = platform;
  return {
    listVendorWebhooks: async ({ actor, query }) =>
      page(
        vendorWebhookRoutes.listVendorWebhooks,
        { query },
        await transact(db, scopeOf(actor), (tx) => listWebhookRows(tx, VENDOR, query)),
        (row) => presentWebhook(row, clock()),
        cursorOf,
      ),
    createVendorWebhook: async ({ actor, body, idempotencyKey: key }) => {
      await assertCallable(platform, body.url);
      const given = { actor, body, route: 'createVendorWebhook', key };
      return transact(db, scopeOf(actor), (tx) => createWebhook(tx, platform, VENDOR, given));
    },
    changeVendorWebhook: async ({ actor, params: { id }, body, version }) => {
      await assertCallable(platform, body.url);
      return transact(db, scopeOf(actor), async (tx) => {
        await changeWebhook(tx, VENDOR, id, version, body, clock());
        return loadWebhook(tx, id, clock());
      });
    },
    removeVendorWebhook: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), (tx) => removeWebhook(tx, VENDOR, id)),
    rotateVendorWebhookSecret: async ({ actor, params: { id }, body }) =>
      transact(db, scopeOf(actor), (tx) => rotateSecret(tx, platform, VENDOR, id, body.endOldNow)),
    testVendorWebhook: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), (tx) => sendTest(tx, VENDOR, id, clock())),
    listVendorDeliveries: async ({ actor, params, query }) => {
      const rows = await transact(db, scopeOf(actor), async (tx) => {
        await assertWebhook(tx, VENDOR, params.id);
        return listDeliveryRows(tx, params.id, query);
      });
      return page(vendorWebhookRoutes.listVendorDeliveries, { params, query }, rows, presentDelivery, cursorOf);
    },
    getVendorDelivery: async ({ actor, params: { id, deliveryId } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await assertWebhook(tx, VENDOR, id);
        return loadDeliveryDetails(tx, id, deliveryId);
      }),
    redeliverVendor: async ({ actor, params: { id, deliveryId } }) =>
      transact(db, scopeOf(actor), (tx) => sendAgain(tx, VENDOR, id, deliveryId, clock())),
    listWebhookLog: async ({ actor, query }) =>
      page(
        vendorWebhookRoutes.listWebhookLog,
        { query },
        await transact(db, scopeOf(actor), (tx) => listLogRows(tx, query)),
        presentLogLine,
        cursorOf,
      ),
  };
}
