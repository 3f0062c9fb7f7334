import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, ref, type Static, Type, Uuid } from './schema.ts';
import {
  CreateWebhook,
  deliveriesQuery,
  deliveryFields,
  NewWebhook,
  PatchWebhook,
  RotateSecret,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryDetails,
} from './webhooks.ts';

/** One line of the log: no body, and of a company's webhook no address. */
export const WebhookLogLine = object(
  {
    ...deliveryFields,
    webhook: object({
      id: Uuid,
      name: Type.String(),
      company: nullable(object({ id: Uuid, name: Type.String() }), { description: 'null: the vendor’s own' }),
    }),
  },
  'WebhookLogLine',
);
export type WebhookLogLine = Static<typeof WebhookLogLine>;

const DeliveryParams = object({ id: Uuid, deliveryId: Uuid });
const changes = { by: 'person', limit: 60, seconds: 3600 } as const;
const calls = { by: 'person', limit: 30, seconds: 60 } as const;
const admin = { permission: 'admin' } as const;

/** The vendor's own webhooks, told of all companies. */
export const vendorWebhookRoutes = {
  listVendorWebhooks: route({
    method: 'GET',
    path: '/api/v1/admin/webhooks',
    summary: 'Webhooks of the vendor, without their secrets',
    ...admin,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(Webhook)),
  }),
  createVendorWebhook: route({
    method: 'POST',
    path: '/api/v1/admin/webhooks',
    summary: 'Have an address called when something happens at any company; the secret is shown once',
    ...admin,
    fresh: true,
    body: CreateWebhook,
    status: 201,
    reply: ref(NewWebhook),
    errors: ['webhook_address_refused', 'too_many_webhooks', 'secret_already_shown'],
    idempotent: true,
    throttle: changes,
  }),
  changeVendorWebhook: route({
    method: 'PATCH',
    path: '/api/v1/admin/webhooks/:id',
    summary: 'Change a webhook, pause it, or start it again',
    ...admin,
    fresh: true,
    params: IdParams,
    body: PatchWebhook,
    status: 200,
    reply: ref(Webhook),
    errors: ['not_found', 'webhook_address_refused'],
    versioned: true,
    throttle: changes,
  }),
  removeVendorWebhook: route({
    method: 'DELETE',
    path: '/api/v1/admin/webhooks/:id',
    summary: 'Remove a webhook with its log',
    ...admin,
    params: IdParams,
    status: 204,
    reply: null,
    errors: ['not_found'],
  }),
  rotateVendorWebhookSecret: route({
    method: 'POST',
    path: '/api/v1/admin/webhooks/:id/secret',
    summary: 'Make a new secret; it is shown once',
    ...admin,
    fresh: true,
    params: IdParams,
    body: RotateSecret,
    status: 200,
    reply: ref(NewWebhook),
    errors: ['not_found'],
    throttle: changes,
  }),
  testVendorWebhook: route({
    method: 'POST',
    path: '/api/v1/admin/webhooks/:id/test',
    summary: 'Send a test event, once',
    ...admin,
    params: IdParams,
    status: 201,
    reply: ref(WebhookDelivery),
    errors: ['not_found'],
    throttle: calls,
  }),
  listVendorDeliveries: route({
    method: 'GET',
    path: '/api/v1/admin/webhooks/:id/deliveries',
    summary: 'What a webhook was told in the last 30 days, newest first',
    ...admin,
    params: IdParams,
    query: deliveriesQuery,
    status: 200,
    reply: listOf(ref(WebhookDelivery)),
    errors: ['not_found'],
  }),
  getVendorDelivery: route({
    method: 'GET',
    path: '/api/v1/admin/webhooks/:id/deliveries/:deliveryId',
    summary: 'One delivery: what was sent, and what was answered at each try',
    ...admin,
    params: DeliveryParams,
    status: 200,
    reply: ref(WebhookDeliveryDetails),
    errors: ['not_found'],
  }),
  redeliverVendor: route({
    method: 'POST',
    path: '/api/v1/admin/webhooks/:id/deliveries/:deliveryId/redeliver',
    summary: 'Send the same once more, now',
    ...admin,
    params: DeliveryParams,
    status: 200,
    reply: ref(WebhookDelivery),
    errors: ['not_found'],
    throttle: calls,
  }),
  listWebhookLog: route({
    method: 'GET',
    path: '/api/v1/admin/webhook-log',
    summary: 'What all webhooks of the installation were told in the last 30 days, newest first, without the bodies',
    ...admin,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(WebhookLogLine)),
  }),
};
