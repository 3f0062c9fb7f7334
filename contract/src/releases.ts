import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, Sha256, type Static, Timestamp, Type, Uuid } from './schema.ts';

export const RELEASE_STATES = ['building', 'failed', 'ready', 'published', 'dropped'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];
/** What a release goes through before anybody may publish it, in this order. */
export const RELEASE_CHECKS = ['rules', 'loading', 'samples', 'clean_files'] as const;
export type ReleaseCheck = (typeof RELEASE_CHECKS)[number];
export const CHECK_STATES = ['waiting', 'running', 'passed', 'failed', 'skipped'] as const;
export type CheckState = (typeof CHECK_STATES)[number];
export const CHANGE_KINDS = ['added', 'changed', 'withdrawn'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
export const CHANGED_THINGS = ['detection', 'hash_list', 'allowed_file', 'allowed_signature'] as const;
export type ChangedThing = (typeof CHANGED_THINGS)[number];
/** The files of a release, by the ending that follows the installation's name for them; in the order clients take them. */
export const RELEASE_FILES = ['.sfp', '.ign2', '-base.cud', '-current.cud', '.yar'] as const;

export const ReleaseChange = object(
  {
    thing: oneOf(CHANGED_THINGS),
    change: oneOf(CHANGE_KINDS),
    name: Type.String({ description: 'of the detection or signature; of a file, its SHA-256' }),
  },
  'ReleaseChange',
);
export type ReleaseChange = Static<typeof ReleaseChange>;

const counts = object({ added: Type.Integer(), changed: Type.Integer(), withdrawn: Type.Integer() });
export const ReleaseNumber = Type.String({ pattern: '^\\d{4}\\.\\d{1,2}\\.\\d{1,2}\\.\\d{1,5}$' });

/** A published release, as everybody may know it. */
export const Release = object(
  {
    number: Type.String({ description: 'year.month.day.n, in UTC' }),
    publishedAt: Timestamp,
    counts,
  },
  'Release',
);
export type Release = Static<typeof Release>;

export const PublishedRelease = object(
  {
    number: Type.String(),
    publishedAt: Timestamp,
    counts,
    /** At most 1,000; the counts tell of all. */
    changes: Type.Array(ref(ReleaseChange)),
    files: Type.Array(object({ name: Type.String(), size: Type.Integer(), sha256: Type.String() })),
  },
  'PublishedRelease',
);
export type PublishedRelease = Static<typeof PublishedRelease>;

const Failure = object({
  check: oneOf(RELEASE_CHECKS),
  detectionId: nullable(Uuid),
  name: nullable(Type.String()),
  detail: Type.String({ description: 'a clean file, a sample that was not hit, or what the scanner said' }),
});
export const ReleaseReport = object({
  scanner: nullable(Type.String(), { description: 'the version of ClamAV that tried it; null: there is none' }),
  isolated: Type.Boolean({ description: 'the scanner ran without a network' }),
  checks: Type.Array(
    object({
      check: oneOf(RELEASE_CHECKS),
      state: oneOf(CHECK_STATES),
      count: Type.Integer({ description: 'signatures, samples, or clean files' }),
      milliseconds: nullable(Type.Integer()),
    }),
  ),
  /** At most 200. */
  failures: Type.Array(Failure),
});
export type ReleaseReport = Static<typeof ReleaseReport>;
export type ReleaseFailure = Static<typeof Failure>;

/** A release as the lab sees it, from its first check on. */
export const LabRelease = object(
  {
    id: Uuid,
    number: Type.String(),
    state: oneOf(RELEASE_STATES),
    person: object({ id: Uuid, name: Type.String() }),
    publisher: nullable(object({ id: Uuid, name: Type.String() })),
    report: ReleaseReport,
    counts,
    createdAt: Timestamp,
    publishedAt: nullable(Timestamp),
  },
  'LabRelease',
);
export type LabRelease = Static<typeof LabRelease>;

export const LabReleaseDetail = object(
  { release: ref(LabRelease), changes: Type.Array(ref(ReleaseChange)) },
  'LabReleaseDetail',
);
export type LabReleaseDetail = Static<typeof LabReleaseDetail>;

export const FoundChange = object(
  {
    number: Type.String(),
    publishedAt: Timestamp,
    change: oneOf(CHANGE_KINDS),
    thing: oneOf(CHANGED_THINGS),
    name: Type.String(),
  },
  'FoundChange',
);
export type FoundChange = Static<typeof FoundChange>;

const lab = { permission: 'lab', errors: ['not_found'] } as const;
const byAnyone = { permission: 'anyone', throttle: { by: 'address', limit: 600, seconds: 60 } } as const;

export const releaseRoutes = {
  getPendingRelease: route({
    ...lab,
    method: 'GET',
    path: '/api/v1/lab/releases/pending',
    summary: 'What a release would change if it were built now, and how scanners are told of this installation',
    status: 200,
    reply: object({
      changes: Type.Array(ref(ReleaseChange)),
      counts,
      detections: Type.Integer({ description: 'in all' }),
      name: Type.String({ description: 'begins the name of every file' }),
    }),
  }),
  listLabReleases: route({
    ...lab,
    method: 'GET',
    path: '/api/v1/lab/releases',
    summary: 'Releases in every state, newest first',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(LabRelease)),
  }),
  buildRelease: route({
    ...lab,
    method: 'POST',
    path: '/api/v1/lab/releases/build',
    summary: 'Begin to build and check a release of everything that is approved or out',
    status: 202,
    reply: ref(LabReleaseDetail),
    errors: ['conflict'],
    throttle: { by: 'person', limit: 60, seconds: 3600 },
  }),
  getLabRelease: route({
    ...lab,
    method: 'GET',
    path: '/api/v1/lab/releases/:id',
    summary: 'A release with its report and what it changes',
    params: IdParams,
    status: 200,
    reply: ref(LabReleaseDetail),
  }),
  publishRelease: route({
    ...lab,
    fresh: true,
    method: 'POST',
    path: '/api/v1/lab/releases/:id/publish',
    summary: 'Publish a release that has passed its checks; refused when anything has moved since it was built',
    params: IdParams,
    status: 200,
    reply: ref(LabReleaseDetail),
    errors: ['not_found', 'transition_not_allowed', 'release_outdated'],
  }),
  listReleases: route({
    ...byAnyone,
    method: 'GET',
    path: '/api/v1/definitions/releases',
    summary: 'Published releases, newest first',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(Release)),
  }),
  getRelease: route({
    ...byAnyone,
    method: 'GET',
    path: '/api/v1/definitions/releases/:number',
    summary: 'What a published release added, changed and withdrew',
    params: object({ number: ReleaseNumber }),
    status: 200,
    reply: ref(PublishedRelease),
    errors: ['not_found'],
  }),
  lookUpDefinition: route({
    ...byAnyone,
    method: 'GET',
    path: '/api/v1/definitions/lookup',
    summary: 'In which releases a file (by its SHA-256) or a detection (by its name) was added, changed or withdrawn',
    query: object({
      hash: Type.Optional(Sha256),
      name: Type.Optional(Type.String({ minLength: 3, maxLength: 200 })),
    }),
    status: 200,
    reply: object({ data: Type.Array(ref(FoundChange), { description: 'newest first, at most 100' }) }),
  }),
  getReleaseFeed: route({
    ...byAnyone,
    method: 'GET',
    path: '/definitions/releases.atom',
    summary: 'The last 50 releases as an Atom feed',
    status: 200,
    reply: null,
    answer: 'raw',
    mediaType: 'application/atom+xml',
  }),
  getYaraFile: route({
    ...byAnyone,
    method: 'GET',
    path: '/definitions/yara/:file',
    summary: 'The YARA rules of the current release',
    params: object({ file: Type.String({ maxLength: 80 }) }),
    status: 200,
    reply: null,
    answer: 'raw',
    mediaType: 'application/octet-stream',
    errors: ['not_found', 'unauthenticated', 'https_required'],
  }),
  getDefinitionFile: route({
    permission: 'anyone',
    method: 'GET',
    path: '/definitions/clamav/:file',
    summary:
      'A file of the current release, as freshclam fetches it; with a scanner credential (Basic) it leaves a receipt',
    params: object({ file: Type.String({ maxLength: 80 }) }),
    status: 200,
    reply: null,
    answer: 'raw',
    mediaType: 'application/octet-stream',
    errors: ['not_found', 'unauthenticated', 'https_required'],
  }),
};
