import { draftQuery } from './draft-query.ts';
import { listOf, pageQuery } from './lists.ts';
import { Participant } from './requests.ts';
import { route } from './route.ts';
import {
  InterfaceLanguage,
  nullable,
  object,
  oneOf,
  ref,
  Sha256,
  type Static,
  Timestamp,
  Type,
  Uuid,
} from './schema.ts';

/** What the Virus Lab says of a sample. `no_threats_found` is weaker than `clean`. */
export const VERDICTS = [
  'malware',
  'unwanted',
  'clean',
  'no_threats_found',
  'false_detection_removed',
  'detection_correct',
  'inconclusive',
  'not_analysable',
] as const;
export type VerdictWord = (typeof VERDICTS)[number];
/** Why a sample cannot be analysed. */
export const VERDICT_REASONS = ['encrypted', 'damaged', 'incomplete', 'unsupported_format', 'too_large'] as const;
export type VerdictReason = (typeof VERDICT_REASONS)[number];
/** Verdicts under which scanners report the file, by a detection that may be named. */
export const DETECTED_VERDICTS = ['malware', 'unwanted', 'detection_correct'] as const satisfies readonly VerdictWord[];
/** Verdicts that may be taken for the archives too in which the file was sent. */
export const CARRIED_VERDICTS = [
  ...DETECTED_VERDICTS,
  'false_detection_removed',
] as const satisfies readonly VerdictWord[];
export const VERDICT_TEXT_MAX = 5000;
export const COMMENT_MAX = 5000;

const ReleaseRef = object({ number: Type.String(), publishedAt: Timestamp });

/** A verdict as the submitter of a file sees it. */
export const ObjectVerdict = object(
  {
    verdict: oneOf(VERDICTS),
    reason: nullable(oneOf(VERDICT_REASONS)),
    detection: nullable(Type.String({ description: 'what scanners call it, or no longer do' })),
    at: Timestamp,
    due: Type.Boolean({ description: 'scanners follow with a release that is not out yet' }),
    release: nullable(ReleaseRef, { description: 'with which scanners follow' }),
  },
  'ObjectVerdict',
);
export type ObjectVerdict = Static<typeof ObjectVerdict>;

const Named = object({ id: Uuid, name: Type.String() });
/** A verdict as the lab keeps it. */
export const Verdict = object(
  {
    id: Uuid,
    revision: Type.Integer({ description: 'counted from 1; the highest stands' }),
    verdict: oneOf(VERDICTS),
    reason: nullable(oneOf(VERDICT_REASONS)),
    detection: nullable(Named),
    allowEntry: nullable(Named),
    person: ref(Participant),
    due: Type.Boolean({ description: 'scanners follow with a release that is not out yet' }),
    release: nullable(ReleaseRef),
    forInner: Type.Boolean({ description: 'taken for a file within this one' }),
    requests: Type.Integer({ description: 'how many requests it has answered' }),
    createdAt: Timestamp,
  },
  'Verdict',
);
export type Verdict = Static<typeof Verdict>;

const content = {
  verdict: oneOf(VERDICTS),
  /** With `not_analysable`, and only there. */
  reason: Type.Optional(oneOf(VERDICT_REASONS)),
  /** What detects the file; with `false_detection_removed` what did so wrongly. */
  detectionId: Type.Optional(Uuid),
  /** With `false_detection_removed`; the entry of the file itself is found without. */
  allowEntryId: Type.Optional(Uuid),
  /** The verdict holds for the archives too in which the file was sent. */
  withContainers: Type.Optional(Type.Boolean()),
};
const VerdictText = Type.String({ minLength: 1, maxLength: VERDICT_TEXT_MAX, pattern: '\\S' });
export const CreateVerdict = object(
  {
    ...content,
    /** What submitters are written, by language; `{{files}}` stands for the names of their own files. */
    texts: Type.Optional(object({ en: Type.Optional(VerdictText), ru: Type.Optional(VerdictText) })),
  },
  'CreateVerdict',
);
export type CreateVerdict = Static<typeof CreateVerdict>;

export const VerdictPreview = object(
  {
    due: Type.Boolean(),
    release: nullable(ReleaseRef),
    containers: Type.Integer({ description: 'archives in which the file was sent and that wait for an answer' }),
    /** One for each language that submitters of open requests read. */
    texts: Type.Array(object({ language: InterfaceLanguage, requests: Type.Integer(), text: Type.String() })),
  },
  'VerdictPreview',
);
export type VerdictPreview = Static<typeof VerdictPreview>;

/** What analysts write about a sample for each other. */
export const SampleComment = object(
  { id: Uuid, person: ref(Participant), text: Type.String({ description: 'Markdown' }), createdAt: Timestamp },
  'SampleComment',
);
export type SampleComment = Static<typeof SampleComment>;

const SampleParams = object({ sha256: Sha256 });
const lab = { permission: 'lab', params: SampleParams } as const;

/** Verdicts of the Virus Lab on samples. */
export const verdictRoutes = {
  listVerdicts: route({
    ...lab,
    method: 'GET',
    path: '/api/v1/lab/samples/:sha256/verdicts',
    summary: 'Verdicts on a sample, newest first; the first one stands',
    scope: 'requests:read',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(Verdict)),
    errors: ['not_found'],
  }),
  createVerdict: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/samples/:sha256/verdicts',
    summary:
      'Take a verdict, which answers every open request with the sample; If-Match names the revision that stands, 0 before the first',
    scope: 'requests:write',
    query: draftQuery,
    body: ref(CreateVerdict),
    status: 201,
    reply: ref(Verdict),
    versioned: true,
    idempotent: true,
    errors: ['not_found', 'own_work'],
  }),
  previewVerdict: route({
    ...lab,
    method: 'GET',
    path: '/api/v1/lab/samples/:sha256/verdicts/preview',
    summary: 'What submitters would be written with this verdict, and whether a release is still to come',
    scope: 'requests:read',
    query: object(content),
    status: 200,
    reply: ref(VerdictPreview),
    errors: ['not_found'],
  }),
  listSampleComments: route({
    ...lab,
    method: 'GET',
    path: '/api/v1/lab/samples/:sha256/comments',
    summary: 'What analysts wrote about a sample, newest first',
    scope: 'requests:read',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(SampleComment)),
    errors: ['not_found'],
  }),
  createSampleComment: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/samples/:sha256/comments',
    summary: 'Write about a sample for the other analysts',
    scope: 'requests:write',
    query: draftQuery,
    body: object({ text: Type.String({ minLength: 1, maxLength: COMMENT_MAX, pattern: '\\S' }) }),
    status: 201,
    reply: ref(SampleComment),
    idempotent: true,
    errors: ['not_found'],
  }),
};
