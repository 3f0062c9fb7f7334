import { DESKS, FILES_MAX } from './requests.ts';
import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** How many one person may have in one company (or as staff). */
export const DRAFTS_MAX = 200;
/** What the content of one may take, as JSON. */
export const DRAFT_BYTES_MAX = 256 * 1024;

/** Forms of which a person fills in one at a time. */
const NEW = ['request', 'environment', 'canned', 'article'] as const;
/** Texts about something that exists: the id of the request, the message, … follows. */
const ABOUT = [
  'reply',
  'note',
  'correction',
  'escalation',
  'severity',
  'rating',
  'settling',
  'objection',
  'verdict',
  'dispute',
  'comment',
  'detection',
  'article',
  'translation',
  'appointment',
  'environment',
  'canned',
] as const;
export type DraftKey = `${(typeof NEW)[number]}:new` | `${(typeof ABOUT)[number]}:${string}`;

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const Key = Type.Unsafe<DraftKey>({
  type: 'string',
  pattern: `^((${NEW.join('|')}):new|(${ABOUT.join('|')}):${UUID})$`,
  description: 'the form, and what it is about: request:new, reply:<id of the request>',
});

const FieldName = Type.String({ pattern: '^[a-z][a-zA-Z]{0,39}$' });
const Value = Type.Union([
  Type.String(),
  Type.Number(),
  Type.Boolean(),
  Type.Null(),
  Type.Array(
    Type.Union([
      Type.String(),
      Type.Record(FieldName, Type.String(), { additionalProperties: false, maxProperties: 5 }),
    ]),
    { maxItems: 100 },
  ),
]);
const Content = Type.Record(FieldName, Value, {
  additionalProperties: false,
  maxProperties: 40,
  description: 'the fields of the form as they stand in it, nothing of it checked',
});
export type DraftContent = Static<typeof Content>;

export const DraftUpload = object({ id: Uuid, name: Type.String(), size: Type.Integer() });

const stateFields = {
  version: Type.Integer({ description: '0: there is none' }),
  updatedAt: nullable(Timestamp),
};

export const Draft = object(
  {
    key: Key,
    ...stateFields,
    content: nullable(Content),
    uploads: Type.Array(DraftUpload, { description: 'finished uploads that are still there' }),
    uploadsGone: Type.Integer({ description: 'how many others it named' }),
  },
  'Draft',
);
export type Draft = Static<typeof Draft>;

export const DraftSummary = object(
  {
    key: Key,
    version: Type.Integer(),
    updatedAt: Timestamp,
    excerpt: Type.String({ description: 'beginning of its subject or text; may be empty' }),
    /** What it is an answer to or a note about, while the caller may see that. */
    request: nullable(object({ id: Uuid, number: Type.String(), subject: Type.String(), desk: oneOf(DESKS) })),
  },
  'DraftSummary',
);
export type DraftSummary = Static<typeof DraftSummary>;

export const PutDraft = object({
  content: Content,
  uploads: Type.Optional(Type.Array(Uuid, { maxItems: FILES_MAX, uniqueItems: true })),
});
export type PutDraft = Static<typeof PutDraft>;

const KeyParams = object({ key: Key });
/** Said by windows that may have been left open while somebody else signed in beside them. */
const asMeant = object({
  person: Type.Optional(Uuid),
  /** Left out by staff. */
  company: Type.Optional(Uuid),
});
const own = { permission: 'member_or_staff', params: KeyParams, query: asMeant } as const;

/** What a person is writing. Nobody else ever reads it; a company's member has drafts of their own in each company. */
export const draftRoutes = {
  listDrafts: route({
    method: 'GET',
    path: '/api/v1/me/drafts',
    summary: 'What the caller has begun to write, the latest first',
    permission: 'member_or_staff',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(DraftSummary)),
  }),
  getDraft: route({
    ...own,
    method: 'GET',
    path: '/api/v1/me/drafts/:key',
    summary: 'One draft; one that was not begun has version 0 and no content',
    status: 200,
    reply: ref(Draft),
    errors: ['conflict'],
  }),
  putDraft: route({
    ...own,
    method: 'PUT',
    path: '/api/v1/me/drafts/:key',
    summary: 'Keep what is being written, at the version that was read, or with If-None-Match: * as a new one',
    body: PutDraft,
    status: 200,
    reply: object(stateFields),
    versioned: true,
    creates: true,
    errors: ['conflict', 'payload_too_large', 'too_many_drafts'],
    // Saved at most every 800 ms while somebody types, in a few windows.
    throttle: { by: 'person', limit: 300, seconds: 60 },
  }),
  deleteDraft: route({
    ...own,
    method: 'DELETE',
    path: '/api/v1/me/drafts/:key',
    summary: 'Discard a draft at the version that was read; one that is not there is no error',
    status: 204,
    reply: null,
    versioned: true,
    errors: ['conflict'],
  }),
};
