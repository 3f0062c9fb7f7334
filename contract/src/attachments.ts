import { route } from './route.ts';
import { IdParams, nullable, object, oneOf, ref, type Static, Type, Uuid } from './schema.ts';

export const ATTACHMENT_STATES = ['pending', 'clean', 'infected', 'not_scanned', 'failed'] as const;
/** Why nobody looked into a file whose state is `not_scanned`. */
export const NOT_SCANNED_REASONS = ['no_scanner', 'too_large', 'encrypted', 'limit'] as const;
/** 4 GiB: full memory dumps and traces. */
export const UPLOAD_BYTES_MAX = 4 * 1024 ** 3;

export const Attachment = object(
  {
    id: Uuid,
    name: Type.String({ description: 'as the sender named it, with path and invisible characters removed' }),
    size: Type.Integer({ description: 'bytes' }),
    state: oneOf(ATTACHMENT_STATES),
    reason: nullable(oneOf(NOT_SCANNED_REASONS)),
    sha256: nullable(Type.String({ description: 'hex; null until computed' })),
    preview: nullable(
      object(
        { width: Type.Integer({ description: 'pixels' }), height: Type.Integer({ description: 'pixels' }) },
        'AttachmentPreview',
      ),
    ),
  },
  'Attachment',
);
export type Attachment = Static<typeof Attachment>;

export const Storage = object(
  {
    used: Type.Integer({ description: 'bytes of all files, those on their way with their whole size' }),
    quota: Type.Integer({ description: 'bytes' }),
  },
  'Storage',
);
export type Storage = Static<typeof Storage>;

const tus = { permission: 'uploader', scope: 'files', answer: 'raw', reply: null } as const;

export const attachmentRoutes = {
  getStorage: route({
    method: 'GET',
    path: '/api/v1/companies/:id/storage',
    summary: "What the company's files take, and may take in all",
    permission: 'company_administrator',
    scope: 'company:read',
    params: IdParams,
    status: 200,
    reply: ref(Storage),
    errors: ['not_found'],
  }),
  describeUploads: route({
    ...tus,
    method: 'OPTIONS',
    path: '/api/v1/uploads',
    summary: 'What the upload protocol (tus 1.0) offers here',
    status: 204,
  }),
  createUpload: route({
    ...tus,
    method: 'POST',
    path: '/api/v1/uploads',
    summary:
      'Begin an upload (tus 1.0: creation, creation-with-upload), or send a whole file in one plain POST with ?name=',
    query: object({
      name: Type.Optional(
        Type.String({ minLength: 1, maxLength: 5000, description: 'for a plain POST: the name of the file' }),
      ),
    }),
    status: 201,
    errors: ['payload_too_large', 'storage_full', 'public_storage_full', 'too_many_files'],
  }),
  headUpload: route({
    ...tus,
    method: 'HEAD',
    path: '/api/v1/uploads/:id',
    summary: 'How much of the upload is kept',
    params: IdParams,
    status: 200,
  }),
  appendUpload: route({
    ...tus,
    method: 'PATCH',
    path: '/api/v1/uploads/:id',
    summary: 'Send the next bytes',
    params: IdParams,
    status: 204,
  }),
  deleteUpload: route({
    ...tus,
    method: 'DELETE',
    path: '/api/v1/uploads/:id',
    summary: 'Give up the upload',
    params: IdParams,
    status: 204,
  }),
  getAttachment: route({
    method: 'GET',
    path: '/api/v1/attachments/:id',
    summary: 'The original file, as a download; ranges are served',
    permission: 'member_or_desk',
    scope: 'files',
    params: IdParams,
    status: 200,
    reply: null,
    answer: 'raw',
    mediaType: 'application/octet-stream',
    errors: ['range_not_satisfiable'],
  }),
  getAttachmentPreview: route({
    method: 'GET',
    path: '/api/v1/attachments/:id/preview',
    summary: 'A small picture of a picture, encoded anew (WebP or JPEG); not_found where an attachment has none',
    permission: 'member_or_desk',
    scope: 'files',
    params: IdParams,
    status: 200,
    reply: null,
    answer: 'raw',
    mediaType: 'image/*',
    errors: ['not_found'],
  }),
};
