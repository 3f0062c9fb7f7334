import { ApiError, type Client } from '@companyaccount/contract/client';
import { DRAFTS_MAX } from '@companyaccount/contract/drafts';
import type { ErrorCode } from '@companyaccount/contract/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, fileRequest } from '../security/attack.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { uploadCalls } from '../attachments/upload-calls.ts';

let test: TestApp;
let anna: Client;
let boris: Client;
let engineer: Client;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.as('anna@acme.example');
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
});
afterAll(() => test.close());

const refusedWith = async (call: Promise<unknown>, code: ErrorCode) => {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).code).toBe(code);
};
const put = (client: Client, key: Parameters<Client['putDraft']>[0]['params']['key'], text: string, version = 0) =>
  client.putDraft({ params: { key }, body: { content: { text } }, version });
const textOf = async (client: Client, key: Parameters<Client['getDraft']>[0]['params']['key']) =>
  (await client.getDraft({ params: { key } })).content?.['text'];

describe('a draft', () => {
  it('that was not begun has version 0 and no content', async () => {
    expect(await anna.getDraft({ params: { key: 'environment:new' } })).toEqual({
      key: 'environment:new',
      version: 0,
      updatedAt: null,
      content: null,
      uploads: [],
      uploadsGone: 0,
    });
  });

  it('comes back as it was typed, field by field', async () => {
    const content = {
      subject: 'Ошибка 7',
      text: '  two\n\nlines ',
      severity: null,
      productId: 'x',
      tags: ['a'],
      participants: [{ id: 'a', name: 'Анна' }],
    };
    const { version } = await anna.putDraft({ params: { key: 'request:new' }, body: { content }, version: 0 });
    const stored = await anna.getDraft({ params: { key: 'request:new' } });
    expect(stored).toMatchObject({ version, content });
    expect(Object.keys(stored.content ?? {})).toEqual(Object.keys(content));
    await anna.deleteDraft({ params: { key: 'request:new' }, version });
  });

  it('is written on at the version that was read; of two windows the second is told, and both texts are there', async () => {
    const key = `reply:${await fileRequest(test)}` as const;
    const first = await put(anna, key, 'One');
    await refusedWith(put(anna, key, 'Another window'), 'version_moved');
    const second = await put(anna, key, 'One, two', first.version);
    expect(second.version).toBe(first.version + 1);
    await refusedWith(put(anna, key, 'Another window', first.version), 'version_moved');
    expect(await textOf(anna, key)).toBe('One, two');
    await refusedWith(anna.deleteDraft({ params: { key }, version: first.version }), 'version_moved');
    await anna.deleteDraft({ params: { key }, version: second.version });
    await anna.deleteDraft({ params: { key }, version: second.version });
    await refusedWith(put(anna, key, 'Too late', second.version), 'version_moved');
    // One that is begun anew is not taken for the one that is gone.
    const anew = await put(anna, key, 'Anew');
    expect([first.version, second.version]).not.toContain(anew.version);
  });

  it('begun in two windows at once comes to be once', async () => {
    const key = `note:${await fileRequest(test)}` as const;
    const outcomes = await Promise.allSettled(['One', 'Two', 'Three'].map((text) => put(engineer, key, text)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(['One', 'Two', 'Three']).toContain(await textOf(engineer, key));
  });
});

describe('what was sent', () => {
  it('is no draft any more, in the same transaction', async () => {
    const id = await fileRequest(test);
    const reply = await put(anna, `reply:${id}`, 'It happened again.');
    await anna.createMessage({ params: { id }, query: { draft: reply.version }, body: { text: 'It happened again.' } });
    expect((await anna.getDraft({ params: { key: `reply:${id}` } })).version).toBe(0);

    const answer = await put(engineer, `reply:${id}`, 'Looking.');
    const note = await put(engineer, `note:${id}`, 'Odd.');
    const body = { text: 'Odd.', visibility: 'internal' } as const;
    await engineer.createMessage({ params: { id }, query: { draft: note.version }, body });
    expect((await engineer.getDraft({ params: { key: `note:${id}` } })).version).toBe(0);
    expect((await engineer.getDraft({ params: { key: `reply:${id}` } })).version).toBe(answer.version);

    const message = await anna.createMessage({ params: { id }, body: { text: 'Server 7' } });
    const correction = await put(anna, `correction:${message.id}`, 'Server 17');
    const params = { id, messageId: message.id };
    const query = { draft: correction.version };
    await anna.correctMessage({ params, query, version: message.version, body: { text: 'Server 17' } });
    expect((await anna.getDraft({ params: { key: `correction:${message.id}` } })).version).toBe(0);

    const form = await put(boris, 'request:new', 'It stops.');
    const request = { desk: 'support', kind: 'malfunction', subject: 'It stops', text: 'It stops.' } as const;
    await boris.createRequest({ query: { draft: form.version }, body: request });
    expect((await boris.getDraft({ params: { key: 'request:new' } })).version).toBe(0);
  });

  it('stays a draft where sending was refused, or another window has written on', async () => {
    const id = await fileRequest(test);
    const first = await put(anna, `reply:${id}`, 'One');
    const upload = '0198a5c2-0000-7000-8000-000000000000';
    const call = { params: { id }, query: { draft: first.version } };
    await refusedWith(anna.createMessage({ ...call, body: { text: 'One', uploads: [upload] } }), 'upload_not_ready');
    expect(await textOf(anna, `reply:${id}`)).toBe('One');
    await put(anna, `reply:${id}`, 'One, two', first.version);
    await anna.createMessage({ ...call, body: { text: 'One' } });
    expect(await textOf(anna, `reply:${id}`)).toBe('One, two');
  });

  it('and sent again after a lost answer neither writes twice nor takes what was begun since', async () => {
    const id = await fileRequest(test);
    const first = await put(anna, `reply:${id}`, 'One');
    const call = {
      params: { id },
      query: { draft: first.version },
      body: { text: 'One' },
      idempotencyKey: 'key-drafts-1',
    };
    const message = await anna.createMessage(call);
    await put(anna, `reply:${id}`, 'Two');
    expect((await anna.createMessage({ ...call, query: {} })).id).toBe(message.id);
    expect((await anna.createMessage(call)).id).toBe(message.id);
    expect(await textOf(anna, `reply:${id}`)).toBe('Two');
  });
});

describe('files of a draft', () => {
  const upload = async (text: string) =>
    uploadCalls(test, await test.signIn('anna@acme.example')).whole(Buffer.from(text), 'trace.log');

  it('come back with it, and longer than those that nothing names', async () => {
    const id = await upload('trace');
    const key = `reply:${await fileRequest(test)}` as const;
    const begun = Date.now();
    await anna.putDraft({ params: { key }, body: { content: { text: 'x' }, uploads: [id] }, version: 0 });
    const stored = await anna.getDraft({ params: { key } });
    expect(stored).toMatchObject({ uploads: [{ id, name: 'trace.log', size: 5 }], uploadsGone: 0 });
    const row = await test.platform.db
      .selectFrom('app.uploads')
      .select('expires_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.expires_at.getTime()).toBeGreaterThan(begun + 6.9 * 86_400_000);
  });

  it('that are gone or somebody else’s are counted, not shown', async () => {
    const id = await upload('mine');
    const key = `reply:${await fileRequest(test)}` as const;
    const uploads = [id, '0198a5c2-0000-7000-8000-000000000000'];
    await boris.putDraft({ params: { key }, body: { content: { text: 'x' }, uploads }, version: 0 });
    expect(await boris.getDraft({ params: { key } })).toMatchObject({ uploads: [], uploadsGone: 2 });
  });
});

describe('the list', () => {
  it('tells the latest first what each is about, while the person may see it', async () => {
    const { id: person, cookie } = await addMember(test, { email: 'writer@acme.example' });
    const writer = test.client(cookie);
    const request = await fileRequest(test, undefined, 'The gateway stops');
    await writer.putDraft({
      params: { key: 'request:new' },
      body: { content: { subject: 'Phones', text: 'y' } },
      version: 0,
    });
    await put(writer, `reply:${request}`, ' It\nstops  again ');
    const list = async () => (await writer.listDrafts({ query: {} })).data;
    expect(await list()).toMatchObject([
      {
        key: `reply:${request}`,
        excerpt: 'It stops again',
        request: { id: request, subject: 'The gateway stops', desk: 'support' },
      },
      { key: 'request:new', excerpt: 'Phones', request: null },
    ]);
    await test.platform.db
      .updateTable('app.companies')
      .set({ sharing: 'own' })
      .where('name', '=', 'Acme Logistics')
      .execute();
    expect((await list())[0]).toMatchObject({ key: `reply:${request}`, request: null });
    await test.platform.db
      .updateTable('app.companies')
      .set({ sharing: 'company' })
      .where('name', '=', 'Acme Logistics')
      .execute();
    await test.platform.db.deleteFrom('app.drafts').where('person_id', '=', person).execute();
  });

  it('is read by pages, and ends at what one person may have', async () => {
    const { cookie, id: person } = await addMember(test, { email: 'hoarder@acme.example' });
    const hoarder = test.client(cookie);
    const company = await test.platform.db
      .selectFrom('app.companies')
      .select('id')
      .where('name', '=', 'Acme Logistics')
      .executeTakeFirstOrThrow();
    const at = new Date('2026-11-01T12:00:00Z');
    const row = (n: number) => ({
      id: `0198a5c2-0000-7000-8000-${String(n).padStart(12, '0')}`,
      person_id: person,
      company_id: company.id,
      key: `reply:0198a5c2-0000-7000-8000-${String(n).padStart(12, '0')}`,
      content: JSON.stringify({ text: `draft ${n}` }),
      upload_ids: [],
      updated_at: at,
    });
    await test.platform.db
      .insertInto('app.drafts')
      .values(Array.from({ length: DRAFTS_MAX - 1 }, (_, n) => row(n)))
      .execute();
    await put(hoarder, 'request:new', 'the last');
    await refusedWith(put(hoarder, 'environment:new', 'one too many'), 'too_many_drafts');
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await hoarder.listDrafts({
        query: { 'page[size]': 30, ...(after === undefined ? {} : { 'page[after]': after }) },
      });
      seen.push(...page.data.map(({ key }) => key));
      after =
        page.links.next === null
          ? undefined
          : (new URL(page.links.next, 'http://x').searchParams.get('page[after]') ?? undefined);
    } while (after !== undefined);
    expect(seen[0]).toBe('request:new');
    expect(new Set(seen).size).toBe(DRAFTS_MAX);
  });
});

it('goes when nobody has written on it for ninety days', async () => {
  const key = `reply:${await fileRequest(test)}` as const;
  const fresh = `note:${await fileRequest(test)}` as const;
  await put(engineer, key, 'old');
  await put(engineer, fresh, 'new');
  await test.platform.db
    .updateTable('app.drafts')
    .set({ updated_at: new Date(Date.now() - 91 * 86_400_000) })
    .where('key', '=', key)
    .execute();
  await test.platform.db.transaction().execute((tx) => enqueue(tx, 'housekeeping', {}));
  await test.runJobs();
  expect((await engineer.getDraft({ params: { key } })).version).toBe(0);
  expect((await engineer.getDraft({ params: { key: fresh } })).version).not.toBe(0);
});
