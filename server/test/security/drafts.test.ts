// What people have begun to write: nobody else reads, changes or deletes it, not even an administrator of their company,
// their other company, or the vendor; names of drafts open no side door to requests; and nothing sent as one breaks us.
// Seen as: CVE-2026-41190 (FreeScout, drafts as a side door), CVE-2022-24999 (qs, polluted prototypes).
import { randomUUID } from 'node:crypto';
import { DRAFT_BYTES_MAX } from '@companyaccount/contract/drafts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertMember } from '#features/accounts/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, fileRequest } from './attack.ts';

const SECRET = 'The passphrase of the vault';
let test: TestApp;
let victim: { id: string; cookie: string };
let key: string;
let version: string;
const NEW = { 'if-none-match': '*' };
beforeAll(async () => {
  test = await startTestApp();
  victim = await addMember(test, { email: 'victim@acme.example' });
  key = `reply:${await fileRequest(test)}`;
  const body = { content: { text: SECRET } };
  const answer = await attempt(test, 'putDraft', { params: { key }, body, cookie: victim.cookie, headers: NEW });
  expect(answer.statusCode).toBe(200);
  version = String((answer.json() as { version: number }).version);
});
afterAll(() => test.close());

const everyDraft = () => test.platform.db.selectFrom('app.drafts').selectAll().orderBy('id').execute();

it('shows another’s draft to nobody, and lets nobody touch it', async () => {
  const before = await everyDraft();
  for (const email of [
    'anna@acme.example',
    'boris@acme.example',
    'clara@globex.example',
    'engineer@vendor.example',
    'lead@vendor.example',
    'admin@vendor.example',
  ]) {
    const cookie = await test.signIn(email);
    const call = { params: { key }, cookie };
    const headers = { 'if-match': `"${version}"` };
    const read = await attempt(test, 'getDraft', call);
    expect(read.json(), email).toMatchObject({ version: 0, content: null });
    expect((await attempt(test, 'listDrafts', { cookie })).body, email).not.toContain(SECRET);
    const over = await attempt(test, 'putDraft', { ...call, headers, body: { content: { text: 'mine' } } });
    expect(over.statusCode, email).toBe(412);
    expect((await attempt(test, 'deleteDraft', { ...call, headers })).statusCode, email).toBe(204);
    const [, id = ''] = key.split(':');
    const sent = { params: { id }, query: { draft: version }, body: { text: 'Mine.' }, cookie };
    await attempt(test, 'createMessage', sent);
  }
  expect(await everyDraft()).toEqual(before);
});

it('keeps the drafts of one person in two companies apart', async () => {
  const globex = await companyId(test, 'Globex Energy');
  await transact(test.platform.db, SYSTEM, (tx) => insertMember(tx, globex, victim.id, 'user', 'active'));
  const { cookie } = victim;
  const choose = (id: string) => attempt(test, 'chooseCompany', { body: { companyId: id }, cookie });
  expect((await choose(globex)).statusCode).toBe(200);
  expect((await attempt(test, 'getDraft', { params: { key }, cookie })).json()).toMatchObject({ version: 0 });
  expect((await attempt(test, 'listDrafts', { cookie })).body).not.toContain(SECRET);
  expect((await choose(await companyId(test, 'Acme Logistics'))).statusCode).toBe(200);
  expect((await attempt(test, 'getDraft', { params: { key }, cookie })).body).toContain(SECRET);
});

