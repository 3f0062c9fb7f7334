import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** `reading` by a job → `draft` → `approved` by another person → `released` → `withdrawn`. */
export const HASH_LIST_STATES = ['reading', 'draft', 'approved', 'released', 'withdrawn'] as const;
export type HashListState = (typeof HASH_LIST_STATES)[number];
export const HASH_LIST_ACTIONS = ['approve', 'drop', 'withdraw'] as const;
export type HashListAction = (typeof HASH_LIST_ACTIONS)[number];
export const HASH_LIST_BYTES_MAX = 256 * 1024 ** 2;
export const HASH_LIST_LINES_MAX = 2_000_000;
/** So many refused lines are told one by one. */
export const REFUSED_LINES_MAX = 200;

/** Why a line of a list is refused. */
export const HASH_LINE_PROBLEMS = [
  'hash_malformed',
  'hash_of_nothing',
  'hash_allowed',
  'hash_clean',
  'size_malformed',
  'name_malformed',
  'line_too_long',
  'too_many_lines',
] as const;
export type HashLineProblem = (typeof HASH_LINE_PROBLEMS)[number];

export const RefusedLine = object({
  line: Type.Integer({ description: 'counted from 1' }),
  problem: oneOf(HASH_LINE_PROBLEMS),
  text: Type.String({ description: 'how it begins' }),
});
export type RefusedLine = Static<typeof RefusedLine>;

const Person = object({ id: Uuid, name: Type.String() });
export const HashList = object(
  {
    id: Uuid,
    name: Type.String({ description: 'what scanners report, before the numbers at the end' }),
    note: Type.String(),
    state: oneOf(HASH_LIST_STATES),
    counts: object({
      lines: Type.Integer({ description: 'read so far' }),
      accepted: Type.Integer(),
      duplicates: Type.Integer({ description: 'the same hash once more' }),
      refused: Type.Integer(),
    }),
    refusedLines: Type.Array(RefusedLine, { description: 'the first 200' }),
    author: Person,
    approver: nullable(Person),
    withdrawal: nullable(object({ reason: Type.String(), person: Person, at: Timestamp })),
    actions: Type.Array(oneOf(HASH_LIST_ACTIONS)),
    createdAt: Timestamp,
  },
  'HashList',
);
export type HashList = Static<typeof HashList>;

const lab = { permission: 'lab', errors: ['not_found', 'transition_not_allowed'] } as const;
const path = '/api/v1/lab/hash-lists';

/** Hashes of files by the thousand, imported at once. */
export const hashListRoutes = {
  listHashLists: route({
    permission: 'lab',
    method: 'GET',
    path,
    summary: 'Imported lists of hashes, newest first',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(HashList)),
  }),
  createHashList: route({
    permission: 'lab',
    method: 'POST',
    path,
    summary:
      'Import hashes under one name: a line each, SHA-256, then size and a name of its own where known, apart by commas, semicolons, colons or tabs',
    query: object({
      name: Type.String({ minLength: 1, maxLength: 100 }),
      note: Type.Optional(Type.String({ maxLength: 2000 })),
    }),
    takes: 'text/csv',
    status: 202,
    reply: ref(HashList),
    idempotent: true,
    errors: ['payload_too_large', 'unsupported_media_type'],
    throttle: { by: 'person', limit: 60, seconds: 3600 },
  }),
  getHashList: route({
    permission: 'lab',
    method: 'GET',
    path: `${path}/:id`,
    summary: 'One list, and how far it has been read',
    params: IdParams,
    status: 200,
    reply: ref(HashList),
    errors: ['not_found'],
  }),
  approveHashList: route({
    ...lab,
    method: 'POST',
    path: `${path}/:id/approve`,
    summary: 'Approve a list for the next release; never by whoever imported it',
    params: IdParams,
    status: 200,
    reply: ref(HashList),
    errors: ['not_found', 'transition_not_allowed', 'own_work'],
  }),
  dropHashList: route({
    ...lab,
    method: 'POST',
    path: `${path}/:id/drop`,
    summary: 'Delete a list that was not released',
    params: IdParams,
    status: 204,
    reply: null,
  }),
  withdrawHashList: route({
    ...lab,
    method: 'POST',
    path: `${path}/:id/withdraw`,
    summary: 'Take a released list back for a reason; the next release leaves it out',
    params: IdParams,
    body: object({ reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) }),
    status: 200,
    reply: ref(HashList),
  }),
};
