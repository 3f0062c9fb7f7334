import { LICENSE_STATES } from './licensing.ts';
import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

export const SEATS_MAX = 10_000_000;
const Seats = Type.Integer({ minimum: 1, maximum: SEATS_MAX });
/** The customer's own word for a license, such as the number of an order. */
export const REFERENCE_MAX = 200;
const Reference = Type.String({ minLength: 1, maxLength: REFERENCE_MAX, pattern: '^\\S(?:.*\\S)?$' });
const Reason = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' });

/** A license as the vendor's admins see it. */
export const IssuedLicense = object(
  {
    id: Uuid,
    serial: Type.String(),
    product: object({ id: Uuid, name: Type.String() }),
    plan: object({ id: Uuid, name: Type.String() }),
    company: nullable(object({ id: Uuid, name: Type.String() })),
    seats: Type.Integer(),
    state: oneOf(LICENSE_STATES),
    stateReason: nullable(Type.String({ description: 'why it was suspended or revoked' })),
    validFrom: Timestamp,
    validUntil: nullable(Timestamp),
    reference: nullable(Type.String()),
    batchId: nullable(Type.String({ format: 'uuid', description: 'the batch it was issued with' })),
    createdAt: Timestamp,
    version: Type.Integer(),
  },
  'IssuedLicense',
);
export type IssuedLicense = Static<typeof IssuedLicense>;

const terms = {
  productId: Uuid,
  planId: Uuid,
  seats: Seats,
  validFrom: Type.Optional(Timestamp),
  validUntil: nullable(Timestamp),
  reference: Type.Optional(Reference),
};
export const IssueLicense = object(terms, 'IssueLicense');
export type IssueLicense = Static<typeof IssueLicense>;

export const PatchLicense = object(
  {
    planId: Type.Optional(Uuid),
    seats: Type.Optional(Seats),
    validFrom: Type.Optional(Timestamp),
    validUntil: Type.Optional(nullable(Timestamp)),
    reference: Type.Optional(nullable(Reference)),
  },
  'PatchLicense',
);
export type PatchLicense = Static<typeof PatchLicense>;

/** By end: only licenses that are neither suspended nor revoked and have an end. */
export const ISSUED_LICENSE_SORTS = ['-created', 'end', '-end'] as const;
export const LICENSE_CLAIMS = ['claimed', 'unclaimed'] as const;
export const LicenseFilters = {
  q: Type.Optional(
    Type.String({ maxLength: 200, description: 'a serial, its number, a reference, or a part of a company’s name' }),
  ),
  state: Type.Optional(oneOf(LICENSE_STATES)),
  claim: Type.Optional(oneOf(LICENSE_CLAIMS)),
  product: Type.Optional(Uuid),
  plan: Type.Optional(Uuid),
  company: Type.Optional(Uuid),
  batch: Type.Optional(Uuid),
  endsBefore: Type.Optional(Timestamp),
};

export const adminLicensingRoutes = {
  listIssuedLicenses: route({
    method: 'GET',
    path: '/api/v1/admin/licenses',
    summary: 'Licenses of all companies and those that nobody has claimed, newest first or by their end',
    permission: 'admin',
    query: object({ ...LicenseFilters, sort: Type.Optional(oneOf(ISSUED_LICENSE_SORTS)), ...pageQuery }),
    status: 200,
    reply: listOf(ref(IssuedLicense)),
  }),
  issueLicense: route({
    method: 'POST',
    path: '/api/v1/admin/licenses',
    summary: 'Issue a license; its activation code is asked for by a call of its own',
    permission: 'admin',
    fresh: true,
    body: ref(IssueLicense),
    status: 201,
    reply: ref(IssuedLicense),
    idempotent: true,
  }),
  findIssuedLicense: route({
    method: 'POST',
    path: '/api/v1/admin/licenses/find',
    summary: 'The license of an activation code, which so stands in no address',
    permission: 'admin',
    body: object({ activationCode: Type.String({ maxLength: 100 }) }),
    status: 200,
    reply: object({ id: Uuid }),
    errors: ['activation_code_mistyped', 'activation_code_unknown'],
  }),
  getIssuedLicense: route({
    method: 'GET',
    path: '/api/v1/admin/licenses/:id',
    summary: 'One license',
    permission: 'admin',
    params: IdParams,
    status: 200,
    reply: ref(IssuedLicense),
  }),
  patchLicense: route({
    method: 'PATCH',
    path: '/api/v1/admin/licenses/:id',
    summary: 'Renew a license or change its plan or seats; key files are signed anew, the company is told',
    permission: 'admin',
    fresh: true,
    params: IdParams,
    body: ref(PatchLicense),
    status: 200,
    reply: ref(IssuedLicense),
    versioned: true,
    errors: ['license_revoked'],
  }),
  suspendLicense: route({
    method: 'POST',
    path: '/api/v1/admin/licenses/:id/suspend',
    summary: 'Suspend a license until it is resumed; the company is told why',
    permission: 'admin',
    params: IdParams,
    body: object({ reason: Reason }),
    status: 200,
    reply: ref(IssuedLicense),
    errors: ['conflict'],
  }),
  resumeLicense: route({
    method: 'POST',
    path: '/api/v1/admin/licenses/:id/resume',
    summary: 'End the suspension of a license; the company is told',
    permission: 'admin',
    params: IdParams,
    status: 200,
    reply: ref(IssuedLicense),
    errors: ['conflict'],
  }),
  revokeLicense: route({
    method: 'POST',
    path: '/api/v1/admin/licenses/:id/revoke',
    summary: 'Revoke a license for good; the company is told why',
    permission: 'admin',
    fresh: true,
    params: IdParams,
    body: object({ reason: Reason }),
    status: 200,
    reply: ref(IssuedLicense),
    errors: ['conflict'],
  }),
  showIssuedCode: route({
    method: 'GET',
    path: '/api/v1/admin/licenses/:id/activation-code',
    summary: 'The activation code of a license; who saw it is remembered',
    permission: 'admin',
    fresh: true,
    params: IdParams,
    status: 200,
    reply: object({ activationCode: Type.String({ description: 'as printed, in groups of five' }) }),
  }),
  downloadIssuedKeyFiles: route({
    method: 'GET',
    path: '/api/v1/admin/licenses/:id/key-file',
    summary: 'The key files of a license in a ZIP, as its company gets them',
    permission: 'admin',
    fresh: true,
    params: IdParams,
    status: 200,
    reply: null,
    answer: 'raw',
    mediaType: 'application/zip',
    errors: ['key_files_not_ready', 'license_revoked'],
  }),
};
