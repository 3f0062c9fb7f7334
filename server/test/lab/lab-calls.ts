import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { newId } from '#platform/ids.ts';
import type { CreateRequest } from '@companyaccount/contract/requests';
import { uploadCalls } from '../attachments/upload-calls.ts';
import type { DemoEmail, TestApp } from '../harness/test-app.ts';

/** Files a lab request with these files; the jobs have not looked at them yet. */
export async function submit(
  test: TestApp,
  email: DemoEmail,
  files: Record<string, Buffer>,
  more: Partial<CreateRequest> = {},
): Promise<string> {
  const cookie = await test.signIn(email);
  const uploads: string[] = [];
  for (const [name, bytes] of Object.entries(files)) uploads.push(await uploadCalls(test, cookie).whole(bytes, name));
  const request = await test.client(cookie).createRequest({
    body: {
      desk: 'lab',
      kind: 'unknown_malware',
      subject: 'What is this?',
      text: 'It came by mail.',
      uploads,
      ...more,
    },
  });
  return request.id;
}

export const objectsOf = async (test: TestApp, email: DemoEmail, id: string) =>
  (await (await test.as(email)).listObjects({ params: { id } })).data;

/** Keeps some bytes as a sample that nobody has sent, and answers with its SHA-256. */
export async function keepSample({ platform: { blobs, db, clock } }: TestApp, content: Buffer): Promise<string> {
  const [id, blobId] = [newId(), newId()];
  const sha256 = createHash('sha256').update(content).digest();
  await blobs.create(blobId);
  if (content.length === 0) await blobs.finish(blobId);
  else await blobs.append(blobId, Readable.from([content]), { at: 0, total: content.length });
  await db
    .insertInto('app.samples')
    .values({ id, sha256, size: content.length, blob_id: blobId, created_at: clock() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return sha256.toString('hex');
}
