import { newId } from '#platform/ids.ts';
import { Readable } from 'node:stream';
import { type attachmentRoutes, UPLOAD_BYTES_MAX } from '@companyaccount/contract/attachments';
import { PUBLIC_FILE_BYTES_MAX } from '@companyaccount/contract/submissions';
import type { ErrorCode } from '@companyaccount/contract/errors';
import { ERRORS, Metadata, Server, type Upload } from '@tus/server';
import { BlobConflict } from '#platform/blobs/blob-store.ts';
import { type Scope, SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { type Agent, type Member, scopeOf, type TokenHolder } from '#platform/http/actor.ts';
import type { Context, Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { neutralFileName } from './file-name.ts';
import type { Uploader } from './upload.ts';
import { assertOwnUpload } from './uploads-access.ts';
import { UploadDataStore } from './upload-data-store.ts';
import { UploadLocker } from './upload-locker.ts';
import { insertUpload } from './uploads-store.ts';

type UploadRoutes = Omit<typeof attachmentRoutes, 'getAttachment' | 'getAttachmentPreview' | 'getStorage'>;
type UploadContext = Pick<Context<UploadRoutes['createUpload']>, 'request' | 'reply' | 'actor' | 'query'>;

const PATH = '/api/v1/uploads' satisfies UploadRoutes['createUpload']['path'];
/** How long a request that another one displaces may go on taking bytes. */
const DISPLACED_MS = 300;

const CODES: Record<number, ErrorCode> = {
  400: 'validation_failed',
  403: 'validation_failed',
  404: 'not_found',
  409: 'conflict',
  410: 'not_found',
  412: 'version_moved',
  413: 'payload_too_large',
  501: 'validation_failed',
};

/** What the protocol library refuses, as one of our errors; anything else is a fault of ours. */
function asRefusal(error: Error | { status_code: number; body: string }): Error {
  const displaced = error === ERRORS.ABORTED || (error instanceof Error && error.name === 'AbortError');
  if (displaced || error instanceof BlobConflict) return new Refusal('conflict');
  const code = 'status_code' in error ? CODES[error.status_code] : undefined;
  if (code !== undefined) return new Refusal(code);
  return error instanceof Error ? error : new Error(error.body);
}

/**
 * The request in the form that the protocol library takes. A plain POST of a file with its name in the address is made
 * what it means in the protocol, creation with the whole content:
 * `curl -T trace.zip -X POST -b cookies.txt 'https://…/api/v1/uploads?name=trace.zip'`; the id is in `Location`.
 */
function toWebRequest({ request, query }: UploadContext): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  if (query?.name !== undefined && !headers.has('tus-resumable')) {
    const length = headers.get('content-length');
    if (length === null) {
      throw new Refusal('validation_failed', { fields: [{ pointer: 'Content-Length', code: 'required' }] });
    }
    headers.set('tus-resumable', '1.0.0');
    headers.set('upload-length', length);
    headers.set('upload-metadata', Metadata.stringify({ filename: query.name }));
    headers.set('content-type', 'application/offset+octet-stream');
  }
  const hasBody = request.method === 'POST' || request.method === 'PATCH';
  return new Request(new URL(request.url.split('?')[0] ?? PATH, 'http://uploads.invalid'), {
    method: request.method,
    headers,
    ...(hasBody ? { body: Readable.toWeb(request.raw) as ReadableStream<Uint8Array>, duplex: 'half' } : {}),
  });
}

type Caller = Member | Agent | TokenHolder;

const uploaderOf = (caller: Caller): Uploader =>
  caller.personId === null
    ? { personId: null, companyId: null, uploadTokenId: caller.uploadTokenId }
    : { personId: caller.personId, companyId: caller.membership?.companyId ?? null, uploadTokenId: null };
const scopeFor = (caller: Caller): Scope => (caller.personId === null ? SYSTEM : scopeOf(caller));

/** Handlers of the upload protocol (tus 1.0). Only who began an upload may go on with it, look at it or give it up. */
export function uploadHandlers({ db, blobs, clock, config }: Platform): Handlers<UploadRoutes> {
  const callers = new WeakMap<Request, Caller>();
  const callerOf = (request: Request) => {
    const caller = callers.get(request);
    if (caller === undefined) throw new Error('an upload step without a caller');
    return caller;
  };
  const admit = async (request: Request, { id, size = 0, metadata }: Upload) => {
    const caller = callerOf(request);
    const name = neutralFileName(metadata?.['filename'] ?? '');
    const upload = { id, by: uploaderOf(caller), name, size };
    await transact(db, scopeFor(caller), (tx) => insertUpload(tx, upload, config.publicStorageBytes, clock()));
    return { metadata: { filename: name } };
  };

  const locker = new UploadLocker(db);
  const tus = new Server({
    path: PATH,
    datastore: new UploadDataStore(db, blobs, locker),
    locker,
    lockDrainTimeout: DISPLACED_MS,
    maxSize: (request) => (callerOf(request).personId === null ? PUBLIC_FILE_BYTES_MAX : UPLOAD_BYTES_MAX),
    relativeLocation: true,
    namingFunction: () => newId(),
    onUploadCreate: admit,
    onIncomingRequest: async (request, id) => {
      if (request.method === 'POST') return;
      const caller = callerOf(request);
      await transact(db, scopeFor(caller), (tx) => assertOwnUpload(tx, uploaderOf(caller), id));
    },
    // All refusals leave through the one place that answers errors.
    onResponseError: (_request, error) => {
      throw asRefusal(error);
    },
  });

  const answer = async (context: UploadContext): Promise<void> => {
    const { reply, actor } = context;
    try {
      const request = toWebRequest(context);
      callers.set(request, actor);
      const response = await tus.handleWeb(request);
      const body = await response.text();
      if (response.status >= 400) throw asRefusal({ status_code: response.status, body });
      for (const [name, value] of response.headers) {
        // Pages of other origins have no business here, whatever the library would allow them.
        if (!name.startsWith('access-control-')) void reply.header(name, value);
      }
      await reply.code(response.status).send(body === '' ? undefined : body);
    } catch (error) {
      // The rest of the body will not be read.
      void reply.headers({ 'tus-resumable': '1.0.0', 'tus-version': '1.0.0', connection: 'close' });
      throw error;
    }
  };
  const step = (context: Omit<UploadContext, 'query'>) => answer({ ...context, query: {} });
  return { describeUploads: step, createUpload: answer, headUpload: step, appendUpload: step, deleteUpload: step };
}
