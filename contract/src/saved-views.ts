import { COUNT_MAX, QUEUES } from './desk.ts';
import {
  AgeSchema,
  DESKS,
  KINDS,
  LAB_STAGES,
  LIST_COLUMNS,
  PROMISE_STATES,
  REQUEST_SORTS,
  SeveritySchema,
  SOURCES,
  STATUSES,
} from './requests.ts';
import { route } from './route.ts';
import { TAG_MAX } from './tag-words.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, TextLanguage, Type, Uuid } from './schema.ts';

/** The lists that views are of: a member's history, and those of the desks. */
export const VIEW_LISTS = ['history', ...DESKS] as const;
export type ViewList = (typeof VIEW_LISTS)[number];
/** How many one person may have of one list (in one company, or as staff). */
export const VIEWS_MAX = 30;
export const VIEW_NAME_MAX = 60;

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const Day = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });

/** Filters and order of a list as a person sets them: `me` is whoever looks, days are those of their calendar. */
export const ViewFilters = object(
  {
    q: Type.Optional(Type.String({ maxLength: 200 })),
    queue: Type.Optional(oneOf(QUEUES)),
    desk: Type.Optional(oneOf(DESKS)),
    status: Type.Optional(oneOf(STATUSES)),
    kind: Type.Optional(oneOf(KINDS)),
    severity: Type.Optional(SeveritySchema),
    stage: Type.Optional(oneOf(LAB_STAGES)),
    source: Type.Optional(oneOf(SOURCES)),
    product: Type.Optional(Uuid),
    plan: Type.Optional(Uuid),
    promise: Type.Optional(oneOf(PROMISE_STATES)),
    olderThan: Type.Optional(AgeSchema),
    tag: Type.Optional(Type.String({ minLength: 1, maxLength: TAG_MAX })),
    language: Type.Optional(TextLanguage),
    author: Type.Optional(Type.String({ maxLength: 36, pattern: `^(me|${UUID})$` })),
    owner: Type.Optional(Type.String({ maxLength: 36, pattern: `^(me|nobody|${UUID})$` })),
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    sort: Type.Optional(oneOf(REQUEST_SORTS)),
    columns: Type.Optional(
      Type.Array(oneOf(LIST_COLUMNS), {
        uniqueItems: true,
        maxItems: LIST_COLUMNS.length,
        description: 'of the lists of desks; left out: the usual ones',
      }),
    ),
  },
  'ViewFilters',
);
export type ViewFilters = Static<typeof ViewFilters>;

const Name = Type.String({ minLength: 1, maxLength: VIEW_NAME_MAX, pattern: '\\S' });

export const SavedView = object(
  {
    id: Uuid,
    list: oneOf(VIEW_LISTS),
    name: Type.String(),
    filters: ref(ViewFilters),
    shared: Type.Boolean({ description: 'all staff of the desks have it' }),
    own: Type.Boolean(),
    mayChange: Type.Boolean(),
    version: Type.Integer(),
  },
  'SavedView',
);
export type SavedView = Static<typeof SavedView>;

export const CreateView = object(
  { list: oneOf(VIEW_LISTS), name: Name, filters: ref(ViewFilters), shared: Type.Optional(Type.Boolean()) },
  'CreateView',
);
export type CreateView = Static<typeof CreateView>;

export const PatchView = object({
  name: Type.Optional(Name),
  filters: Type.Optional(ref(ViewFilters)),
  shared: Type.Optional(Type.Boolean()),
});
export type PatchView = Static<typeof PatchView>;

const open = { permission: 'member_or_desk' } as const;
const ofList = { query: object({ list: oneOf(VIEW_LISTS) }), status: 200 } as const;

/** Lists that people come back to. Each person has their own; leads and admins share some with all staff of the desks. */
export const savedViewRoutes = {
  listViews: route({
    ...open,
    ...ofList,
    method: 'GET',
    path: '/api/v1/me/views',
    summary: 'Saved views of a list: the caller’s own in their order, then those that others share',
    reply: object({ data: Type.Array(ref(SavedView)) }),
  }),
  countViews: route({
    ...open,
    ...ofList,
    method: 'GET',
    path: '/api/v1/me/views/counts',
    summary: 'How many open requests each saved view of a list holds',
    reply: object({
      data: Type.Array(
        object({
          id: Uuid,
          count: nullable(Type.Integer({ maximum: COUNT_MAX }), { description: 'null: a search, or nothing open' }),
        }),
      ),
    }),
  }),
  createView: route({
    ...open,
    method: 'POST',
    path: '/api/v1/me/views',
    summary: 'Save filters and order of a list under a name',
    body: ref(CreateView),
    status: 201,
    reply: ref(SavedView),
    idempotent: true,
    errors: ['too_many_views'],
    throttle: { by: 'person', limit: 200, seconds: 600 },
  }),
  patchView: route({
    ...open,
    method: 'PATCH',
    path: '/api/v1/me/views/:id',
    summary: 'Change a saved view; one that somebody shares, only as a lead or an admin',
    params: IdParams,
    body: PatchView,
    status: 200,
    reply: ref(SavedView),
    versioned: true,
  }),
  moveView: route({
    ...open,
    method: 'POST',
    path: '/api/v1/me/views/:id/move',
    summary: 'Put an own view before another of the same list, or last',
    params: IdParams,
    body: object({ before: nullable(Uuid) }),
    status: 204,
    reply: null,
  }),
  deleteView: route({
    ...open,
    method: 'DELETE',
    path: '/api/v1/me/views/:id',
    summary: 'Delete a saved view',
    params: IdParams,
    status: 204,
    reply: null,
  }),
};
