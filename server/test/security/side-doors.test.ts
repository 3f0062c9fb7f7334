// Ways round the front door: the idempotency key of another, another's upload in one's own message, a message into
// another's request, an upload attached twice.
// Seen as: CVE-2026-41190, CVE-2026-39384 (FreeScout), CVE-2026-34722 (Zammad).
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { uploadCalls } from '../attachments/upload-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, fileRequest, GOOD_BODIES } from './attack.ts';

let test: TestApp;
let anna: string;
let clara: string;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.signIn('anna@acme.example');
  clara = await test.signIn('clara@globex.example');
});
afterAll(() => test.close());

const file = (cookie: string, key: string, body: unknown = GOOD_BODIES.createRequest) =>
  attempt(test, 'createRequest', { body, cookie, headers: { 'idempotency-key': key } });

it('keeps idempotency keys to the person', async () => {
  const key = randomUUID();
  const first = await file(anna, key);
  const repeated = await file(anna, key);
  const foreign = await file(clara, key);
  expect([first.statusCode, repeated.statusCode, foreign.statusCode]).toEqual([201, 201, 201]);
  expect(repeated.json().id).toBe(first.json().id);
  expect(foreign.json().id).not.toBe(first.json().id);
  expect(foreign.json().company.name).toBe('Globex Energy');
});

it('refuses a used key for anything else, and makes one of many doubles', async () => {
  const key = randomUUID();
  await file(anna, key);
  const other = await file(anna, key, { ...GOOD_BODIES.createRequest, subject: 'Another thing' });
  expect(other.json()).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
  const doubles = await Promise.all(Array.from({ length: 6 }, () => file(anna, `double-${key}`)));
  expect(new Set(doubles.map((answer) => answer.json().id)).size).toBe(1);
});

it('gives nothing back for a key of the same person in another company', async () => {
  const { id, cookie } = await addMember(test, { email: 'both@acme.example' });
  const globex = await companyId(test, 'Globex Energy');
  await test.platform.db
    .insertInto('app.members')
    .values({ id: randomUUID(), company_id: globex, person_id: id, role: 'user', state: 'active' })
    .execute();
  const key = randomUUID();
  expect((await file(cookie, key)).statusCode).toBe(201);
  expect((await attempt(test, 'chooseCompany', { body: { companyId: globex }, cookie })).statusCode).toBe(200);
  const answer = await file(cookie, key);
  expect(answer.json()).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
});

it('shows a repeated message only to whoever may still see the request', async () => {
  const acme = await companyId(test, 'Acme Logistics');
  const { db } = test.platform;
  const request = await fileRequest(test);
  const { cookie } = await addMember(test, { email: 'once@acme.example' });
  const write = () =>
    attempt(test, 'createMessage', {
      params: { id: request },
      body: { text: 'Once.' },
      cookie,
      headers: { 'idempotency-key': 'message-0001' },
    });
  expect((await write()).statusCode).toBe(201);
  expect((await write()).statusCode).toBe(201);
  await db.updateTable('app.companies').set({ sharing: 'own' }).where('id', '=', acme).execute();
  expect((await write()).statusCode).toBe(404);
  await db.updateTable('app.companies').set({ sharing: 'company' }).where('id', '=', acme).execute();
});

it('attaches no upload of a colleague, of another company, or of nobody', async () => {
  const request = await fileRequest(test);
  const boris = await test.signIn('boris@acme.example');
  const uploads = {
    colleague: await uploadCalls(test, boris).whole(Buffer.from('of a colleague')),
    other: await uploadCalls(test, clara).whole(Buffer.from('of another company')),
    staff: await uploadCalls(test, await test.signIn('engineer@vendor.example')).whole(Buffer.from('of the vendor')),
    nobody: randomUUID(),
  };
  for (const [whose, upload] of Object.entries(uploads)) {
    for (const [name, more] of [
      ['createRequest', GOOD_BODIES.createRequest],
      ['createMessage', GOOD_BODIES.createMessage],
    ] as const) {
      const answer = await attempt(test, name, {
        params: { id: request },
        body: { ...more, uploads: [upload] },
        cookie: anna,
      });
      expect(answer.json(), whose).toMatchObject({ status: 409, code: 'upload_not_ready' });
    }
  }
  // They are still where they were.
  expect((await uploadCalls(test, boris).look(uploads.colleague)).statusCode).toBe(200);
});

it('attaches an upload once', async () => {
  const request = await fileRequest(test);
  const upload = await uploadCalls(test, anna).whole(Buffer.from('once'));
  const write = () =>
    attempt(test, 'createMessage', {
      params: { id: request },
      body: { text: 'With it.', uploads: [upload] },
      cookie: anna,
    });
  const answers = await Promise.all([write(), write(), write()]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 409, 409]);
});

it('takes no message into another company’s request, with or without a file of one’s own', async () => {
  const request = await fileRequest(test);
  const upload = await uploadCalls(test, clara).whole(Buffer.from('mine'));
  for (const body of [{ text: 'Hello?' }, { text: 'Hello?', uploads: [upload] }]) {
    expect((await attempt(test, 'createMessage', { params: { id: request }, body, cookie: clara })).statusCode).toBe(
      404,
    );
  }
  expect((await uploadCalls(test, clara).look(upload)).statusCode).toBe(200);
});

it('opens no new request by a word to one that was closed for good, unless one may see it and the files are one’s own', async () => {
  const request = await fileRequest(test);
  const { db } = test.platform;
  const since = new Date(Date.now() - 31 * 86_400_000);
  await db
    .updateTable('app.requests')
    .set({ status: 'closed', status_since: since })
    .where('id', '=', request)
    .execute();
  const write = (cookie: string, uploads: string[]) =>
    attempt(test, 'createMessage', { params: { id: request }, body: { text: 'Once more.', uploads }, cookie });
  const count = async () => (await db.selectFrom('app.requests').select('id').execute()).length;
  const before = await count();
  expect((await write(clara, [])).statusCode).toBe(404);
  const foreign = await uploadCalls(test, clara).whole(Buffer.from('of another company'));
  expect((await write(anna, [foreign])).json()).toMatchObject({ status: 409, code: 'upload_not_ready' });
  expect(await count()).toBe(before);
  const own = await uploadCalls(test, anna).whole(Buffer.from('mine'));
  const { requestId } = (await write(anna, [own])).json();
  expect(requestId).not.toBe(request);
  expect((await attempt(test, 'getRequest', { params: { id: requestId }, cookie: clara })).statusCode).toBe(404);
});

it('assigns to staff of the desk only', async () => {
  const request = await fileRequest(test);
  const engineer = await test.signIn('engineer@vendor.example');
  const people = await test.platform.db.selectFrom('auth.people').select(['id', 'email']).execute();
  for (const { id, email } of people) {
    const answer = await attempt(test, 'assignRequest', {
      params: { id: request },
      body: { personId: id },
      cookie: engineer,
    });
    expect(answer.statusCode, email).toBe(/^(engineer|lead)@/u.test(email) ? 200 : 422);
  }
});
