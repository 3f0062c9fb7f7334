import { route } from './route.ts';
import { object, oneOf, type Static, Type, Uuid } from './schema.ts';

/**
 * What can be heard on the live stream. A live event carries ids only, never content: whoever hears it asks again over
 * HTTP, where the right to see is checked again.
 */
export const LIVE_EVENT_TYPES = [
  'request_created',
  'request_changed',
  'request_escalated',
  'message_added',
  'message_corrected',
  'objects_changed',
  'sample_changed',
  'definitions_changed',
  'reanalysis_changed',
  'company_changed',
  'license_changed',
  'mail_logged',
  'staff_changed',
  'erasure_changed',
  'export_changed',
  'view_changed',
  'canned_answers_changed',
  'webhook_changed',
  'article_changed',
  'rights_changed',
] as const;
export type LiveEventType = (typeof LIVE_EVENT_TYPES)[number];

export const LiveEvent = object(
  {
    id: Type.String({ description: 'for Last-Event-ID' }),
    type: oneOf(LIVE_EVENT_TYPES),
    requestId: Type.Optional(Uuid),
    desk: Type.Optional(Type.String()),
  },
  'LiveEvent',
);
export type LiveEvent = Static<typeof LiveEvent>;

/**
 * Names of the server-sent events: `change` with a LiveEvent, `reset` when too much was missed (fetch everything again), `ready` once at the start, with the id to go on from; `presence` for staff and `answering` for customers, which are
 * about this moment and never repeated.
 */
export const LIVE_STREAM_EVENTS = ['ready', 'change', 'reset', 'presence', 'answering'] as const;

/** For how long changes can be asked for again. */
export const LIVE_KEPT_HOURS = 48;

/** Where a stream begins. `Last-Event-ID`, which a browser sends by itself, goes before both; without any of them it begins now. */
const LiveStart = object({
  after: Type.Optional(Type.Integer({ minimum: 0, description: 'id of the last event heard' })),
  age: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'seconds since the caller began to read: what has happened since is told first',
    }),
  ),
});

export const liveRoutes = {
  openLive: route({
    method: 'GET',
    path: '/api/v1/live',
    summary: 'Stream of changes (server-sent events); resumes by Last-Event-ID',
    permission: 'signed_in',
    scope: 'requests:read',
    query: LiveStart,
    status: 200,
    reply: null,
    answer: 'raw',
    mediaType: 'text/event-stream',
  }),
};
