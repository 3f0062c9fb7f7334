import { IssueLicense } from './admin-licensing.ts';
import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** Licenses issued together at most, and rows of a file. */
export const BATCH_MAX = 100_000;
/** Bytes of a file at most. */
export const LICENSE_FILE_BYTES_MAX = 20 * 1024 * 1024;
/** Days that the codes of a batch can be downloaded. */
export const BATCH_RESULT_DAYS = 7;
/** Columns of a file; the first line names them, in any order, those with a question mark may be left out. */
export const LICENSE_FILE_COLUMNS = ['product', 'plan', 'seats', 'valid_from', 'valid_until', 'reference'] as const;
export type LicenseFileColumn = (typeof LICENSE_FILE_COLUMNS)[number];
export const LICENSE_FILE_REQUIRED: readonly LicenseFileColumn[] = ['product', 'plan', 'seats', 'valid_until'];

/** What can be wrong with a file, or with one cell of it. */
export const LICENSE_FILE_PROBLEMS = [
  'not_utf8',
  'empty',
  'malformed',
  'unknown_column',
  'double_column',
  'missing_column',
  'too_many_rows',
  'too_many_cells',
  'required',
  'unknown_product',
  'unknown_plan',
  'not_a_number',
  'too_small',
  'too_large',
  'not_a_date',
  'ends_before_start',
  'too_long',
  'control_character',
] as const;
export type LicenseFileProblemCode = (typeof LICENSE_FILE_PROBLEMS)[number];

const LicenseFileProblem = object({
  row: Type.Integer({ description: 'the line of the file, the header being 1; 0: the whole file' }),
  column: nullable(Type.String()),
  code: oneOf(LICENSE_FILE_PROBLEMS),
  value: nullable(Type.String({ description: 'what stands there, cut short' })),
});
export type LicenseFileProblem = Static<typeof LicenseFileProblem>;

/** Problems told at most; how many there are in all is told too. */
export const PROBLEMS_SHOWN = 500;
export const LicenseFileReport = object(
  {
    rows: Type.Integer({ description: 'licenses that the file asks for' }),
    problemCount: Type.Integer(),
    problems: Type.Array(LicenseFileProblem),
    /** What would be issued; only of a file without problems. */
    licenses: Type.Array(object({ product: Type.String(), plan: Type.String(), count: Type.Integer() })),
  },
  'LicenseFileReport',
);
export type LicenseFileReport = Static<typeof LicenseFileReport>;

/** Many licenses issued together. Until the batch is done none of them exists. */
export const LicenseBatch = object(
  {
    id: Uuid,
    source: oneOf(['terms', 'file']),
    state: oneOf(['running', 'done']),
    total: Type.Integer(),
    prepared: Type.Integer({ description: 'how many have their code' }),
    createdBy: Type.String(),
    createdAt: Timestamp,
    finishedAt: nullable(Timestamp),
    /** Until when the codes of all can be downloaded; null while it runs. */
    codesUntil: nullable(Timestamp),
  },
  'LicenseBatch',
);
export type LicenseBatch = Static<typeof LicenseBatch>;

export const CreateLicenseBatch = object(
  { ...IssueLicense.properties, count: Type.Integer({ minimum: 1, maximum: BATCH_MAX }) },
  'CreateLicenseBatch',
);
export type CreateLicenseBatch = Static<typeof CreateLicenseBatch>;

export const licenseBatchRoutes = {
  listLicenseBatches: route({
    method: 'GET',
    path: '/api/v1/admin/license-batches',
    summary: 'Batches of licenses, newest first',
    permission: 'admin',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(LicenseBatch)),
  }),
  createLicenseBatch: route({
    method: 'POST',
    path: '/api/v1/admin/license-batches',
    summary: 'Issue many licenses on the same terms',
    permission: 'admin',
    fresh: true,
    body: ref(CreateLicenseBatch),
    status: 202,
    reply: ref(LicenseBatch),
    idempotent: true,
  }),
  checkLicenseFile: route({
    method: 'POST',
    path: '/api/v1/admin/license-batches/check',
    summary: 'Say row by row what is wrong with a file of licenses; writes nothing',
    permission: 'admin',
    takes: 'text/csv',
    status: 200,
    reply: ref(LicenseFileReport),
    errors: ['payload_too_large', 'unsupported_media_type'],
    throttle: { by: 'person', limit: 120, seconds: 600 },
  }),
  importLicenseFile: route({
    method: 'POST',
    path: '/api/v1/admin/license-batches/import',
    summary: 'Issue a license for each row of a file without problems, all of them or none',
    permission: 'admin',
    fresh: true,
    takes: 'text/csv',
    status: 202,
    reply: ref(LicenseBatch),
    idempotent: true,
    errors: ['payload_too_large', 'unsupported_media_type', 'license_file_refused'],
    throttle: { by: 'person', limit: 60, seconds: 600 },
  }),
  getLicenseBatch: route({
    method: 'GET',
    path: '/api/v1/admin/license-batches/:id',
    summary: 'One batch and how far it is',
    permission: 'admin',
    params: IdParams,
    status: 200,
    reply: ref(LicenseBatch),
  }),
  downloadLicenseBatch: route({
    method: 'GET',
    path: '/api/v1/admin/license-batches/:id/codes',
    summary: 'Serials and activation codes of a batch as CSV; who took them is remembered',
    permission: 'admin',
    fresh: true,
    params: IdParams,
    status: 200,
    reply: null,
    answer: 'raw',
    mediaType: 'text/csv',
    errors: ['conflict', 'result_expired'],
  }),
};
