// Uploading, or touching another's upload, without rights (Chatwoot CVE-2026-63765).
import { newId } from '#platform/ids.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { uploadCalls, UPLOADS } from '../attachments/upload-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
let anna: ReturnType<typeof uploadCalls>;
let cookies: Record<string, string>;
beforeAll(async () => {
  test = await startTestApp();
  cookies = {
    anna: await test.signIn('anna@acme.example'),
    boris: await test.signIn('boris@acme.example'),
    clara: await test.signIn('clara@globex.example'),
    engineer: await test.signIn('engineer@vendor.example'),
    admin: await test.signIn('admin@vendor.example'),
  };
  anna = uploadCalls(test, cookies['anna']);
});
afterAll(() => test.close());

const blobState = (id: string) => test.platform.blobs.stat(id);
const uploadCount = async () => (await test.platform.db.selectFrom('app.uploads').select('id').execute()).length;

it('nobody, and nobody without a part in requests, can begin or go on', async () => {
  const { id } = await anna.begin(10);
  const before = await uploadCount();
  for (const [cookie, status] of [
    [undefined, 401],
    ['session=forged', 401],
    [cookies['admin'], 403],
  ] as const) {
    const caller = uploadCalls(test, cookie);
    const answers = [
      (await caller.begin(10)).answer,
      await caller.append(id, 0, Buffer.alloc(10)),
      await caller.look(id),
      await caller.giveUp(id),
      await test.app.inject({
        method: 'POST',
        url: `${UPLOADS}?name=x`,
        headers: cookie === undefined ? {} : { cookie },
        payload: 'x',
      }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([status, status, status, status, status]);
  }
  expect(await uploadCount()).toBe(before);
  expect(await blobState(id)).toEqual({ size: 0, finished: false });
});

it('every step on another’s upload finds nothing, for colleagues, other companies and staff alike', async () => {
  const { id } = await anna.begin(20);
  await anna.append(id, 0, Buffer.alloc(5));
  for (const who of ['boris', 'clara', 'engineer']) {
    const caller = uploadCalls(test, cookies[who]);
    for (const unknown of [id, newId()]) {
      const answers = [
        await caller.look(unknown),
        await caller.append(unknown, 5, Buffer.alloc(15)),
        await caller.giveUp(unknown),
      ];
      expect(
        answers.map(({ statusCode }) => statusCode),
        who,
      ).toEqual([404, 404, 404]);
      expect(answers[1]?.json()).toMatchObject({ code: 'not_found' });
    }
  }
  expect(await blobState(id)).toEqual({ size: 5, finished: false });
  expect((await anna.append(id, 5, Buffer.alloc(15))).statusCode).toBe(204);
});

it('another’s finished upload cannot be attached', async () => {
  const id = await anna.whole(Buffer.from('mine'));
  for (const who of ['boris', 'clara']) {
    const filing = test.client(cookies[who]).createRequest({
      body: { desk: 'lab', kind: 'unknown_malware', subject: 'Stolen file', text: 'See the file.', uploads: [id] },
    });
    await expect(filing, who).rejects.toMatchObject({ code: 'upload_not_ready' });
  }
  expect((await anna.look(id)).statusCode).toBe(200);
});

it('an upload ends with the rights of who began it', async () => {
  const boris = uploadCalls(test, cookies['boris']);
  const { id } = await boris.begin(10);
  const { id: personId } = await test.client(cookies['boris']).getMe();
  await test.platform.db
    .updateTable('app.members')
    .set({ state: 'removed' })
    .where('person_id', '=', personId)
    .execute();
  expect((await boris.append(id, 0, Buffer.alloc(10))).statusCode).toBe(403);
  expect((await boris.begin(10)).answer.statusCode).toBe(403);
  expect(await blobState(id)).toEqual({ size: 0, finished: false });
});

it('headers do not talk the server into more', async () => {
  const { id } = await anna.begin(10);
  const clara = { cookie: cookies['clara'] ?? '', 'tus-resumable': '1.0.0' };
  const tricks = [
    {
      method: 'POST',
      url: `${UPLOADS}/${id}`,
      headers: { ...clara, 'x-http-method-override': 'PATCH', 'upload-offset': '0' },
    },
    {
      method: 'POST',
      url: UPLOADS,
      headers: { ...clara, 'upload-concat': `final;${UPLOADS}/${id}`, 'upload-length': '10' },
    },
    { method: 'POST', url: UPLOADS, headers: { ...clara, 'upload-defer-length': '1' } },
    { method: 'POST', url: UPLOADS, headers: { ...clara, 'upload-length': '-1' } },
    { method: 'POST', url: UPLOADS, headers: { ...clara, 'upload-length': '1e3' } },
    { method: 'POST', url: UPLOADS, headers: { ...clara, 'upload-length': '5', 'upload-metadata': 'filename !!!' } },
    { method: 'POST', url: UPLOADS, headers: { ...clara, 'upload-length': '5', origin: 'https://elsewhere.example' } },
  ] as const;
  const before = await uploadCount();
  for (const trick of tricks) {
    const answer = await test.app.inject(trick);
    expect(answer.statusCode, JSON.stringify(trick.headers)).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.headers['content-type']).toBe('application/problem+json');
  }
  const other = await test.app.inject({
    method: 'POST',
    url: UPLOADS,
    headers: { ...clara, 'upload-length': '5', 'x-forwarded-host': 'elsewhere.example', 'x-forwarded-proto': 'https' },
  });
  expect(other.headers.location).toMatch(/^\/api\/v1\/uploads\/[0-9a-f-]{36}$/u);
  expect(await uploadCount()).toBe(before + 1);
});
