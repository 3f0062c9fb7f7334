import type { RouteName } from '@companyaccount/contract/routes';
import type { TestApp } from '../harness/test-app.ts';
import { NEW_WEBHOOK } from '../webhooks/new-webhook.ts';
import { type Attempt, companyId } from './attack.ts';
import type { Deed } from './vendor-licensing-deeds.ts';

/** What administrators do with the webhooks of their company, and the vendor's with their own. */
export function webhookDeeds(test: () => TestApp): Partial<Record<RouteName, Deed>> {
  const cookie = () => test().signIn('anna@acme.example');
  const ofAcme = async (): Promise<Attempt & { params: { id: string } }> => ({
    params: { id: await companyId(test(), 'Acme Logistics') },
    cookie: await cookie(),
  });
  const onWebhook = async (more: Omit<Attempt, 'params'> = {}) => {
    const { params } = await ofAcme();
    const webhook = await test()
      .client(await cookie())
      .createWebhook({ params, body: NEW_WEBHOOK });
    return { params: { ...params, webhookId: webhook.id }, cookie: await cookie(), ...more };
  };
  const onVendors = async (more: Omit<Attempt, 'params'> = {}) => {
    const admin = await test().signIn('admin@vendor.example');
    const { id } = await test().client(admin).createVendorWebhook({ body: NEW_WEBHOOK });
    return { params: { id }, cookie: admin, ...more };
  };
  return {
    createVendorWebhook: {
      action: 'webhook.created',
      given: async () => ({ cookie: await test().signIn('admin@vendor.example') }),
    },
    changeVendorWebhook: {
      action: 'webhook.changed',
      given: () => onVendors({ headers: { 'if-match': '"1"' }, body: { active: false } }),
    },
    removeVendorWebhook: { action: 'webhook.removed', given: () => onVendors() },
    rotateVendorWebhookSecret: { action: 'webhook.secret_rotated', given: () => onVendors() },
    testVendorWebhook: { action: 'webhook.tested', given: () => onVendors() },
    redeliverVendor: {
      action: 'webhook.sent_again',
      given: async () => {
        const { params, ...call } = await onVendors();
        const { id: deliveryId } = await test().client(call.cookie).testVendorWebhook({ params });
        return { params: { ...params, deliveryId }, ...call };
      },
    },
    createWebhook: { action: 'webhook.created', given: ofAcme },
    changeWebhook: {
      action: 'webhook.changed',
      given: () => onWebhook({ headers: { 'if-match': '"1"' }, body: { active: false } }),
    },
    removeWebhook: { action: 'webhook.removed', given: () => onWebhook() },
    rotateWebhookSecret: { action: 'webhook.secret_rotated', given: () => onWebhook() },
    testWebhook: { action: 'webhook.tested', given: () => onWebhook() },
    redeliver: {
      action: 'webhook.sent_again',
      given: async () => {
        const { params, ...call } = await onWebhook();
        const { id: deliveryId } = await test().client(call.cookie).testWebhook({ params });
        return { params: { ...params, deliveryId }, ...call };
      },
    },
  };
}
