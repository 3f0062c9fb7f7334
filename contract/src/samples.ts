import { route } from './route.ts';
import { nullable, object, oneOf, ref, Sha256, type Static, Timestamp, Type } from './schema.ts';

/** As many bytes of a sample as one answer holds. */
export const SAMPLE_PART_BYTES = 65_536;
/** The longest run of bytes that is looked for. */
export const SOUGHT_BYTES_MAX = 128;
/** The password of every ZIP archive in which a sample leaves the lab. */
export const SAMPLE_ZIP_PASSWORD = 'infected';

export const SampleLink = object(
  {
    link: Type.String({ description: 'path of the archive, for one download by the same session' }),
    expiresAt: Timestamp,
  },
  'SampleLink',
);
export type SampleLink = Static<typeof SampleLink>;

export const SampleBytes = object(
  {
    offset: Type.Integer(),
    size: Type.Integer({ description: 'of the whole sample' }),
    hex: Type.String({ description: 'two digits a byte; shorter than asked where the sample ends' }),
  },
  'SampleBytes',
);
export type SampleBytes = Static<typeof SampleBytes>;

export const SoughtBytes = object(
  {
    offset: nullable(Type.Integer({ description: 'where they come first, from the offset asked' })),
    next: nullable(Type.Integer({ description: 'where to go on; null: all was looked through, or they were found' })),
  },
  'SoughtBytes',
);
export type SoughtBytes = Static<typeof SoughtBytes>;

/** Texts of a sample that one answer holds at most. */
export const STRINGS_PAGE = 200;

/**
 * A text out of a sample, in pieces of four characters: whole, it may be what a scanner looks for, on the analyst's
 * machine too.
 */
const Pieces = Type.Array(Type.String());

export const SampleString = object(
  {
    offset: Type.Integer(),
    wide: Type.Boolean({ description: 'two bytes a character (UTF-16)' }),
    pieces: Pieces,
  },
  'SampleString',
);
export type SampleString = Static<typeof SampleString>;

export const SampleStrings = object(
  {
    data: Type.Array(ref(SampleString)),
    next: nullable(Type.Integer({ description: 'offset to go on from; null: the sample ends here' })),
  },
  'SampleStrings',
);
export type SampleStrings = Static<typeof SampleStrings>;

export const INDICATOR_SORTS = [
  'url',
  'domain',
  'ip_address',
  'email',
  'path',
  'registry_key',
  'hash',
  'shell_command',
] as const;
export type IndicatorSort = (typeof INDICATOR_SORTS)[number];

export const SampleIndicator = object(
  {
    sort: oneOf(INDICATOR_SORTS),
    value: Type.String({ description: 'defanged: hxxp, [.] and [@]' }),
    offset: Type.Integer({ description: 'of the text that it stands in' }),
  },
  'SampleIndicator',
);
export type SampleIndicator = Static<typeof SampleIndicator>;

export const TABLE_KINDS = [
  'headers',
  'version',
  'sections',
  'imports',
  'exports',
  'symbols',
  'resources',
  'streams',
  'objects',
  'external',
  'parts',
] as const;
export const TABLE_COLUMNS = [
  'name',
  'value',
  'offset',
  'address',
  'size',
  'entropy',
  'rights',
  'library',
  'functions',
  'kind',
  'type',
  'language',
  'count',
  'target',
  'part',
] as const;

export const SampleTable = object(
  {
    kind: oneOf(TABLE_KINDS),
    columns: Type.Array(oneOf(TABLE_COLUMNS)),
    rows: Type.Array(Type.Array(Type.String())),
    more: Type.Integer({ description: 'rows that are left out' }),
  },
  'SampleTable',
);
export type SampleTable = Static<typeof SampleTable>;

export const SimilarSample = object(
  {
    sha256: Type.String(),
    size: Type.Integer(),
    mediaType: nullable(Type.String()),
    distance: Type.Integer({ description: 'of the TLSH digests: 0 for the same, below 50 for close relatives' }),
    createdAt: Timestamp,
  },
  'SimilarSample',
);
export type SimilarSample = Static<typeof SimilarSample>;

/** Why a sample was not looked into. */
export const UNREAD_REASONS = ['too_large', 'time', 'memory', 'failed'] as const;

