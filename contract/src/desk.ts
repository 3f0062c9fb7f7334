import { draftQuery } from './draft-query.ts';
import { AgentRole } from './permissions.ts';
import { ERROR_CODES } from './errors.ts';
import {
  AGENT_RESOLUTIONS,
  DESKS,
  Request,
  RequestFilters,
  type RequestStatus,
  RESOLUTIONS,
  SeveritySchema,
  STATUSES,
  Subject,
} from './requests.ts';
import { DOINGS, Presence } from './presence.ts';
import { route } from './route.ts';
import { TagText } from './tag-words.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

export const QUEUES = ['unassigned', 'mine', 'escalated', 'open', 'waiting_for_customer', 'resolved'] as const;
export type QueueId = (typeof QUEUES)[number];
/** What stands in each queue. */
export const QUEUE_FILTERS: Record<QueueId, { status?: RequestStatus[]; owner?: 'me' | 'nobody'; escalated?: true }> = {
  unassigned: { status: ['new', 'open', 'waiting_for_customer'], owner: 'nobody' },
  mine: { status: ['new', 'open', 'waiting_for_customer'], owner: 'me' },
  escalated: { escalated: true },
  open: { status: ['new', 'open'] },
  waiting_for_customer: { status: ['waiting_for_customer'] },
  resolved: { status: ['resolved'] },
};
/** The queue that a desk shows at first. */
const FIRST_QUEUE: QueueId = 'open';

/** The queue that filters of a desk look into; null where a search, a status or an owner looks through all of the desk. */
export const queueLookedInto = (filters: {
  q?: string | undefined;
  status?: string | undefined;
  owner?: string | undefined;
  queue?: QueueId | undefined;
}): QueueId | null =>
  filters.q === undefined && filters.status === undefined && filters.owner === undefined
    ? (filters.queue ?? FIRST_QUEUE)
    : null;

/** A counter stops here; the page then shows "999+". */
export const COUNT_MAX = 1000;

export const REGRADE_REASON_MAX = 500;
const Reason = Type.String({ minLength: 1, maxLength: REGRADE_REASON_MAX, pattern: '\\S' });

/** A request that says nearly the same as another one. */
export const Duplicate = object(
  {
    id: Uuid,
    desk: oneOf(DESKS),
    number: Type.String(),
    subject: Type.String(),
    status: oneOf(STATUSES),
    createdAt: Timestamp,
  },
  'Duplicate',
);
export type Duplicate = Static<typeof Duplicate>;

const RequestNumber = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'TS-104233, or 104233 of the same desk',
});
/** So many messages go at once into a new request. */
export const SPLIT_MAX = 200;

export const DeskAgent = object({ id: Uuid, name: Type.String(), roles: Type.Array(AgentRole) }, 'DeskAgent');

export const BULK_MAX = 200;
export const BULK_DEEDS = ['assign', 'status', 'severity', 'tag', 'untag'] as const;

/** One deed for many requests; a request named with its `updatedAt` is left alone if it has moved since. */
export const ChangeRequests = object({
  requests: Type.Array(object({ id: Uuid, updatedAt: Type.Optional(Timestamp) }), { minItems: 1, maxItems: BULK_MAX }),
  deed: oneOf(BULK_DEEDS),
  personId: Type.Optional(nullable(Uuid, { description: 'assign: to whom; null: to nobody' })),
  status: Type.Optional(oneOf(['open', 'waiting_for_customer', 'resolved', 'closed'])),
  resolution: Type.Optional(oneOf(AGENT_RESOLUTIONS)),
  severity: Type.Optional(SeveritySchema),
  reason: Type.Optional(Reason),
  tag: Type.Optional(TagText),
});
export type ChangeRequests = Static<typeof ChangeRequests>;

const { status: _status, owner: _owner, q: _q, ...fitting } = RequestFilters;
/** Of which requests the next one is taken: filters of the list, of those that wait for the vendor and that nobody has. */
export const TakeNext = object({ ...fitting, desk: oneOf(DESKS), status: Type.Optional(oneOf(['new', 'open'])) });
export type TakeNext = Static<typeof TakeNext>;

/** What became of one request among many. */
export const BulkOutcome = object(
  {
    id: Uuid,
    outcome: oneOf(['done', 'unchanged', 'refused']),
    code: nullable(oneOf(ERROR_CODES), { description: 'why it was refused' }),
    before: nullable(
      object({
        status: oneOf(STATUSES),
        resolution: nullable(oneOf(RESOLUTIONS)),
        ownerId: nullable(Uuid),
        severity: SeveritySchema,
      }),
      { description: 'what it was, where the deed was done' },
    ),
    updatedAt: nullable(Timestamp, { description: 'to take the deed back unless the request has moved since' }),
  },
  'BulkOutcome',
);
export type BulkOutcome = Static<typeof BulkOutcome>;

