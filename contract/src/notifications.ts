import { route } from './route.ts';
import { object, oneOf, ref, type Static, Type } from './schema.ts';

/** What a person may be told by mail about requests. Everything else (sign-in, licenses, members) is always mailed. */
export const NOTIFICATION_EVENTS = [
  'answer',
  'question',
  'result',
  'status',
  'closing_soon',
  'participant_added',
  'message',
  'assigned',
] as const;
export type NotificationEvent = (typeof NOTIFICATION_EVENTS)[number];
/** What one link switches off: mails about one event, or the daily mail. */
export const UNSUBSCRIBABLE = [...NOTIFICATION_EVENTS, 'daily'] as const;
export type Unsubscribable = (typeof UNSUBSCRIBABLE)[number];

/** What can reach members and what can reach staff. */
export const EVENTS_OF_SIDE = {
  customer: ['answer', 'question', 'result', 'status', 'closing_soon', 'participant_added', 'message'],
  vendor: ['assigned', 'message'],
} as const satisfies Record<'customer' | 'vendor', readonly NotificationEvent[]>;

/** `daily`: with others in one mail at 08:00 of the person's time zone. In the portal everything shows in any case. */
export const NOTIFICATION_MODES = ['at_once', 'daily', 'never'] as const;
export type NotificationMode = (typeof NOTIFICATION_MODES)[number];

export const NotificationSettings = object(
  {
    settings: Type.Array(object({ event: oneOf(NOTIFICATION_EVENTS), mail: oneOf(NOTIFICATION_MODES) }), {
      description: 'one for each event that concerns the person',
    }),
  },
  'NotificationSettings',
);
export type NotificationSettings = Static<typeof NotificationSettings>;

const PutNotifications = object({
  settings: Type.Array(object({ event: oneOf(NOTIFICATION_EVENTS), mail: oneOf(NOTIFICATION_MODES) }), {
    minItems: 1,
    maxItems: NOTIFICATION_EVENTS.length,
  }),
});

const TokenParams = object({ token: Type.String({ minLength: 20, maxLength: 200 }) });
const throttle = { by: 'address', limit: 120, seconds: 600 } as const;

export const notificationRoutes = {
  getNotifications: route({
    method: 'GET',
    path: '/api/v1/me/notifications',
    summary: 'What is mailed to the caller, and when',
    permission: 'signed_in',
    status: 200,
    reply: ref(NotificationSettings),
  }),
  putNotifications: route({
    method: 'PUT',
    path: '/api/v1/me/notifications',
    summary: 'Choose how the events given are mailed; others stay as they are',
    permission: 'signed_in',
    body: PutNotifications,
    status: 200,
    reply: ref(NotificationSettings),
  }),
  getUnsubscription: route({
    method: 'GET',
    path: '/api/v1/unsubscriptions/:token',
    summary: 'What the link at the end of a mail switches off',
    permission: 'anyone',
    params: TokenParams,
    status: 200,
    reply: object({ event: oneOf(UNSUBSCRIBABLE), mail: oneOf(NOTIFICATION_MODES) }),
    errors: ['link_expired'],
    throttle,
  }),
  /** The address of `List-Unsubscribe` (RFC 8058); opened in a browser it is a page. */
  unsubscribe: route({
    method: 'POST',
    path: '/unsubscribe/:token',
    summary: 'Switch off mails of one kind, without signing in; whatever form the body has is ignored',
    permission: 'anyone',
    params: TokenParams,
    status: 204,
    reply: null,
    errors: ['link_expired'],
    throttle,
    answer: 'raw',
  }),
};
