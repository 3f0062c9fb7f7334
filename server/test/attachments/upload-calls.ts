import type { InjectOptions } from 'fastify';
import type { TestApp } from '../harness/test-app.ts';

export const UPLOADS = '/api/v1/uploads';
const TUS = { 'tus-resumable': '1.0.0' };
const BYTES = { 'content-type': 'application/offset+octet-stream' };

export const nameHeader = (name: string) => ({ 'upload-metadata': `filename ${Buffer.from(name).toString('base64')}` });

/** The steps of the upload protocol, as one caller; without a cookie, as nobody. */
export function uploadCalls({ app }: TestApp, cookie?: string, headers: Record<string, string> = {}) {
  const who = { ...headers, ...(cookie === undefined ? {} : { cookie }) };
  const call = (options: InjectOptions) => app.inject({ ...options, headers: { ...TUS, ...who, ...options.headers } });
  const idOf = (location: unknown) => String(location).split('/').at(-1) ?? '';
  return {
    begin: async (size: number, name = 'file.bin') => {
      const answer = await call({
        method: 'POST',
        url: UPLOADS,
        headers: { 'upload-length': String(size), ...nameHeader(name) },
      });
      return { answer, id: idOf(answer.headers.location) };
    },
    /** Creation with the whole content in one call; answers with the id. */
    whole: async (bytes: Buffer, name = 'file.bin') => {
      const answer = await call({
        method: 'POST',
        url: UPLOADS,
        headers: { 'upload-length': String(bytes.length), ...nameHeader(name), ...BYTES },
        payload: bytes,
      });
      if (answer.statusCode !== 201) throw new Error(`${answer.statusCode} ${answer.body}`);
      return idOf(answer.headers.location);
    },
    append: (id: string, offset: number, bytes: Buffer) =>
      call({
        method: 'PATCH',
        url: `${UPLOADS}/${id}`,
        headers: { 'upload-offset': String(offset), ...BYTES },
        payload: bytes,
      }),
    look: (id: string) => call({ method: 'HEAD', url: `${UPLOADS}/${id}` }),
    giveUp: (id: string) => call({ method: 'DELETE', url: `${UPLOADS}/${id}` }),
    download: (id: string, headers: Record<string, string> = {}) =>
      app.inject({ method: 'GET', url: `/api/v1/attachments/${id}`, headers: { ...who, ...headers } }),
  };
}

/** Files a request with these files, as a member; answers with its id and its attachments. */
export async function fileWith(test: TestApp, cookie: string, files: { name: string; bytes: Buffer }[]) {
  const calls = uploadCalls(test, cookie);
  const uploads: string[] = [];
  for (const { name, bytes } of files) uploads.push(await calls.whole(bytes, name));
  const client = test.client(cookie);
  const request = await client.createRequest({
    body: { desk: 'support', kind: 'malfunction', subject: 'With files', text: 'See the files.', uploads },
  });
  const messages = await client.listMessages({ params: { id: request.id } });
  return { requestId: request.id, attachments: messages.data[0]?.attachments ?? [] };
}