export const deskRoutes = {
  listQueues: route({
    method: 'GET',
    path: '/api/v1/desk/queues',
    summary: 'Queues of a desk with their counts',
    permission: 'desk',
    scope: 'requests:read',
    query: object({ desk: oneOf(DESKS) }),
    status: 200,
    reply: object({
      data: Type.Array(object({ id: oneOf(QUEUES), count: Type.Integer({ maximum: COUNT_MAX }) })),
    }),
  }),
  listDeskAgents: route({
    method: 'GET',
    path: '/api/v1/desk/agents',
    summary: 'Staff a request of the desk can be assigned to',
    permission: 'desk',
    scope: 'requests:read',
    query: object({ desk: oneOf(DESKS) }),
    status: 200,
    reply: object({ data: Type.Array(ref(DeskAgent)) }),
  }),
  listDeskPlans: route({
    method: 'GET',
    path: '/api/v1/desk/plans',
    summary: 'Support plans by name, to filter by',
    permission: 'desk',
    scope: 'requests:read',
    status: 200,
    reply: object({ data: Type.Array(object({ id: Uuid, name: Type.String() })) }),
  }),
  takeNextRequest: route({
    method: 'POST',
    path: '/api/v1/desk/take-next',
    summary: 'Take the most urgent request that fits the filters and that nobody has',
    permission: 'desk',
    scope: 'requests:write',
    throttle: { by: 'person', limit: 120, seconds: 60 },
    body: TakeNext,
    status: 200,
    reply: ref(Request),
    idempotent: true,
    errors: ['nothing_to_take'],
  }),
  listPresence: route({
    method: 'GET',
    path: '/api/v1/desk/presence',
    summary: 'Who of the staff is at which request of the desk now',
    permission: 'desk',
    query: object({ desk: oneOf(DESKS) }),
    status: 200,
    reply: object({ data: Type.Array(ref(Presence)) }),
  }),
  reportPresence: route({
    method: 'POST',
    path: '/api/v1/desk/presence',
    summary: 'Say what one does at a request; forgotten by itself when not repeated',
    permission: 'desk',
    throttle: { by: 'person', limit: 120, seconds: 60 },
    body: object({ requestId: Uuid, doing: oneOf(DOINGS) }),
    status: 204,
    reply: null,
  }),
  assignRequest: route({
    method: 'POST',
    path: '/api/v1/desk/requests/:id/assign',
    summary: 'Give the request to a person of the desk, or back to nobody',
    permission: 'desk',
    scope: 'requests:write',
    params: IdParams,
    body: object({ personId: nullable(Uuid) }),
    status: 200,
    reply: ref(Request),
    errors: ['own_work'],
  }),
  setRequestStatus: route({
    method: 'POST',
    path: '/api/v1/desk/requests/:id/status',
    summary: 'Change the status without a message',
    permission: 'desk',
    scope: 'requests:write',
    params: IdParams,
    body: object({
      status: oneOf(['open', 'waiting_for_customer', 'resolved']),
      resolution: Type.Optional(oneOf(AGENT_RESOLUTIONS)),
    }),
    status: 200,
    reply: ref(Request),
    errors: ['transition_not_allowed', 'own_work'],
  }),
  regradeRequest: route({
    method: 'POST',
    path: '/api/v1/desk/requests/:id/severity',
    summary: 'Change the severity for a reason that the customer reads; the promised time moves with it',
    permission: 'desk',
    scope: 'requests:write',
    params: IdParams,
    query: draftQuery,
    body: object({ severity: SeveritySchema, reason: Reason }),
    status: 200,
    reply: ref(Request),
    errors: ['transition_not_allowed'],
  }),
  linkRequest: route({
    method: 'POST',
    path: '/api/v1/desk/requests/:id/link',
    summary: 'Say that a request belongs together with another one of the same company, by its number',
    permission: 'desk',
    scope: 'requests:write',
    params: IdParams,
    body: object({ number: RequestNumber }),
    status: 200,
    reply: ref(Request),
  }),
  unlinkRequest: route({
    method: 'DELETE',
    path: '/api/v1/desk/requests/:id/link/:otherId',
    summary: 'Take back that two requests belong together, where somebody of the vendor has said so',
    permission: 'desk',
    scope: 'requests:write',
    params: object({ id: Uuid, otherId: Uuid }),
    status: 200,
    reply: ref(Request),
  }),
  listDuplicates: route({
    method: 'GET',
    path: '/api/v1/desk/requests/:id/duplicates',
    summary: 'Open requests of the same customer that say nearly the same, the most alike first',
    permission: 'desk',
    scope: 'requests:read',
    params: IdParams,
    status: 200,
    reply: object({ data: Type.Array(ref(Duplicate), { description: 'at most 3' }) }),
  }),
  mergeRequest: route({
    method: 'POST',
    path: '/api/v1/desk/requests/:id/merge',
    summary: 'Merge a request into another one of the same customer, by its number; answers with that one',
    permission: 'desk',
    scope: 'requests:write',
    params: IdParams,
    body: object({ number: RequestNumber }),
    status: 200,
    reply: ref(Request),
    errors: [
      'request_merged',
      'merge_other_desk',
      'merge_other_customer',
      'merge_into_ended',
      'merge_account_case',
      'too_many_participants',
    ],
  }),
  unmergeRequest: route({
    method: 'POST',
    path: '/api/v1/desk/requests/:id/unmerge',
    summary: 'Take back within 30 days that a request was merged; what was written since stays where it went on',
    permission: 'desk',
    scope: 'requests:write',
    params: IdParams,
    status: 200,
    reply: ref(Request),
    errors: ['not_merged', 'request_merged', 'too_late_to_unmerge'],
  }),
  splitRequest: route({
    method: 'POST',
    path: '/api/v1/desk/requests/:id/split',
    summary: 'Make a new request of some of its messages, linked to it; answers with the new one',
    permission: 'desk',
    scope: 'requests:write',
    params: IdParams,
    body: object({
      subject: Subject,
      messageIds: Type.Array(Uuid, { minItems: 1, maxItems: SPLIT_MAX, uniqueItems: true }),
    }),
    status: 201,
    reply: ref(Request),
    idempotent: true,
    errors: ['transition_not_allowed', 'split_all'],
  }),
  changeRequests: route({
    method: 'POST',
    path: '/api/v1/desk/bulk',
    summary: 'Assign, move, re-grade or tag many requests; each by itself, with an outcome of its own',
    permission: 'desk',
    scope: 'requests:write',
    throttle: { by: 'person', limit: 120, seconds: 60 },
    body: ChangeRequests,
    status: 200,
    reply: object({ data: Type.Array(ref(BulkOutcome)) }),
  }),
};
