import { LAB_KINDS, MessageText, OBJECTS_MAX, ObjectUrl } from './requests.ts';
import { route } from './route.ts';
import { Email, InterfaceLanguage, object, oneOf, ref, Sha256, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** What one upload token takes in. */
export const PUBLIC_FILES_MAX = 5;
export const PUBLIC_FILE_BYTES_MAX = 64 * 1024 ** 2;

/** What the form asks of everybody, and what it promises. */
export const SubmissionTerms = object(
  {
    takesFiles: Type.Boolean({ description: 'false while there is no room for more: hashes and addresses are taken' }),
    filesMax: Type.Integer(),
    fileBytesMax: Type.Integer({ description: 'bytes, of one file' }),
    answerHours: Type.Integer({ description: 'within which the lab answers' }),
  },
  'SubmissionTerms',
);
export type SubmissionTerms = Static<typeof SubmissionTerms>;

const Hex = (length: number) => Type.String({ pattern: `^[0-9a-f]{${length}}$` });

/** Proof of work in the form of ALTCHA 2: any of its libraries solves it. */
export const Challenge = object(
  {
    parameters: object({
      algorithm: oneOf(['PBKDF2/SHA-256']),
      cost: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'iterations of one derivation' }),
      expiresAt: Type.Integer({ minimum: 0, maximum: 9_999_999_999, description: 'seconds since 1970' }),
      keyLength: Type.Integer({ minimum: 32, maximum: 32 }),
      keyPrefix: Hex(32),
      keySignature: Hex(64),
      nonce: Hex(32),
      salt: Hex(32),
    }),
    signature: Hex(64),
  },
  'Challenge',
);
export type Challenge = Static<typeof Challenge>;

export const SolvedChallenge = object(
  {
    challenge: ref(Challenge),
    solution: object({
      counter: Type.Integer({ minimum: 0, maximum: 4_294_967_295 }),
      derivedKey: Hex(64),
      time: Type.Optional(Type.Number({ minimum: 0, description: 'milliseconds it took; not looked at' })),
    }),
  },
  'SolvedChallenge',
);
export type SolvedChallenge = Static<typeof SolvedChallenge>;

export const UploadToken = object(
  {
    token: Type.String({ description: 'for /uploads as `Authorization: Bearer …`, and for one submission' }),
    expiresAt: Timestamp,
    takesFiles: Type.Boolean(),
  },
  'UploadToken',
);
export type UploadToken = Static<typeof UploadToken>;

export const CreateSubmission = object(
  {
    uploadToken: Type.String({ minLength: 20, maxLength: 100 }),
    kind: oneOf(LAB_KINDS),
    text: MessageText,
    language: InterfaceLanguage,
    /** Nothing but a link that confirms it is mailed there before it was confirmed. */
    email: Type.Optional(Email),
    /** At least one of these three: finished uploads of the token, SHA-256 of files not sent, addresses (never fetched). */
    uploads: Type.Optional(Type.Array(Uuid, { maxItems: PUBLIC_FILES_MAX, uniqueItems: true })),
    hashes: Type.Optional(Type.Array(Sha256, { maxItems: OBJECTS_MAX, uniqueItems: true })),
    urls: Type.Optional(Type.Array(ObjectUrl, { maxItems: OBJECTS_MAX, uniqueItems: true })),
    archivePassword: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  'CreateSubmission',
);
export type CreateSubmission = Static<typeof CreateSubmission>;

const followed = {
  number: Type.String(),
  trackingToken: Type.String({ description: 'opens the submission at /track#TOKEN' }),
};

/** The Virus Lab's form for everybody: a challenge buys an upload token, which is worth a few files and one submission. */
export const submissionRoutes = {
  getSubmissionTerms: route({
    method: 'GET',
    path: '/api/v1/public/submission-terms',
    summary: 'What the public form of the Virus Lab takes now, and what it promises',
    permission: 'anyone',
    status: 200,
    reply: ref(SubmissionTerms),
    throttle: { by: 'address', limit: 600, seconds: 600 },
  }),
  createChallenge: route({
    method: 'POST',
    path: '/api/v1/public/challenges',
    summary: 'A challenge to be solved by computing; each can be used once, within 20 minutes',
    permission: 'anyone',
    status: 201,
    reply: ref(Challenge),
    throttle: { by: 'address', limit: 120, seconds: 600 },
  }),
  createUploadToken: route({
    method: 'POST',
    path: '/api/v1/public/upload-tokens',
    summary: 'Exchange a solved challenge for an upload token: 5 files of 64 MiB, one submission, 2 hours',
    permission: 'anyone',
    body: ref(SolvedChallenge),
    status: 201,
    reply: ref(UploadToken),
    errors: ['challenge_refused', 'too_many_requests'],
    throttle: { by: 'address', limit: 40, seconds: 3600 },
  }),
  createSubmission: route({
    method: 'POST',
    path: '/api/v1/public/submissions',
    summary: 'Send files, hashes or addresses to the Virus Lab without an account',
    permission: 'anyone',
    body: ref(CreateSubmission),
    status: 201,
    reply: object(followed),
    idempotent: true,
    errors: ['upload_token_expired', 'upload_not_ready', 'too_many_requests'],
    throttle: { by: 'address', limit: 30, seconds: 3600 },
  }),
  confirmSubmissionEmail: route({
    method: 'POST',
    path: '/api/v1/public/submissions/confirm',
    summary:
      'Confirm the e-mail address of a submission with the token of the mailed link: answers are mailed from then on',
    permission: 'anyone',
    body: object({ token: Type.String({ minLength: 20, maxLength: 200 }) }),
    status: 200,
    reply: object(followed),
    errors: ['link_expired'],
    throttle: { by: 'address', limit: 60, seconds: 600 },
  }),
};
