import { route } from './route.ts';
import { nullable, object, ref, Sha256, type Static, Timestamp, Type } from './schema.ts';

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
};
