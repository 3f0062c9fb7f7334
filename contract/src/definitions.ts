import { draftQuery } from './draft-query.ts';
import { listOf, pageQuery } from './lists.ts';
import { ReleaseReport } from './releases.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

export const SIGNATURE_FORMATS = ['hash', 'pattern', 'logical', 'yara'] as const;
export type SignatureFormat = (typeof SIGNATURE_FORMATS)[number];
/** What a pattern is looked for in. */
export const SIGNATURE_TARGETS = ['any', 'pe', 'ole2', 'html', 'mail', 'elf', 'text', 'macho', 'pdf'] as const;
export type SignatureTarget = (typeof SIGNATURE_TARGETS)[number];
/** `draft` → `approved` by another person → `released` → `replaced` by the next revision, or `withdrawn`. */
export const DETECTION_STATES = ['draft', 'approved', 'released', 'replaced', 'withdrawn'] as const;
export type DetectionState = (typeof DETECTION_STATES)[number];
export const DETECTION_ACTIONS = ['edit', 'approve', 'drop', 'replace', 'withdraw'] as const;
export type DetectionAction = (typeof DETECTION_ACTIONS)[number];
/** Fixed bytes in a row that a pattern needs at least: shorter ones stand in files of every kind. */
export const LITERAL_MIN = 8;
export const SIGNATURES_MAX = 100;
export const SAMPLES_MAX = 100;
export const WITHDRAWAL_REASON_MAX = 500;

/** Why a detection cannot be approved as it stands; each has a text of its own. */
export const DETECTION_PROBLEMS = [
  'name_malformed',
  'name_taken',
  'no_signatures',
  'no_samples',
  'signature_twice',
  'hash_malformed',
  'hash_of_nothing',
  'hash_allowed',
  'hash_clean',
  'offset_malformed',
  'pattern_malformed',
  'pattern_too_short',
  'pattern_too_uniform',
  'expression_malformed',
  'expression_incomplete',
  'too_many_patterns',
  'yara_no_condition',
  'yara_not_supported',
  'yara_too_many_strings',
  'too_long',
] as const;
export type DetectionProblem = (typeof DETECTION_PROBLEMS)[number];

const text = (maxLength: number) => Type.String({ maxLength });
const Pattern = text(8192);
const HashSignature = object({
  format: oneOf(['hash']),
  sha256: text(64),
  size: nullable(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), {
    description: 'bytes; null: unknown',
  }),
});
const PatternSignature = object({
  format: oneOf(['pattern']),
  target: oneOf(SIGNATURE_TARGETS),
  offset: text(40),
  pattern: Pattern,
});
const LogicalSignature = object({
  format: oneOf(['logical']),
  target: oneOf(SIGNATURE_TARGETS),
  expression: text(1000),
  patterns: Type.Array(Pattern, { maxItems: 64 }),
});
const YaraSignature = object({ format: oneOf(['yara']), body: text(40_000) });

/** One way to recognise a file; a detection has one or more. What is wrong with its content is told by lint. */
export const Signature = Type.Unsafe<
  | Static<typeof HashSignature>
  | Static<typeof PatternSignature>
  | Static<typeof LogicalSignature>
  | Static<typeof YaraSignature>
>({
  $id: 'Signature',
  type: 'object',
  description:
    'hash: a whole file; pattern: bytes in ClamAV’s notation, at an offset or anywhere (*); logical: several patterns, joined like 0&(1|2>3); yara: the strings and the condition of a rule',
  discriminator: { propertyName: 'format' },
  required: ['format'],
  properties: { format: oneOf(SIGNATURE_FORMATS) },
  oneOf: [HashSignature, PatternSignature, LogicalSignature, YaraSignature],
});
export type Signature = Static<typeof Signature>;

export const FoundProblem = object(
  {
    pointer: Type.String({ description: 'JSON pointer into the body' }),
    problem: oneOf(DETECTION_PROBLEMS),
  },
  'FoundProblem',
);
export type FoundProblem = Static<typeof FoundProblem>;

const Person = object({ id: Uuid, name: Type.String() });
const summaryFields = {
  id: Uuid,
  name: Type.String({ description: 'Type.Platform.Family.variant' }),
  state: oneOf(DETECTION_STATES),
  revision: Type.Integer({ description: 'counted from 0; a replacement has the next one' }),
  formats: Type.Array(oneOf(SIGNATURE_FORMATS)),
  author: Person,
  approver: nullable(Person),
  updatedAt: Timestamp,
};
export const DetectionSummary = object(summaryFields, 'DetectionSummary');
export type DetectionSummary = Static<typeof DetectionSummary>;

