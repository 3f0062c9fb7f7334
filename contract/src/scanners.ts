import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** The user name that goes with the secret of a scanner credential. */
export const SCANNER_USER = 'scanner';
/** So long a scanner counts after it last fetched something. */
export const SCANNER_KEPT_DAYS = 90;

const credentialFields = {
  id: Uuid,
  name: Type.String(),
  hint: Type.String({ description: 'the first characters of the secret' }),
  createdAt: Timestamp,
  lastUsedAt: nullable(Timestamp),
};
export const ScannerCredential = object(credentialFields, 'ScannerCredential');
export type ScannerCredential = Static<typeof ScannerCredential>;
export const NewScannerCredential = object(
  { ...credentialFields, secret: Type.String({ description: 'shown this one time' }) },
  'NewScannerCredential',
);
export type NewScannerCredential = Static<typeof NewScannerCredential>;
export const CreateScannerCredential = object(
  { name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }) },
  'CreateScannerCredential',
);
export type CreateScannerCredential = Static<typeof CreateScannerCredential>;

export const Scanner = object(
  {
    id: Uuid,
    hint: Type.String({ description: 'the first characters of what freshclam calls itself' }),
    credential: object({ id: Uuid, name: Type.String() }),
    release: nullable(Type.String(), { description: 'the release that it has; null: it has fetched none whole' }),
    seenAt: Timestamp,
  },
  'Scanner',
);
export type Scanner = Static<typeof Scanner>;

export const ScannerSummary = object(
  {
    name: Type.String({ description: 'begins the name of every file of a release' }),
    release: nullable(Type.String(), { description: 'the number of the release that is out; null: none is' }),
    scanners: Type.Integer({ description: 'that fetched something in the last 90 days' }),
    upToDate: Type.Integer({ description: 'of these, how many have the release that is out' }),
  },
  'ScannerSummary',
);
export type ScannerSummary = Static<typeof ScannerSummary>;

const administrators = { permission: 'company_administrator', params: IdParams, errors: ['not_found'] } as const;

/** A company's scanners: by which credentials they fetch definitions, and which release each of them has. */
export const scannerRoutes = {
  listScannerCredentials: route({
    ...administrators,
    method: 'GET',
    path: '/api/v1/companies/:id/scanner-credentials',
    summary: 'The credentials of the company’s scanners, newest first',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(ScannerCredential)),
  }),
  createScannerCredential: route({
    ...administrators,
    method: 'POST',
    path: '/api/v1/companies/:id/scanner-credentials',
    summary: 'Make a credential that only fetches definitions, under /definitions; it is shown once',
    fresh: true,
    body: ref(CreateScannerCredential),
    status: 201,
    reply: ref(NewScannerCredential),
    errors: ['not_found', 'secret_already_shown'],
    idempotent: true,
    throttle: { by: 'person', limit: 30, seconds: 3600 },
  }),
  revokeScannerCredential: route({
    ...administrators,
    method: 'DELETE',
    path: '/api/v1/companies/:id/scanner-credentials/:credentialId',
    summary: 'End a credential at once; its scanners are refused until they are told another or none',
    params: object({ id: Uuid, credentialId: Uuid }),
    status: 204,
    reply: null,
  }),
  listScanners: route({
    ...administrators,
    method: 'GET',
    path: '/api/v1/companies/:id/scanners',
    summary: 'The scanners that fetched definitions with a credential in the last 90 days, last seen first',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(Scanner)),
  }),
  getScannerSummary: route({
    ...administrators,
    method: 'GET',
    path: '/api/v1/companies/:id/scanners/summary',
    summary: 'How many of the company’s scanners have the release that is out',
    status: 200,
    reply: ref(ScannerSummary),
  }),
};
