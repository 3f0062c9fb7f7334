import { route } from './route.ts';
import { listOf, pageQuery } from './lists.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

export const LICENSE_STATES = ['active', 'not_yet_valid', 'expired', 'suspended', 'revoked'] as const;
/** `ends`: what ends first comes first, what never ends last. */
export const LICENSE_SORTS = ['-created', 'ends'] as const;
export const SUPPORT_STATES = ['full', 'limited', 'ended'] as const;

export const Product = object(
  {
    id: Uuid,
    name: Type.String(),
    versions: Type.Array(
      object({
        version: Type.String(),
        support: oneOf(SUPPORT_STATES),
        /** The last day of this support, where one is announced. */
        supportUntil: nullable(Type.String({ format: 'date' })),
      }),
    ),
  },
  'Product',
);
export type Product = Static<typeof Product>;

export const License = object(
  {
    id: Uuid,
    serial: Type.String(),
    product: object({ id: Uuid, name: Type.String() }),
    plan: Type.String(),
    seats: Type.Integer(),
    state: oneOf(LICENSE_STATES),
    validFrom: Timestamp,
    validUntil: nullable(Timestamp),
  },
  'License',
);
export type License = Static<typeof License>;

export const LicenseDetails = object(
  {
    ...License.properties,
    keyFiles: Type.Array(
      object({
        fileName: Type.String({ description: 'in the ZIP' }),
        fits: Type.String({ description: 'the component of the product that takes it' }),
        issuedAt: nullable(Timestamp),
      }),
      { description: 'One per component of the product; `issuedAt` is null until it has been signed' },
    ),
  },
  'LicenseDetails',
);
export type LicenseDetails = Static<typeof LicenseDetails>;

export const LicenseKey = object(
  {
    kid: Type.String({ description: 'Names the key; every key file says which one signed it' }),
    publicKey: Type.String({ description: 'Ed25519, SubjectPublicKeyInfo in PEM' }),
    createdAt: Timestamp,
    /** A retired key signs nothing more; what it signed stays good. */
    retiredAt: nullable(Timestamp),
  },
  'LicenseKey',
);
export type LicenseKey = Static<typeof LicenseKey>;

/** Real ones have about a thousand characters. */
export const KEY_FILE_MAX = 16_384;

/** What proves that one holds a license: its activation code or one of its key files, exactly one of the two. */
export const licenseProof = {
  activationCode: Type.Optional(Type.String({ minLength: 1, maxLength: 60, description: 'this or `keyFile`' })),
  keyFile: Type.Optional(Type.String({ minLength: 1, maxLength: KEY_FILE_MAX, description: 'the text of the file' })),
};

/** How a proof of a license can be refused; the fields it names are those of the proof. */
export const PROOF_ERRORS = [
  'activation_code_mistyped',
  'activation_code_unknown',
  'key_file_malformed',
  'key_file_forged',
  'key_file_unknown_issuer',
  'license_unknown',
  'license_expired',
  'license_suspended',
  'license_revoked',
] as const;
export type ProofError = (typeof PROOF_ERRORS)[number];

export const KEY_FILE_ANSWERS = ['valid', 'expired', 'forged', 'malformed', 'unknown_issuer'] as const;
export type KeyFileAnswer = (typeof KEY_FILE_ANSWERS)[number];

/** What a key file says, all of it signed. */
export const KeyFileLicense = object(
  {
    id: Uuid,
    licenseId: Uuid,
    serial: Type.String(),
    product: Type.String(),
    component: Type.String(),
    plan: Type.String(),
    seats: Type.Integer(),
    validFrom: Timestamp,
    validUntil: nullable(Timestamp),
    issuedAt: Timestamp,
    kid: Type.String(),
  },
  'KeyFileLicense',
);
export type KeyFileLicense = Static<typeof KeyFileLicense>;

export const licensingRoutes = {
  listProducts: route({
    method: 'GET',
    path: '/api/v1/products',
    summary: 'Products with their versions and the support each has',
    permission: 'anyone',
    status: 200,
    reply: object({ data: Type.Array(ref(Product)) }),
  }),
  listLicenses: route({
    method: 'GET',
    path: '/api/v1/licenses',
    summary: "The company's licenses, newest first unless sorted otherwise",
    permission: 'member',
    scope: 'licenses:read',
    query: object({
      state: Type.Optional(oneOf(LICENSE_STATES)),
      product: Type.Optional(Uuid),
      endsAfter: Type.Optional(Timestamp),
      sort: Type.Optional(oneOf(LICENSE_SORTS)),
      ...pageQuery,
    }),
    status: 200,
    reply: listOf(ref(License)),
  }),
  getLicense: route({
    method: 'GET',
    path: '/api/v1/licenses/:id',
    summary: 'One license of the company, with what its key set holds',
    permission: 'member',
    scope: 'licenses:read',
    params: IdParams,
    status: 200,
    reply: ref(LicenseDetails),
  }),
  getActivationCode: route({
    method: 'GET',
    path: '/api/v1/licenses/:id/activation-code',
    summary: 'The activation code of a license, as it is printed',
    permission: 'company_administrator',
    fresh: true,
    params: IdParams,
    status: 200,
    reply: object({ activationCode: Type.String() }),
    errors: ['license_revoked'],
    throttle: { by: 'person', limit: 60, seconds: 600 },
  }),
  downloadKeyFiles: route({
    method: 'GET',
    path: '/api/v1/licenses/:id/key-file',
    summary: 'The key files of a license in a ZIP, with a list of what each fits',
    permission: 'company_administrator',
    fresh: true,
    params: IdParams,
    status: 200,
    reply: null,
    answer: 'raw',
    mediaType: 'application/zip',
    errors: ['key_files_not_ready', 'license_revoked'],
    throttle: { by: 'person', limit: 60, seconds: 600 },
  }),
  listLicenseKeys: route({
    method: 'GET',
    path: '/api/v1/license-keys',
    summary: "The vendor's public keys, newest first: they verify key files without this server",
    permission: 'anyone',
    status: 200,
    reply: object({ data: Type.Array(ref(LicenseKey)) }),
  }),
  verifyKeyFile: route({
    method: 'POST',
    path: '/api/v1/license-keys/verify',
    summary: 'Say what a key file is worth',
    permission: 'anyone',
    body: object({ keyFile: Type.String({ maxLength: KEY_FILE_MAX }) }),
    status: 200,
    reply: object({
      answer: oneOf(KEY_FILE_ANSWERS),
      /** Only of a file whose signature is good. */
      license: nullable(ref(KeyFileLicense)),
    }),
    throttle: { by: 'address', limit: 60, seconds: 600 },
  }),
};