const Withdrawal = object({ reason: Type.String(), person: Person, at: Timestamp });
export const DetectionRevision = object(
  {
    revision: Type.Integer(),
    state: oneOf(DETECTION_STATES),
    author: Person,
    approver: nullable(Person),
    approvedAt: nullable(Timestamp),
    withdrawal: nullable(Withdrawal),
    createdAt: Timestamp,
  },
  'DetectionRevision',
);
export type DetectionRevision = Static<typeof DetectionRevision>;

/** A detection tried by itself, by the checks of a release. */
export const DetectionTrial = object(
  { state: oneOf(['running', 'done']), startedAt: Timestamp, report: ReleaseReport },
  'DetectionTrial',
);
export type DetectionTrial = Static<typeof DetectionTrial>;

/** A detection as its newest revision has it. */
export const Detection = object(
  {
    ...summaryFields,
    signatures: Type.Array(ref(Signature)),
    labels: Type.Array(Type.String(), { description: 'what scanners report for each signature, in the same order' }),
    samples: Type.Array(Type.String(), { description: 'SHA-256 of the samples that it must hit' }),
    note: Type.String(),
    problems: Type.Array(ref(FoundProblem)),
    actions: Type.Array(oneOf(DETECTION_ACTIONS)),
    trial: nullable(ref(DetectionTrial), { description: 'null: not tried since it was changed' }),
    approvedAlone: Type.Boolean({ description: 'by its author, where the installation has a single analyst' }),
    /** Newest first, at most 50. */
    revisions: Type.Array(ref(DetectionRevision)),
    createdAt: Timestamp,
    version: Type.Integer(),
  },
  'Detection',
);
export type Detection = Static<typeof Detection>;

const contentFields = {
  name: Type.String({ minLength: 1, maxLength: 100 }),
  signatures: Type.Array(ref(Signature), { maxItems: SIGNATURES_MAX }),
  samples: Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }), { maxItems: SAMPLES_MAX }),
  note: text(2000),
};
/** A draft is kept as it is typed; only its name must be right and free. */
export const CreateDetection = object(
  {
    name: contentFields.name,
    signatures: Type.Optional(contentFields.signatures),
    samples: Type.Optional(contentFields.samples),
    note: Type.Optional(contentFields.note),
  },
  'CreateDetection',
);
export type CreateDetection = Static<typeof CreateDetection>;
export const PatchDetection = object(
  {
    name: Type.Optional(contentFields.name),
    signatures: Type.Optional(contentFields.signatures),
    samples: Type.Optional(contentFields.samples),
    note: Type.Optional(contentFields.note),
  },
  'PatchDetection',
);
export type PatchDetection = Static<typeof PatchDetection>;

const Reason = Type.String({ minLength: 1, maxLength: WITHDRAWAL_REASON_MAX, pattern: '\\S' });

export const ALLOW_KINDS = ['file', 'signature'] as const;
export type AllowKind = (typeof ALLOW_KINDS)[number];
export const ALLOW_STATES = ['draft', 'approved', 'released', 'withdrawn'] as const;
export type AllowState = (typeof ALLOW_STATES)[number];
export const AllowEntry = object(
  {
    id: Uuid,
    kind: oneOf(ALLOW_KINDS),
    value: Type.String({ description: 'file: SHA-256; signature: the name that scanners report' }),
    reason: Type.String(),
    state: oneOf(ALLOW_STATES),
    author: Person,
    approver: nullable(Person),
    withdrawal: nullable(Withdrawal),
    actions: Type.Array(oneOf(['approve', 'withdraw'])),
    createdAt: Timestamp,
  },
  'AllowEntry',
);
export type AllowEntry = Static<typeof AllowEntry>;
export const CreateAllowEntry = object(
  {
    kind: oneOf(ALLOW_KINDS),
    value: Type.String({ minLength: 1, maxLength: 200 }),
    reason: Reason,
  },
  'CreateAllowEntry',
);
export type CreateAllowEntry = Static<typeof CreateAllowEntry>;

const lab = { permission: 'lab', errors: ['not_found'] } as const;

