// Attachments by guessed or old address (FreeScout CVE-2026-48812, Zammad CVE-2024-33668).
import { newId } from '#platform/ids.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileWith, uploadCalls } from '../attachments/upload-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
let id: string;
beforeAll(async () => {
  test = await startTestApp();
  const { attachments } = await fileWith(test, await test.signIn('anna@acme.example'), [
    { name: 'secret.txt', bytes: Buffer.from('secret') },
  ]);
  id = attachments[0]?.id ?? '';
});
afterAll(() => test.close());

const outcome = async (cookie: string | undefined, attachmentId: string, headers?: Record<string, string>) => {
  const answer = await uploadCalls(test, cookie).download(attachmentId, headers);
  expect(answer.body).not.toContain('secret');
  const { requestId: _, ...problem } = answer.json<Record<string, unknown>>();
  return problem;
};

it('an attachment looks to others just like one that does not exist', async () => {
  const clara = await test.signIn('clara@globex.example');
  for (const headers of [{}, { range: 'bytes=0-1' }, { range: 'bytes=999-' }, { 'if-range': `"${id}"` }]) {
    const seen = await outcome(clara, id, headers);
    expect(seen).toMatchObject({ status: 404, code: 'not_found' });
    expect(await outcome(clara, newId(), headers)).toEqual(seen);
  }
});

it('nobody and people without a part in requests are told the same for every id', async () => {
  const admin = await test.signIn('admin@vendor.example');
  for (const [cookie, code] of [
    [undefined, 'unauthenticated'],
    ['__Host-session=forged; session=forged', 'unauthenticated'],
    [admin, 'forbidden'],
  ] as const) {
    const seen = await outcome(cookie, id);
    expect(seen).toMatchObject({ code });
    expect(await outcome(cookie, newId())).toEqual(seen);
  }
});

it('ids are 128 bits, and neither a neighbour’s, the blob’s, the message’s nor the request’s opens anything', async () => {
  const anna = await test.signIn('anna@acme.example');
  const row = await test.platform.db
    .selectFrom('app.attachments')
    .select(['blob_id', 'message_id', 'request_id'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const last = (Number.parseInt(id.slice(-1), 16) + 1) % 16;
  const neighbour = id.slice(0, -1) + last.toString(16);
  for (const other of [neighbour, row.blob_id, row.message_id, row.request_id, '1', '%2e%2e', `${id}%00`, `${id}'--`]) {
    expect(await outcome(anna, other)).toMatchObject({ code: 'not_found' });
  }
});

it('an address stops working with the rights of who kept it', async () => {
  const boris = await test.signIn('boris@acme.example');
  expect((await uploadCalls(test, boris).download(id)).body).toBe('secret');
  const { id: personId } = await test.client(boris).getMe();
  const setState = (state: string) =>
    test.platform.db.updateTable('app.members').set({ state }).where('person_id', '=', personId).execute();
  await setState('removed');
  const seen = await outcome(boris, id);
  expect([403, 404]).toContain(seen['status']);
  expect(await outcome(boris, newId())).toEqual(seen);
  await setState('active');
  expect((await uploadCalls(test, boris).download(id)).statusCode).toBe(200);
  await test.app.inject({ method: 'POST', url: '/api/auth/sign-out', headers: { cookie: boris } });
  expect(await outcome(boris, id)).toMatchObject({ code: 'unauthenticated' });
});