it('takes nothing from a window of somebody else, and shows it nothing', async () => {
  const cookie = await test.signIn('anna@acme.example');
  const acme = await companyId(test, 'Acme Logistics');
  const globex = await companyId(test, 'Globex Energy');
  const me = (await test.client(cookie).getMe()).id;
  const before = await everyDraft();
  for (const query of [{ person: victim.id, company: acme }, { person: me }, { person: me, company: globex }]) {
    const call = { params: { key: 'environment:new' }, query, cookie };
    const answers = [
      await attempt(test, 'getDraft', call),
      await attempt(test, 'putDraft', { ...call, body: { content: { text: 'of another' } }, headers: NEW }),
      await attempt(test, 'deleteDraft', { ...call, headers: { 'if-match': '"1"' } }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([409, 409, 409]);
  }
  expect(await everyDraft()).toEqual(before);
  const mine = { params: { key: 'environment:new' }, query: { person: me, company: acme }, cookie };
  expect((await attempt(test, 'getDraft', mine)).statusCode).toBe(200);
});

it('keeps them apart by the wall too, whatever a query forgets', async () => {
  const { id: other } = await addMember(test, { email: 'other@acme.example' });
  const scope = { side: 'customer', companyId: await companyId(test, 'Acme Logistics'), personId: other } as const;
  const seen = await transact(test.platform.db, scope, async (tx) => {
    const rows = await tx.selectFrom('app.drafts').selectAll().execute();
    const { numUpdatedRows } = await tx.updateTable('app.drafts').set({ key: 'taken' }).executeTakeFirst();
    const { numDeletedRows } = await tx.deleteFrom('app.drafts').executeTakeFirst();
    return [rows.length, Number(numUpdatedRows), Number(numDeletedRows)];
  });
  expect(seen).toEqual([0, 0, 0]);
  const forge = sql`insert into app.drafts (id, person_id, company_id, key, content, upload_ids, updated_at)
    values (${randomUUID()}, ${victim.id}, ${scope.companyId}, 'request:new', '{}', '{}', now())`;
  await expect(transact(test.platform.db, scope, (tx) => forge.execute(tx))).rejects.toThrow(/row-level security/u);
});

it('is closed to people outside, to people who wait, and to programs', async () => {
  const waiting = await addMember(test, { email: 'waiting@acme.example', state: 'pending' });
  const anna = await test.as('anna@acme.example');
  const made = await anna.createToken({
    params: { id: await companyId(test, 'Acme Logistics') },
    body: { name: 'A program', scopes: ['requests:read', 'requests:write'], expiresInDays: 1 },
  });
  const bearer = { headers: { authorization: `Bearer ${made.token}` } };
  for (const name of ['listDrafts', 'getDraft', 'putDraft', 'deleteDraft'] as const) {
    const call = { params: { key }, body: name === 'putDraft' ? { content: {} } : undefined };
    expect((await attempt(test, name, call)).statusCode, name).toBe(401);
    expect((await attempt(test, name, { ...call, cookie: waiting.cookie })).statusCode, name).toBe(403);
    expect((await attempt(test, name, { ...call, ...bearer })).json(), name).toMatchObject({
      code: 'token_not_allowed',
    });
  }
});

it('tells nothing of a request by a draft that claims to be about it', async () => {
  const request = await fileRequest(test, undefined, 'Quarterly figures leaked');
  for (const email of ['clara@globex.example', 'admin@vendor.example']) {
    const cookie = await test.signIn(email);
    const params = { key: `reply:${request}` };
    await attempt(test, 'putDraft', { params, body: { content: { text: 'x' } }, cookie, headers: NEW });
    const list = await attempt(test, 'listDrafts', { cookie });
    expect(list.json().data[0], email).toMatchObject({ key: params.key, request: null });
    expect(list.body, email).not.toContain('Quarterly');
  }
});

it('knows only the names of its forms', async () => {
  const id = randomUUID();
  for (const name of [
    '',
    'reply',
    'reply:',
    'reply:new',
    `request:${id}`,
    `reply:${id.toUpperCase()}`,
    `reply:${id} `,
    `reply:${id}\n`,
    `reply:${id}/../x`,
    `REPLY:${id}`,
    `anything:${id}`,
    '__proto__:new',
    '%00',
    `reply:${id}${'x'.repeat(150)}`,
  ]) {
    for (const route of ['getDraft', 'putDraft', 'deleteDraft'] as const) {
      const answer = await attempt(test, route, {
        params: { key: name },
        body: route === 'putDraft' ? { content: { text: 'x' } } : undefined,
        cookie: victim.cookie,
        headers: route === 'putDraft' ? NEW : { 'if-match': '"1"' },
      });
      // The empty name is the address of the list, where nothing can be put.
      expect([404, 405], `${route} ${JSON.stringify(name)}`).toContain(answer.statusCode);
    }
  }
});

it('takes flat fields of a bounded size, and refuses everything else without a fault', async () => {
  const params = { key: 'request:new' };
  const send = async (body: string) =>
    (await attempt(test, 'putDraft', { params, body, cookie: victim.cookie, headers: NEW })).statusCode;
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const fields = (count: number) =>
    Array.from({ length: count }, (_, n) => `"field${'abcdefghij'[n % 10]}${'x'.repeat(n / 10)}":"x"`);
  for (const content of [
    'null',
    '[]',
    '"text"',
    '{"text":{"deep":"x"}}',
    '{"list":[["x"]]}',
    '{"list":[{"a":{}}]}',
    '{"list":[{"a":["x"]}]}',
    '{"list":[{"A":"x"}]}',
    '{"list":[{"a":"","b":"","c":"","d":"","e":"","f":""}]}',
    `{"text":${nested(50_000)}}`,
    `{"text":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    '{"text":"nul \\u0000 inside"}',
    '{"text":"half \\ud83d of a character"}',
    '{"number":1e999}',
    '{"Text":"x"}',
    '{"te xt":"x"}',
    `{"${'a'.repeat(41)}":"x"}`,
    `{${fields(41).join(',')}}`,
    `{"list":[${Array.from({ length: 101 }, () => '"x"').join(',')}]}`,
  ]) {
    expect(await send(`{"content":${content}}`), content.slice(0, 60)).toBe(422);
  }
  for (const content of ['{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"admin":true}}}']) {
    expect([400, 422], content).toContain(await send(`{"content":${content}}`));
  }
  expect(await send(JSON.stringify({ content: { text: 'x'.repeat(DRAFT_BYTES_MAX) } }))).toBe(413);
  expect(await send(JSON.stringify({ content: { text: 'ж'.repeat(DRAFT_BYTES_MAX / 2) } }))).toBe(413);
  expect(await send(`{"content":{"text":"${'x'.repeat(600_000)}"}}`)).toBe(413);
  const uploads = Array.from({ length: 21 }, () => randomUUID());
  expect(await send(JSON.stringify({ content: {}, uploads }))).toBe(422);
  expect((await attempt(test, 'getDraft', { params, cookie: victim.cookie })).json()).toMatchObject({ version: 0 });
  expect(await send(JSON.stringify({ content: { text: 'ж'.repeat(DRAFT_BYTES_MAX / 2 - 20) } }))).toBe(200);
});

it('asks which version is written on', async () => {
  const call = { params: { key }, cookie: victim.cookie, body: { content: { text: 'over' } } };
  expect((await attempt(test, 'putDraft', call)).statusCode).toBe(428);
  for (const headers of [{ 'if-match': '*' }, { 'if-match': '"x"' }, { 'if-none-match': `"${version}"` }]) {
    expect([412, 428], JSON.stringify(headers)).toContain(
      (await attempt(test, 'putDraft', { ...call, headers })).statusCode,
    );
  }
  expect((await attempt(test, 'deleteDraft', { params: { key }, cookie: victim.cookie })).statusCode).toBe(428);
  expect((await attempt(test, 'getDraft', { params: { key }, cookie: victim.cookie })).body).toContain(SECRET);
});
