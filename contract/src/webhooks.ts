import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** What a webhook can be told of. */
export const WEBHOOK_EVENTS = [
  'request.created',
  'request.status_changed',
  'message.created',
  'verdict.given',
  'release.published',
  'license.changed',
  'member.changed',
] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENTS)[number];
/** Sent by hand, to see whether it arrives. */
export const WEBHOOK_TEST = 'webhook.test';

/** `failing`: active, and no call has succeeded since `failingSince`; `stopped`: so for too long. */
export const WEBHOOK_STATES = ['active', 'failing', 'paused', 'stopped'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why a try got no answer. `switched_off`: the webhook was, before it could be told. */
export const DELIVERY_FAULTS = [
  'address_refused',
  'timed_out',
  'not_reached',
  'certificate_refused',
  'broken',
  'switched_off',
] as const;
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

const webhookFields = {
  id: Uuid,
  name: Type.String(),
  url: Type.String(),
  events: Type.Array(oneOf(WEBHOOK_EVENTS)),
  state: oneOf(WEBHOOK_STATES),
  failingSince: nullable(Timestamp),
  stopsAt: nullable(Timestamp, { description: 'when a failing one is stopped, if nothing arrives before' }),
  succeededAt: nullable(Timestamp),
  oldSecretEndsAt: nullable(Timestamp, { description: 'until when calls are signed with the former secret too' }),
  createdAt: Timestamp,
  version: Type.Integer(),
};
export const Webhook = object(webhookFields, 'Webhook');
export type Webhook = Static<typeof Webhook>;

export const NewWebhook = object(
  { ...webhookFields, secret: Type.String({ description: '`whsec_` and 32 bytes in base64; shown this one time' }) },
  'NewWebhook',
);
export type NewWebhook = Static<typeof NewWebhook>;

export const deliveryFields = {
  id: Uuid,
  eventId: Uuid,
  type: oneOf([...WEBHOOK_EVENTS, WEBHOOK_TEST]),
  state: oneOf(DELIVERY_STATES),
  attempts: Type.Integer(),
  lastStatus: nullable(Type.Integer({ description: 'of HTTP' })),
  lastFault: nullable(oneOf(DELIVERY_FAULTS)),
  nextTryAt: nullable(Timestamp),
  doneAt: nullable(Timestamp),
  createdAt: Timestamp,
};
export const WebhookDelivery = object(deliveryFields, 'WebhookDelivery');
export type WebhookDelivery = Static<typeof WebhookDelivery>;

export const WebhookDeliveryDetails = object(
  {
    ...deliveryFields,
    payload: Type.String({ description: 'the body, byte for byte' }),
    tries: Type.Array(
      object({
        at: Timestamp,
        milliseconds: Type.Integer(),
        status: nullable(Type.Integer()),
        fault: nullable(oneOf(DELIVERY_FAULTS)),
        answer: Type.String({ description: 'its beginning' }),
      }),
      { description: 'the last ones, newest first' },
    ),
  },
  'WebhookDeliveryDetails',
);
export type WebhookDeliveryDetails = Static<typeof WebhookDeliveryDetails>;

export const WEBHOOK_URL_MAX = 2000;
const settings = {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  url: Type.String({ minLength: 1, maxLength: WEBHOOK_URL_MAX }),
  events: Type.Array(oneOf(WEBHOOK_EVENTS), { minItems: 1, uniqueItems: true }),
};
export const CreateWebhook = object(settings);
export type CreateWebhook = Static<typeof CreateWebhook>;
export const PatchWebhook = object({
  name: Type.Optional(settings.name),
  url: Type.Optional(settings.url),
  events: Type.Optional(settings.events),
  active: Type.Optional(Type.Boolean()),
});
export type PatchWebhook = Static<typeof PatchWebhook>;
/** The former secret goes on for a day beside the new one, or ends at once. */
export const RotateSecret = object({ endOldNow: Type.Boolean() });

const WebhookParams = object({ id: Uuid, webhookId: Uuid });
const DeliveryParams = object({ id: Uuid, webhookId: Uuid, deliveryId: Uuid });
export const deliveriesQuery = object({ state: Type.Optional(oneOf(DELIVERY_STATES)), ...pageQuery });

/** Each looks an address up or makes a secret, and nobody needs many. */
const changes = { by: 'person', limit: 60, seconds: 3600 } as const;
/** Each is a call to somebody. */
const calls = { by: 'person', limit: 30, seconds: 60 } as const;
const administrators = { permission: 'company_administrator' } as const;

/** Webhooks of the company that the session acts for. They are told of all of it, so only administrators keep them. */
export const webhookRoutes = {
  listWebhooks: route({
    method: 'GET',
    path: '/api/v1/companies/:id/webhooks',
    summary: 'Webhooks of the company, without their secrets',
    ...administrators,
    scope: 'company:read',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(Webhook)),
    errors: ['not_found'],
  }),
  createWebhook: route({
    method: 'POST',
    path: '/api/v1/companies/:id/webhooks',
    summary: 'Have an address called when something happens; the secret that signs the calls is shown once',
    ...administrators,
    fresh: true,
    params: IdParams,
    body: CreateWebhook,
    status: 201,
    reply: ref(NewWebhook),
    errors: ['not_found', 'webhook_address_refused', 'too_many_webhooks', 'secret_already_shown'],
    idempotent: true,
    throttle: changes,
  }),
  changeWebhook: route({
    method: 'PATCH',
    path: '/api/v1/companies/:id/webhooks/:webhookId',
    summary: 'Change a webhook, pause it, or start it again',
    ...administrators,
    fresh: true,
    params: WebhookParams,
    body: PatchWebhook,
    status: 200,
    reply: ref(Webhook),
    errors: ['not_found', 'webhook_address_refused'],
    versioned: true,
    throttle: changes,
  }),
  removeWebhook: route({
    method: 'DELETE',
    path: '/api/v1/companies/:id/webhooks/:webhookId',
    summary: 'Remove a webhook with its log',
    ...administrators,
    params: WebhookParams,
    status: 204,
    reply: null,
    errors: ['not_found'],
  }),
  rotateWebhookSecret: route({
    method: 'POST',
    path: '/api/v1/companies/:id/webhooks/:webhookId/secret',
    summary: 'Make a new secret; it is shown once',
    ...administrators,
    fresh: true,
    params: WebhookParams,
    body: RotateSecret,
    status: 200,
    reply: ref(NewWebhook),
    errors: ['not_found'],
    throttle: changes,
  }),
  testWebhook: route({
    method: 'POST',
    path: '/api/v1/companies/:id/webhooks/:webhookId/test',
    summary: 'Send a test event, once',
    ...administrators,
    params: WebhookParams,
    status: 201,
    reply: ref(WebhookDelivery),
    errors: ['not_found'],
    throttle: calls,
  }),
  listDeliveries: route({
    method: 'GET',
    path: '/api/v1/companies/:id/webhooks/:webhookId/deliveries',
    summary: 'What a webhook was told in the last 30 days, newest first',
    ...administrators,
    scope: 'company:read',
    params: WebhookParams,
    query: deliveriesQuery,
    status: 200,
    reply: listOf(ref(WebhookDelivery)),
    errors: ['not_found'],
  }),
  getDelivery: route({
    method: 'GET',
    path: '/api/v1/companies/:id/webhooks/:webhookId/deliveries/:deliveryId',
    summary: 'One delivery: what was sent, and what was answered at each try',
    ...administrators,
    params: DeliveryParams,
    status: 200,
    reply: ref(WebhookDeliveryDetails),
    errors: ['not_found'],
  }),
  redeliver: route({
    method: 'POST',
    path: '/api/v1/companies/:id/webhooks/:webhookId/deliveries/:deliveryId/redeliver',
    summary: 'Send the same once more, now',
    ...administrators,
    params: DeliveryParams,
    status: 200,
    reply: ref(WebhookDelivery),
    errors: ['not_found'],
    throttle: calls,
  }),
};
