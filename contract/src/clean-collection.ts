import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, nullable, object, ref, Sha256, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** The scanner looks at no larger file, so that one would be no guard. */
export const CLEAN_FILE_BYTES_MAX = 100 * 1024 ** 2;
export const CLEAN_REASON_MAX = 500;
/** Of the places where a file stands in the folders, so many are told. */
export const CLEAN_PATHS_MAX = 5;

export const CleanFolder = object(
  {
    path: Type.String(),
    files: Type.Integer(),
    bytes: Type.Integer(),
    unreadable: Type.Integer({ description: 'files that could not be read' }),
    missing: Type.Boolean({ description: 'it was not there' }),
    indexing: Type.Boolean({ description: 'it is being read now' }),
    indexedAt: nullable(Timestamp),
  },
  'CleanFolder',
);
export type CleanFolder = Static<typeof CleanFolder>;

export const CleanFile = object(
  {
    id: Uuid,
    sha256: Type.String({ description: 'of the sample' }),
    name: nullable(Type.String({ description: 'as it was uploaded' })),
    size: Type.Integer({ description: 'bytes' }),
    reason: Type.String(),
    author: object({ id: Uuid, name: Type.String() }),
    createdAt: Timestamp,
  },
  'CleanFile',
);
export type CleanFile = Static<typeof CleanFile>;

/** Where the clean collection has a file. */
export const KnownClean = object(
  {
    file: nullable(ref(CleanFile)),
    paths: Type.Array(Type.String(), { description: 'in the folders; at most 5' }),
  },
  'KnownClean',
);
export type KnownClean = Static<typeof KnownClean>;

export const CleanCollection = object(
  {
    folders: Type.Array(ref(CleanFolder)),
    /** By analysts. */
    added: object({ files: Type.Integer(), bytes: Type.Integer() }),
  },
  'CleanCollection',
);
export type CleanCollection = Static<typeof CleanCollection>;

export const AddCleanFile = object(
  {
    /** A finished upload, or else the SHA-256 of a sample. */
    upload: Type.Optional(Uuid),
    sha256: Type.Optional(Sha256),
    reason: Type.String({ minLength: 1, maxLength: CLEAN_REASON_MAX, pattern: '\\S' }),
  },
  'AddCleanFile',
);
export type AddCleanFile = Static<typeof AddCleanFile>;

const path = '/api/v1/lab/clean-collection';

/** Files that are known to be clean: no definition may hit them. */
export const cleanCollectionRoutes = {
  getCleanCollection: route({
    permission: 'lab',
    method: 'GET',
    path,
    summary: 'The folders that every release is tried on, and how much analysts have added',
    status: 200,
    reply: ref(CleanCollection),
  }),
  indexCleanFolders: route({
    permission: 'lab',
    method: 'POST',
    path: `${path}/index`,
    summary: 'Read the folders again; what has not changed is not read',
    status: 202,
    reply: ref(CleanCollection),
    throttle: { by: 'person', limit: 30, seconds: 3600 },
  }),
  listCleanFiles: route({
    permission: 'lab',
    method: 'GET',
    path: `${path}/files`,
    summary: 'Files that analysts have added, newest first',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(CleanFile)),
  }),
  addCleanFile: route({
    permission: 'lab',
    method: 'POST',
    path: `${path}/files`,
    summary: 'Add an uploaded file, or a sample; from then on no release may hit it',
    body: ref(AddCleanFile),
    status: 201,
    reply: ref(CleanFile),
    idempotent: true,
    errors: ['not_found', 'upload_not_ready', 'payload_too_large'],
  }),
  removeCleanFile: route({
    permission: 'lab',
    method: 'DELETE',
    path: `${path}/files/:id`,
    summary: 'Take an added file out; the sample stays',
    params: IdParams,
    status: 204,
    reply: null,
    errors: ['not_found'],
  }),
};
