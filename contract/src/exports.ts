import { listOf, pageQuery } from './lists.ts';
import { RequestFilters } from './requests.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

export const EXPORT_FORMATS = ['csv', 'xlsx', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
/** A table of requests, or everything of a company (`zip`). */
export const EXPORT_KINDS = [...EXPORT_FORMATS, 'zip'] as const;
/** Orders in which no request moves while it is written, so that none is missed or stands twice. */
export const EXPORT_SORTS = ['-created', 'created', 'number'] as const;
export type ExportSort = (typeof EXPORT_SORTS)[number];
/** How many of one person (in one company, or as staff) are written at the same time. */
export const EXPORTS_RUNNING_MAX = 3;
/** How many they may have in all. */
export const EXPORTS_MAX = 20;
/** Days that the file of one is kept. */
export const EXPORT_DAYS = 7;
export const EXPORT_STATES = ['running', 'done', 'failed'] as const;
export const EXPORT_FAILURES = ['rights_changed', 'broken'] as const;

const Filters = object(RequestFilters);
export type ExportFilters = Static<typeof Filters>;

/** A file of requests, or of all that a company has; only whoever asked for it has it. */
export const Export = object(
  {
    id: Uuid,
    format: oneOf(EXPORT_KINDS),
    filters: Filters,
    sort: oneOf(EXPORT_SORTS),
    state: oneOf(EXPORT_STATES),
    failure: nullable(oneOf(EXPORT_FAILURES)),
    total: nullable(Type.Integer({ description: 'requests to be written, counted at the beginning; null: unknown' })),
    written: Type.Integer(),
    size: nullable(Type.Integer({ description: 'bytes of the finished file' })),
    createdAt: Timestamp,
    finishedAt: nullable(Timestamp),
    /** When it is deleted by itself. */
    expiresAt: Timestamp,
  },
  'Export',
);
export type Export = Static<typeof Export>;

const own = { permission: 'member_or_desk', scope: 'requests:read' } as const;

/** Requests as files. Each is written in the background, with the rights of whoever asked for it. */
export const exportRoutes = {
  exportCompany: route({
    method: 'POST',
    path: '/api/v1/companies/:id/export',
    summary: 'Begin to write all data of the company into one archive: JSON, and the files of its requests',
    permission: 'company_administrator',
    params: IdParams,
    fresh: true,
    status: 202,
    reply: ref(Export),
    idempotent: true,
    errors: ['not_found', 'too_many_exports'],
    throttle: { by: 'person', limit: 10, seconds: 3600 },
  }),
  createExport: route({
    ...own,
    method: 'POST',
    path: '/api/v1/requests/export',
    summary: 'Begin to write the requests that the caller may see into a file',
    query: object({
      format: oneOf(EXPORT_FORMATS),
      ...RequestFilters,
      sort: Type.Optional(oneOf(EXPORT_SORTS)),
    }),
    status: 202,
    reply: ref(Export),
    idempotent: true,
    errors: ['too_many_exports'],
    throttle: { by: 'person', limit: 60, seconds: 3600 },
  }),
  listExports: route({
    ...own,
    method: 'GET',
    path: '/api/v1/requests/exports',
    summary: 'Exports of the caller, newest first',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(Export)),
  }),
  getExport: route({
    ...own,
    method: 'GET',
    path: '/api/v1/requests/exports/:id',
    summary: 'One export and how far it is',
    params: IdParams,
    status: 200,
    reply: ref(Export),
  }),
  downloadExport: route({
    ...own,
    method: 'GET',
    path: '/api/v1/requests/exports/:id/file',
    summary: 'The file of a finished export',
    params: IdParams,
    status: 200,
    reply: null,
    answer: 'raw',
    mediaType: 'application/octet-stream',
    errors: ['conflict', 'result_expired'],
  }),
  deleteExport: route({
    ...own,
    method: 'DELETE',
    path: '/api/v1/requests/exports/:id',
    summary: 'Stop or delete an export',
    params: IdParams,
    status: 204,
    reply: null,
  }),
};
