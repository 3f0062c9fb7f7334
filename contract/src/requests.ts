import { Attachment } from './attachments.ts';
import { draftQuery } from './draft-query.ts';
import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { TAG_MAX } from './tag-words.ts';
import {
  IdParams,
  nullable,
  object,
  oneOf,
  ref,
  Sha256,
  type Static,
  TextLanguage,
  Timestamp,
  Type,
  Uuid,
} from './schema.ts';

import {
  AGENT_RESOLUTIONS,
  AGES,
  DESKS,
  KINDS,
  LAB_STAGES,
  PROMISE_STATES,
  REQUEST_ACTIONS,
  REQUEST_SORTS,
  RESOLUTIONS,
  SIDES,
  SOURCES,
  STATUSES,
  SeveritySchema,
  VISIBILITIES,
} from './request-words.ts';
export * from './request-words.ts';

export const SUBJECT_MAX = 200;
export const TEXT_MAX = 50_000;
export const FILES_MAX = 20;
export const PARTICIPANTS_MAX = 20;
/** Filed at least so many days ago. */
export const AgeSchema = Type.Unsafe<(typeof AGES)[number]>({ type: 'integer', enum: [...AGES] });

export const Subject = Type.String({ minLength: 3, maxLength: SUBJECT_MAX, pattern: '\\S' });
export const MessageText = Type.String({ minLength: 1, maxLength: TEXT_MAX, pattern: '\\S' });
const Uploads = Type.Array(Uuid, { maxItems: FILES_MAX, uniqueItems: true });

/** A person as the other side sees them. */
export const Participant = object({ id: Uuid, name: Type.String(), side: oneOf(SIDES) }, 'Participant');
export type Participant = Static<typeof Participant>;

export const summaryFields = {
  id: Uuid,
  number: Type.String({ description: 'TS-104233 or VL-10871; for speech and search, never an access key' }),
  desk: oneOf(DESKS),
  kind: oneOf(KINDS),
  severity: SeveritySchema,
  status: oneOf(STATUSES),
  labStage: nullable(oneOf(LAB_STAGES)),
  resolution: nullable(oneOf(RESOLUTIONS)),
  escalated: Type.Boolean(),
  subject: Type.String(),
  excerpt: Type.String({ description: 'beginning of the last public message, at most 200 characters' }),
  language: TextLanguage,
  product: nullable(object({ id: Uuid, name: Type.String() })),
  productVersion: nullable(Type.String()),
  company: nullable(object({ id: Uuid, name: Type.String() })),
  author: ref(Participant),
  owner: nullable(ref(Participant)),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  lastMessageAt: Timestamp,
  lastMessageSide: oneOf(SIDES),
  messageCount: Type.Integer(),
  /** Who is expected to act. */
  waitingFor: nullable(oneOf(SIDES)),
  /** By when the vendor promised to speak next; null when nothing is promised. */
  promiseAt: nullable(Timestamp),
  promisePaused: Type.Boolean(),
  tags: Type.Array(Type.String(), { description: 'by name; for staff alone, empty for customers' }),
  unread: Type.Boolean(),
};

export const RequestSummary = object(summaryFields, 'RequestSummary');
export type RequestSummary = Static<typeof RequestSummary>;

export const RATINGS = ['good', 'bad'] as const;
/** A reason, or a comment on a rating. */
export const REMARK_MAX = 2000;
/** What the customer says of a resolution. */
export const Rating = object(
  { value: oneOf(RATINGS), comment: nullable(Type.String()), author: ref(Participant), updatedAt: Timestamp },
  'Rating',
);
export type Rating = Static<typeof Rating>;

export const LINK_KINDS = ['follow_up', 'other_desk', 'related', 'split'] as const;
export const RequestLink = object(
  {
    kind: oneOf(LINK_KINDS),
    direction: oneOf(['earlier', 'later']),
    request: object({
      id: Uuid,
      desk: oneOf(DESKS),
      number: Type.String(),
      subject: Type.String(),
      status: oneOf(STATUSES),
    }),
  },
  'RequestLink',
);
export type RequestLink = Static<typeof RequestLink>;
export const CompanyOfRequest = object({ id: Uuid, name: Type.String() }, 'CompanyOfRequest');
export type CompanyOfRequest = Static<typeof CompanyOfRequest>;

const numbered = { id: Uuid, desk: oneOf(DESKS), number: Type.String() };
/** A request that was merged into another one. */
export const MergedRequest = object(
  {
    ...numbered,
    subject: Type.String(),
    undoableUntil: nullable(Timestamp, {
      description: 'for staff of the desk: until when the merge can be taken back',
    }),
  },
  'MergedRequest',
);
export type MergedRequest = Static<typeof MergedRequest>;

