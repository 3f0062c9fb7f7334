import { randomUUID } from 'node:crypto';
import type { TestApp } from '../harness/test-app.ts';
import { companyId } from '../security/attack.ts';
import { NEW_WEBHOOK } from './new-webhook.ts';

const foreignToGlobex = { otherCompany: 404 } as const;

/** How the routes of webhooks are called by every kind of actor: one is Acme's, one the vendor's. */
export function webhookCases(test: () => TestApp) {
  const acme = () => companyId(test(), 'Acme Logistics');
  const make = async () => {
    const anna = await test().as('anna@acme.example');
    const id = await acme();
    const { id: webhookId } = await anna.createWebhook({ params: { id }, body: NEW_WEBHOOK });
    const { id: deliveryId } = await anna.testWebhook({ params: { id, webhookId } });
    return { id, webhookId, deliveryId };
  };
  let made: ReturnType<typeof make> | undefined;
  const onWebhook =
    (more: object = {}) =>
    async () => {
      const { id, webhookId } = await (made ??= make());
      return { params: { id, webhookId }, ...more };
    };
  const onDelivery = async () => ({ params: await (made ??= make()) });
  const ofAcme =
    (more: object = {}) =>
    async () => ({ params: { id: await acme() }, ...more });
  const makeVendors = async () => {
    const admin = await test().as('admin@vendor.example');
    const { id } = await admin.createVendorWebhook({ body: NEW_WEBHOOK });
    const { id: deliveryId } = await admin.testVendorWebhook({ params: { id } });
    return { id, deliveryId };
  };
  let vendors: ReturnType<typeof makeVendors> | undefined;
  const onVendors =
    (more: object = {}) =>
    async () => ({ params: await (vendors ??= makeVendors()), ...more });
  return {
    listVendorWebhooks: {},
    createVendorWebhook: { given: () => ({ body: NEW_WEBHOOK }) },
    changeVendorWebhook: { given: onVendors({ body: { name: 'New name' }, headers: { 'if-match': '"1"' } }) },
    removeVendorWebhook: { given: () => ({ params: { id: randomUUID() } }), success: 404 },
    rotateVendorWebhookSecret: { given: onVendors({ body: { endOldNow: false } }) },
    testVendorWebhook: { given: onVendors() },
    listVendorDeliveries: { given: onVendors() },
    getVendorDelivery: { given: onVendors() },
    redeliverVendor: { given: onVendors() },
    listWebhookLog: {},
    listWebhooks: { given: ofAcme(), expected: foreignToGlobex },
    createWebhook: { given: ofAcme({ body: NEW_WEBHOOK }), expected: foreignToGlobex },
    changeWebhook: {
      given: onWebhook({ body: { name: 'New name' }, headers: { 'if-match': '"1"' } }),
      expected: foreignToGlobex,
    },
    removeWebhook: {
      given: async () => ({ params: { id: await acme(), webhookId: randomUUID() } }),
      success: 404,
    },
    rotateWebhookSecret: { given: onWebhook({ body: { endOldNow: false } }), expected: foreignToGlobex },
    testWebhook: { given: onWebhook(), expected: foreignToGlobex },
    listDeliveries: { given: onWebhook(), expected: foreignToGlobex },
    getDelivery: { given: onDelivery, expected: foreignToGlobex },
    redeliver: { given: onDelivery, expected: foreignToGlobex },
  };
}