export const SampleStructure = object(
  {
    unread: nullable(oneOf(UNREAD_REASONS)),
    damaged: Type.Boolean({ description: 'not, or not whole, in the format that it begins like' }),
    /** The file in up to 256 parts of equal length. */
    entropy: object({
      bytes: Type.Integer({ description: 'of one part; the last may be shorter' }),
      values: Type.Array(Type.Number({ description: 'bits per byte, 0 to 8' })),
    }),
    tables: Type.Array(ref(SampleTable)),
    sources: Type.Array(object({ name: Type.String(), pieces: Pieces })),
    indicators: Type.Array(ref(SampleIndicator)),
  },
  'SampleStructure',
);
export type SampleStructure = Static<typeof SampleStructure>;

const SampleParams = object({ sha256: Sha256 });
const Offset = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 });

/** What is in a sample, for staff of the Virus Lab alone. No token opens any of it. */
export const sampleRoutes = {
  prepareSampleDownload: route({
    method: 'POST',
    path: '/api/v1/lab/samples/:sha256/download',
    summary: 'A link that gives the sample once, as an encrypted ZIP archive with the password `infected`',
    permission: 'lab',
    params: SampleParams,
    status: 201,
    reply: ref(SampleLink),
    errors: ['not_found'],
    throttle: { by: 'person', limit: 60, seconds: 60 },
  }),
  downloadSample: route({
    method: 'GET',
    path: '/api/v1/lab/samples/:sha256/download',
    summary: 'The sample as an encrypted ZIP archive (AES-256), once for each link',
    permission: 'lab',
    params: SampleParams,
    query: object({ link: Type.String({ minLength: 1, maxLength: 100 }) }),
    status: 200,
    reply: null,
    answer: 'raw',
    mediaType: 'application/octet-stream',
    errors: ['not_found', 'link_expired'],
  }),
  getSampleBytes: route({
    method: 'GET',
    path: '/api/v1/lab/samples/:sha256/hex',
    summary: 'A range of the sample’s bytes',
    permission: 'lab',
    params: SampleParams,
    query: object({
      offset: Type.Optional(Offset),
      length: Type.Optional(Type.Integer({ minimum: 1, maximum: SAMPLE_PART_BYTES, default: 4096 })),
    }),
    status: 200,
    reply: ref(SampleBytes),
    errors: ['not_found', 'range_not_satisfiable'],
    throttle: { by: 'person', limit: 1200, seconds: 60 },
  }),
  findInSample: route({
    method: 'GET',
    path: '/api/v1/lab/samples/:sha256/find',
    summary: 'Where some bytes come next in the sample; looks through 64 MiB at a time',
    permission: 'lab',
    params: SampleParams,
    query: object({
      bytes: Type.String({ pattern: `^(?:[0-9a-fA-F]{2}){1,${SOUGHT_BYTES_MAX}}$`, description: 'in hex' }),
      offset: Type.Optional(Offset),
    }),
    status: 200,
    reply: ref(SoughtBytes),
    errors: ['not_found', 'range_not_satisfiable'],
    throttle: { by: 'person', limit: 120, seconds: 60 },
  }),
  listSampleStrings: route({
    method: 'GET',
    path: '/api/v1/lab/samples/:sha256/strings',
    summary: 'Readable texts in the sample, in their order; looks through 16 MiB at a time',
    permission: 'lab',
    params: SampleParams,
    query: object({
      offset: Type.Optional(Offset),
      q: Type.Optional(Type.String({ maxLength: 100, description: 'only texts that hold this, in whatever case' })),
      min: Type.Optional(Type.Integer({ minimum: 4, maximum: 100, default: 5, description: 'characters at least' })),
    }),
    status: 200,
    reply: ref(SampleStrings),
    errors: ['not_found', 'range_not_satisfiable', 'unavailable'],
    throttle: { by: 'person', limit: 240, seconds: 60 },
  }),
  getSampleStructure: route({
    method: 'GET',
    path: '/api/v1/lab/samples/:sha256/structure',
    summary: 'How the sample is built: entropy along it, tables by its format, macros, and where it points to',
    permission: 'lab',
    params: SampleParams,
    status: 200,
    reply: ref(SampleStructure),
    errors: ['not_found'],
    throttle: { by: 'person', limit: 60, seconds: 60 },
  }),
  listSimilarSamples: route({
    method: 'GET',
    path: '/api/v1/lab/samples/:sha256/similar',
    summary: 'Samples whose digests are near, nearest first, 50 at most',
    permission: 'lab',
    params: SampleParams,
    status: 200,
    reply: object({ data: Type.Array(ref(SimilarSample)) }),
    errors: ['not_found'],
    throttle: { by: 'person', limit: 120, seconds: 60 },
  }),
};