export const Request = object(
  {
    ...summaryFields,
    impact: nullable(Type.String()),
    operatingSystem: nullable(Type.String()),
    /** Whoever filed it without acting for a company; only the vendor sees such requests. */
    submitter: nullable(
      object({
        name: Type.String(),
        email: nullable(Type.String(), { description: 'null: none was given, or it was not confirmed in time' }),
        language: TextLanguage,
        confirmed: Type.Boolean({ description: 'the address was confirmed by a mailed link' }),
      }),
    ),
    lastReadAt: nullable(Timestamp),
    closesAt: nullable(Timestamp, { description: 'when the request is closed by the calendar unless somebody writes' }),
    links: Type.Array(ref(RequestLink)),
    mergedInto: nullable(object(numbered), {
      description: 'where it goes on if it was merged: messages read and written here are those there',
    }),
    merged: Type.Array(ref(MergedRequest), { description: 'what was merged into it' }),
    /** Of the resolution that stands. */
    rating: nullable(ref(Rating)),
    /** A bad rating, of whatever resolution, that a lead has yet to see to; said to staff alone. */
    ratingUnsettled: Type.Boolean(),
    actions: Type.Array(oneOf(REQUEST_ACTIONS)),
    version: Type.Integer(),
  },
  'Request',
);
export type Request = Static<typeof Request>;

export const Message = object(
  {
    id: Uuid,
    requestId: Type.String({
      format: 'uuid',
      description:
        'another one than was written to, where that had been closed for good (a new request, linked to it) or merged (where it goes on)',
    }),
    author: ref(Participant),
    visibility: oneOf(VISIBILITIES),
    text: Type.String({ description: 'Markdown' }),
    byMail: Type.Boolean(),
    quoted: nullable(Type.String({ description: 'what a mail sent along below its own words, as plain text' })),
    unconfirmedFrom: nullable(
      Type.String({
        description: 'in notes alone: who says to have written it, in a mail whose sender nobody vouches for',
      }),
    ),
    createdAt: Timestamp,
    correctedAt: nullable(Timestamp),
    /** Until when the reader may correct it; null when they may not. */
    correctableUntil: nullable(Timestamp),
    version: Type.Integer({ description: 'for If-Match; counts corrections' }),
    attachments: Type.Array(ref(Attachment)),
  },
  'Message',
);
export type Message = Static<typeof Message>;

/** Hashes, and addresses, of one submission. */
export const OBJECTS_MAX = 50;
export const ObjectUrl = Type.String({ minLength: 4, maxLength: 2000, pattern: '^\\S+$' });

