import { KnownClean } from './clean-collection.ts';
import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, Sha256, type Static, Timestamp, Type, Uuid } from './schema.ts';
import { ObjectVerdict } from './verdicts.ts';

export const OBJECT_KINDS = ['file', 'hash', 'url'] as const;
/** What the automatic analysis came to. None of them is a verdict: `nothing_found` is weaker than clean. */
export const OUTCOMES = [
  'detected',
  'nothing_found',
  'encrypted',
  'empty',
  'too_large',
  'unreadable',
  'already_sent',
  'send_file',
  'for_analyst',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const ANALYSIS_STEPS = [
  'hashes',
  'type',
  'structure',
  'strings',
  'rules',
  'definitions',
  'clamav',
  'unpack',
] as const;
export type AnalysisStep = (typeof ANALYSIS_STEPS)[number];
export const STEP_STATES = ['waiting', 'done', 'failed'] as const;

/** Every kind of finding; what its `name`, `count` and `value` mean is said beside it. */
export const FINDING_KINDS = [
  /** The file has no bytes. */
  'empty',
  /** `value`: bits per byte, where that is as much as packed or encrypted content has. */
  'high_entropy',
  /** `name`: a digest near to those of similar files. */
  'tlsh',
  /** `name`: media type. */
  'type',
  /** The file is something else as well; `name`: what. */
  'polyglot',
  /** `name`: machine and sort, `count`: sections. */
  'pe',
  'elf',
  'macho',
  /** A section; `name`, `count`: bytes, `value`: entropy. */
  'section',
  /** A library that a program asks for; `name`. */
  'import',
  /** `count`: bytes behind the end of a program. */
  'overlay',
  /** `count`: streams of a compound document. */
  'ole2',
  /** `count`: objects of a PDF document. */
  'pdf',
  /** `name`: what makes a document do something by itself, or carry something along; `count`. */
  'active',
  /** `count`: parts of a document of newer Office. */
  'ooxml',
  /** `count`: addresses that a document fetches from by itself. */
  'external',
  /** `count`: streams that belong to macros. */
  'macros',
  /** `count`: runs of readable characters. */
  'strings',
  /** `name`: of which sort, `count`. */
  'indicator',
  /** `name`: format, `count`: files in it. */
  'archive',
  /** `count`: files taken out. */
  'unpacked',
  /** `name`: the well-known password that fitted, or `given`. */
  'password',
  /** `count`: files that no known password opens. */
  'unknown_password',
  /** `count`: paths that lead out of the archive. */
  'unsafe_path',
  /** `name`: a format that is not opened here. */
  'not_unpacked',
  /** `name`: a YARA rule that matches; worth a second look, no detection. */
  'rule_matched',
  /** `name`: a file of rules that cannot be used. */
  'rules_broken',
  /** `name`: the detection of this installation, in the release that is out, that hits it. */
  'in_release',
  /** `name`: what ClamAV calls it. */
  'detected',
  /** There is no ClamAV that could have been asked. */
  'no_scanner',
  /** ClamAV is set up, but did not answer. */
  'scanner_unavailable',
  /** `name`: which bound ended the step; what lies beyond was not looked at. */
  'limit_reached',
  /** `name`: the format that the content does not keep to. */
  'damaged',
  /** `name`: how the process that read it ended. */
  'parser_failed',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export const LIMITS = ['file_size', 'scanner_size', 'depth', 'files', 'bytes', 'time', 'memory'] as const;
export const INDICATORS = ['url', 'ip_address', 'email', 'registry_key', 'shell_command'] as const;

export const Finding = object(
  {
    kind: oneOf(FINDING_KINDS),
    name: nullable(Type.String()),
    count: nullable(Type.Integer()),
    value: nullable(Type.Number()),
  },
  'Finding',
);
export type Finding = Static<typeof Finding>;

export const SubmissionObject = object(
  {
    id: Uuid,
    kind: oneOf(OBJECT_KINDS),
    name: Type.String({ description: 'name of the file, the hash, or the address' }),
    attachmentId: nullable(Uuid),
    sha256: nullable(Type.String({ description: 'hex; null until computed' })),
    /** Steps of the automatic analysis, the inner files included; null where nothing is analysed. */
    progress: nullable(object({ done: Type.Integer(), total: Type.Integer() })),
    outcome: nullable(oneOf(OUTCOMES)),
    detection: nullable(Type.String({ description: 'what it is called, where the outcome is `detected`' })),
    release: nullable(Type.String({ description: 'number of the release since which our definitions detect it' })),
    outcomeAt: nullable(Timestamp),
    /** The word of an analyst, which takes the place of the outcome. */
    verdict: nullable(ref(ObjectVerdict)),
    hasSample: Type.Boolean({ description: 'staff of the lab find the sample by its SHA-256; always false to others' }),
    createdAt: Timestamp,
  },
  'SubmissionObject',
);
export type SubmissionObject = Static<typeof SubmissionObject>;

export const StepResult = object(
  {
    step: oneOf(ANALYSIS_STEPS),
    state: oneOf(STEP_STATES),
    findings: Type.Array(ref(Finding)),
    startedAt: nullable(Timestamp),
    finishedAt: nullable(Timestamp),
  },
  'StepResult',
);
export type StepResult = Static<typeof StepResult>;

export const ContainedSample = object(
  {
    sha256: Type.String(),
    path: Type.String({ description: 'as the archive names it, without invisible characters; never followed' }),
    size: Type.Integer(),
    mediaType: nullable(Type.String()),
  },
  'ContainedSample',
);
export type ContainedSample = Static<typeof ContainedSample>;

/** A detection of this installation that hits a sample. */
export const SampleDetection = object(
  {
    id: Uuid,
    kind: oneOf(['detection', 'hash_list']),
    name: Type.String(),
    release: Type.String({ description: 'number of the release since which it is out' }),
  },
  'SampleDetection',
);
export type SampleDetection = Static<typeof SampleDetection>;

export const Sample = object(
  {
    id: Uuid,
    sha256: Type.String(),
    sha1: nullable(Type.String()),
    md5: nullable(Type.String()),
    tlsh: nullable(Type.String({ description: 'near to that of similar files; T1 with 70 hex digits' })),
    size: Type.Integer({ description: 'bytes' }),
    mediaType: nullable(Type.String()),
    entropy: nullable(Type.Number({ description: 'bits per byte, 0 to 8' })),
    createdAt: Timestamp,
    companies: Type.Integer({ description: 'how many companies have sent it' }),
    analysis: nullable(
      object({
        pipelineVersion: Type.Integer(),
        state: oneOf(['running', 'done']),
        createdAt: Timestamp,
        finishedAt: nullable(Timestamp),
        steps: Type.Array(ref(StepResult)),
      }),
    ),
    detections: Type.Array(ref(SampleDetection), { description: 'which of our definitions that are out hit it' }),
    clean: nullable(ref(KnownClean), { description: 'where the clean collection has it; null: nowhere' }),
    /** At most 200 of each; `containsCount` tells how many there are. */
    contains: Type.Array(ref(ContainedSample)),
    containsCount: Type.Integer(),
    containedIn: Type.Array(ref(ContainedSample)),
  },
  'Sample',
);
export type Sample = Static<typeof Sample>;

/** A request in which a sample was sent, itself or within another. */
export const SampleRequest = object(
  {
    id: Uuid,
    number: Type.String(),
    subject: Type.String(),
    company: nullable(Type.String()),
    createdAt: Timestamp,
  },
  'SampleRequest',
);
export type SampleRequest = Static<typeof SampleRequest>;

const SampleParams = object({ sha256: Sha256 });

export const labRoutes = {
  listObjects: route({
    method: 'GET',
    path: '/api/v1/requests/:id/objects',
    summary: 'The files, hashes and addresses of a lab request, and what the automatic analysis says of each',
    permission: 'member_or_desk',
    scope: 'requests:read',
    params: IdParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(SubmissionObject)),
  }),
  getSample: route({
    method: 'GET',
    path: '/api/v1/lab/samples/:sha256',
    summary: 'A sample with the findings of its last analysis, what it contains, and what contains it',
    permission: 'lab',
    scope: 'requests:read',
    params: SampleParams,
    status: 200,
    reply: ref(Sample),
    errors: ['not_found'],
  }),
  listSampleRequests: route({
    method: 'GET',
    path: '/api/v1/lab/samples/:sha256/requests',
    summary: 'Requests in which the sample was sent, newest first',
    permission: 'lab',
    scope: 'requests:read',
    params: SampleParams,
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(SampleRequest)),
    errors: ['not_found'],
  }),
  analyseSample: route({
    method: 'POST',
    path: '/api/v1/lab/samples/:sha256/analyses',
    summary: 'Analyse the sample anew; while it is being analysed, nothing is begun',
    permission: 'lab',
    scope: 'requests:write',
    params: SampleParams,
    status: 200,
    reply: ref(Sample),
    errors: ['not_found'],
  }),
};
