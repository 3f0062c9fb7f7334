import { SubmissionObject } from './lab.ts';
import { listOf, pageQuery } from './lists.ts';
import { DESKS, KINDS, LAB_STAGES, MessageText, REMARK_MAX, SIDES, STATUSES } from './requests.ts';
import { route } from './route.ts';
import { nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** A request as the person sees it who filed it without acting for a company: by a link, without an account. */
export const TrackedRequest = object(
  {
    number: Type.String(),
    desk: oneOf(DESKS),
    kind: oneOf(KINDS),
    status: oneOf(STATUSES),
    subject: Type.String(),
    name: Type.String({ description: 'of the person' }),
    createdAt: Timestamp,
    promiseAt: nullable(Timestamp),
    mayReply: Type.Boolean(),
    mayDispute: Type.Boolean({ description: 'object to the verdict, which is possible once' }),
    labStage: nullable(oneOf(LAB_STAGES)),
    /** When a lab request last came to each of its stages. */
    stages: Type.Array(object({ stage: oneOf(LAB_STAGES), at: Timestamp })),
  },
  'TrackedRequest',
);
export type TrackedRequest = Static<typeof TrackedRequest>;

/** Internal notes are never among them. */
export const TrackedMessage = object(
  {
    id: Uuid,
    author: object({ name: Type.String(), side: oneOf(SIDES) }),
    text: Type.String({ description: 'Markdown' }),
    createdAt: Timestamp,
    correctedAt: nullable(Timestamp),
  },
  'TrackedMessage',
);
export type TrackedMessage = Static<typeof TrackedMessage>;

/** The token of the tracking link stands in `Authorization: Bearer …`; it opens one request. */
export const trackingRoutes = {
  getSubmission: route({
    method: 'GET',
    path: '/api/v1/public/submission',
    summary: 'The request that a tracking link opens',
    permission: 'anyone',
    tracking: true,
    status: 200,
    reply: ref(TrackedRequest),
    throttle: { by: 'address', limit: 600, seconds: 600 },
  }),
  listSubmissionMessages: route({
    method: 'GET',
    path: '/api/v1/public/submission/messages',
    summary: 'Its messages, oldest first',
    permission: 'anyone',
    tracking: true,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(TrackedMessage)),
    throttle: { by: 'address', limit: 600, seconds: 600 },
  }),
  listSubmissionObjects: route({
    method: 'GET',
    path: '/api/v1/public/submission/objects',
    summary: 'Its files, hashes and addresses, and what the lab says of each',
    permission: 'anyone',
    tracking: true,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(SubmissionObject)),
    throttle: { by: 'address', limit: 600, seconds: 600 },
  }),
  createSubmissionMessage: route({
    method: 'POST',
    path: '/api/v1/public/submission/messages',
    summary: 'Write to the vendor',
    permission: 'anyone',
    tracking: true,
    body: object({ text: MessageText }),
    status: 201,
    reply: ref(TrackedMessage),
    idempotent: true,
    errors: ['transition_not_allowed'],
    throttle: { by: 'address', limit: 30, seconds: 600 },
  }),
  disputeSubmission: route({
    method: 'POST',
    path: '/api/v1/public/submission/dispute',
    summary: 'Object to the verdict, once and with a reason; another analyst looks at it again',
    permission: 'anyone',
    tracking: true,
    body: object({ text: Type.String({ minLength: 1, maxLength: REMARK_MAX, pattern: '\\S' }) }),
    status: 200,
    reply: ref(TrackedRequest),
    errors: ['transition_not_allowed'],
    throttle: { by: 'address', limit: 30, seconds: 600 },
  }),
};