const common = {
  subject: Subject,
  text: MessageText,
  language: Type.Optional(TextLanguage),
  severity: Type.Optional(SeveritySchema),
  impact: Type.Optional(Type.String({ maxLength: 2000 })),
  productId: Type.Optional(Uuid),
  productVersion: Type.Optional(Type.String({ maxLength: 100 })),
  operatingSystem: Type.Optional(Type.String({ maxLength: 200 })),
  uploads: Type.Optional(Uploads),
};
export const CreateRequest = object(
  {
    desk: oneOf(DESKS),
    kind: oneOf(KINDS),
    ...common,
    /** The request it comes from, where it goes on or is filed with the other desk; the two are linked. */
    originId: Type.Optional(Uuid),
    /** Members of the company who take part from the beginning. */
    participants: Type.Optional(Type.Array(Uuid, { maxItems: PARTICIPANTS_MAX, uniqueItems: true })),
    /** The Virus Lab alone: SHA-256 of files that are not sent, addresses (never fetched), what opens the archives. */
    hashes: Type.Optional(Type.Array(Sha256, { maxItems: OBJECTS_MAX, uniqueItems: true })),
    urls: Type.Optional(Type.Array(ObjectUrl, { maxItems: OBJECTS_MAX, uniqueItems: true })),
    archivePassword: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  'CreateRequest',
);
export type CreateRequest = Static<typeof CreateRequest>;

/** A request with which a file was sent. */
export const SentFile = object({ requestId: Uuid, number: Type.String(), sentAt: Timestamp }, 'SentFile');
export type SentFile = Static<typeof SentFile>;

export const PatchRequest = object({
  subject: Type.Optional(Subject),
  kind: Type.Optional(oneOf(KINDS)),
  language: Type.Optional(TextLanguage),
  productId: Type.Optional(nullable(Uuid)),
  productVersion: Type.Optional(nullable(Type.String({ maxLength: 100 }))),
  operatingSystem: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
});
export type PatchRequest = Static<typeof PatchRequest>;

export const CreateMessage = object(
  {
    text: MessageText,
    visibility: Type.Optional(oneOf(VISIBILITIES)),
    uploads: Type.Optional(Uploads),
    /** An agent's answer may change the status in the same step. */
    thenStatus: Type.Optional(oneOf(['waiting_for_customer', 'resolved'])),
    resolution: Type.Optional(oneOf(AGENT_RESOLUTIONS)),
  },
  'CreateMessage',
);
export type CreateMessage = Static<typeof CreateMessage>;

/** Filters of the request list; several values of one filter are given by repeating it. */
export const RequestFilters = {
  desk: Type.Optional(oneOf(DESKS)),
  kind: Type.Optional(oneOf(KINDS)),
  status: Type.Optional(Type.Array(oneOf(STATUSES), { maxItems: STATUSES.length })),
  severity: Type.Optional(SeveritySchema),
  product: Type.Optional(Uuid),
  language: Type.Optional(TextLanguage),
  author: Type.Optional(Uuid),
  escalated: Type.Optional(Type.Boolean()),
  /** Of the Virus Lab. */
  stage: Type.Optional(oneOf(LAB_STAGES)),
  /** `public`: filed without an account. */
  source: Type.Optional(oneOf(SOURCES)),
  /** The support plan that it came with. */
  plan: Type.Optional(Uuid),
  promise: Type.Optional(oneOf(PROMISE_STATES)),
  olderThan: Type.Optional(AgeSchema),
  /** One of the tags that it has; customers find nothing by it. */
  tag: Type.Optional(Type.String({ minLength: 1, maxLength: TAG_MAX })),
  /** Agents: a person's id, `me`, or `nobody`. */
  owner: Type.Optional(
    Type.String({ maxLength: 36, pattern: '^(me|nobody|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$' }),
  ),
  from: Type.Optional(Timestamp),
  to: Type.Optional(Timestamp),
  /** Words (all of them, also beginnings, in any form), "a phrase", a number, a name, or the beginning of a SHA-256. */
  q: Type.Optional(Type.String({ maxLength: 200 })),
};

export const requestRoutes = {
  listRequests: route({
    method: 'GET',
    path: '/api/v1/requests',
    summary: 'Requests the caller may see',
    permission: 'member_or_desk',
    scope: 'requests:read',
    query: object({
      ...RequestFilters,
      sort: Type.Optional(oneOf(REQUEST_SORTS)),
      ...pageQuery,
    }),
    status: 200,
    reply: listOf(ref(RequestSummary)),
  }),
  createRequest: route({
    method: 'POST',
    path: '/api/v1/requests',
    summary: 'File a request with Technical Support or the Virus Lab',
    permission: 'member',
    scope: 'requests:write',
    query: draftQuery,
    body: ref(CreateRequest),
    status: 201,
    reply: ref(Request),
    idempotent: true,
    errors: ['upload_not_ready', 'license_expired', 'license_suspended', 'license_revoked'],
  }),
  getRequest: route({
    method: 'GET',
    path: '/api/v1/requests/:id',
    summary: 'One request',
    permission: 'member_or_desk',
    scope: 'requests:read',
    params: IdParams,
    status: 200,
    reply: ref(Request),
  }),
  findCompanyOfRequest: route({
    method: 'GET',
    path: '/api/v1/me/requests/:id/company',
    summary: 'In which of their companies a member of several may see a request, whichever the session acts for',
    permission: 'member',
    params: IdParams,
    status: 200,
    reply: ref(CompanyOfRequest),
  }),
  listSentFiles: route({
    method: 'GET',
    path: '/api/v1/me/sent-files',
    summary: 'Lab requests of the own company, as far as the caller may see them, with which this very file was sent',
    permission: 'member',
    scope: 'requests:read',
    query: object({ sha256: Sha256 }),
    status: 200,
    reply: object({ data: Type.Array(ref(SentFile), { description: 'newest first, at most 5' }) }),
  }),
  patchRequest: route({
    method: 'PATCH',
    path: '/api/v1/requests/:id',
    summary: 'Correct fields of a request; neither status nor assignment',
    permission: 'member_or_desk',
    scope: 'requests:write',
    params: IdParams,
    body: PatchRequest,
    status: 200,
    reply: ref(Request),
    versioned: true,
    errors: ['license_suspended', 'license_revoked'],
  }),
  markRequestRead: route({
    method: 'POST',
    path: '/api/v1/requests/:id/read',
    summary: 'Remember that the caller has read the request up to now',
    permission: 'member_or_desk',
    scope: 'requests:write',
    params: IdParams,
    status: 204,
    reply: null,
  }),
  listMessages: route({
    method: 'GET',
    path: '/api/v1/requests/:id/messages',
    summary: 'Messages, oldest first',
    permission: 'member_or_desk',
    scope: 'requests:read',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(Message)),
  }),
  createMessage: route({
    method: 'POST',
    path: '/api/v1/requests/:id/messages',
    summary: 'Write a message',
    permission: 'member_or_desk',
    scope: 'requests:write',
    params: IdParams,
    query: draftQuery,
    body: ref(CreateMessage),
    status: 201,
    reply: ref(Message),
    idempotent: true,
    errors: [
      'upload_not_ready',
      'transition_not_allowed',
      'own_work',
      'license_expired',
      'license_suspended',
      'license_revoked',
    ],
  }),
};