/** What the Virus Lab detects, and what it never reports. */
export const definitionRoutes = {
  listDetections: route({
    ...lab,
    method: 'GET',
    path: '/api/v1/lab/detections',
    summary: 'Detections by their newest revision, last changed first',
    query: object({
      state: Type.Optional(oneOf(DETECTION_STATES)),
      q: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'part of the name' })),
      ...pageQuery,
    }),
    status: 200,
    reply: listOf(ref(DetectionSummary)),
  }),
  createDetection: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/detections',
    summary: 'Begin a detection, as a draft',
    body: ref(CreateDetection),
    status: 201,
    reply: ref(Detection),
    idempotent: true,
  }),
  lintDetection: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/detections/lint',
    summary: 'What would keep this detection from being approved, and the next free name of its family',
    body: object({
      id: Type.Optional(Uuid),
      ...contentFields,
      name: text(100),
      note: Type.Optional(contentFields.note),
    }),
    status: 200,
    reply: object({ problems: Type.Array(ref(FoundProblem)), proposedName: nullable(Type.String()) }),
    throttle: { by: 'person', limit: 600, seconds: 60 },
  }),
  getDetection: route({
    ...lab,
    method: 'GET',
    path: '/api/v1/lab/detections/:id',
    summary: 'One detection with its revisions',
    params: IdParams,
    status: 200,
    reply: ref(Detection),
  }),
  patchDetection: route({
    ...lab,
    method: 'PATCH',
    path: '/api/v1/lab/detections/:id',
    summary: 'Change a draft, or an approved detection, which is a draft again from then on',
    params: IdParams,
    query: draftQuery,
    body: ref(PatchDetection),
    status: 200,
    reply: ref(Detection),
    versioned: true,
    errors: ['not_found', 'transition_not_allowed'],
  }),
  approveDetection: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/detections/:id/approve',
    summary: 'Approve a draft as it was read; never by anybody who wrote it',
    params: IdParams,
    status: 200,
    reply: ref(Detection),
    versioned: true,
    errors: ['not_found', 'transition_not_allowed', 'own_work'],
  }),
  tryDetection: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/detections/:id/trial',
    summary: 'Begin to try a detection, as it is saved, on its samples and on clean files',
    params: IdParams,
    status: 202,
    reply: ref(Detection),
    errors: ['not_found', 'conflict'],
    throttle: { by: 'person', limit: 120, seconds: 3600 },
  }),
  dropDetection: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/detections/:id/drop',
    summary: 'Delete what was not released yet; a detection that never was is gone',
    params: IdParams,
    status: 204,
    reply: null,
    versioned: true,
    errors: ['not_found', 'transition_not_allowed', 'awaited_by_verdict'],
  }),
  replaceDetection: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/detections/:id/revisions',
    summary: 'Begin the next revision of a released or withdrawn detection, as a draft',
    params: IdParams,
    status: 200,
    reply: ref(Detection),
    versioned: true,
    errors: ['not_found', 'transition_not_allowed'],
  }),
  withdrawDetection: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/detections/:id/withdraw',
    summary: 'Take a released detection back for a reason; the next release leaves it out',
    params: IdParams,
    body: object({ reason: Reason }),
    status: 200,
    reply: ref(Detection),
    versioned: true,
    errors: ['not_found', 'transition_not_allowed'],
  }),
  listAllowList: route({
    ...lab,
    method: 'GET',
    path: '/api/v1/lab/allow-list',
    summary: 'Files and signatures that are never reported, newest first',
    query: object({
      state: Type.Optional(oneOf(ALLOW_STATES)),
      ...pageQuery,
    }),
    status: 200,
    reply: listOf(ref(AllowEntry)),
  }),
  createAllowEntry: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/allow-list',
    summary: 'Propose an entry of the allow-list',
    body: ref(CreateAllowEntry),
    status: 201,
    reply: ref(AllowEntry),
    idempotent: true,
  }),
  approveAllowEntry: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/allow-list/:id/approve',
    summary: 'Approve an entry; never by its author',
    params: IdParams,
    status: 200,
    reply: ref(AllowEntry),
    errors: ['not_found', 'transition_not_allowed', 'own_work'],
  }),
  withdrawAllowEntry: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/allow-list/:id/withdraw',
    summary: 'Take an entry back for a reason; the next release leaves it out',
    params: IdParams,
    body: object({ reason: Reason }),
    status: 200,
    reply: ref(AllowEntry),
    errors: ['not_found', 'transition_not_allowed', 'awaited_by_verdict'],
  }),
};
