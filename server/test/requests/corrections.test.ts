import type { Client } from '@companyaccount/contract/client';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transact } from '#platform/db/scope.ts';
import { fileWith } from '../attachments/upload-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

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

const file = async (): Promise<string> =>
  (
    await boris.createRequest({
      body: { desk: 'support', kind: 'malfunction', subject: 'It stops', text: 'First of all.' },
    })
  ).id;
const write = async (client: Client, id: string, text: string, visibility: 'public' | 'internal' = 'public') =>
  client.createMessage({ params: { id }, body: { text, ...(client === engineer ? { visibility } : {}) } });
const correct = (client: Client, id: string, messageId: string, text: string, version = 1) =>
  client.correctMessage({ params: { id, messageId }, version, body: { text } });
const found = async (client: Client, q: string) =>
  (await client.listRequests({ query: { q } })).data.map(({ id }) => id);
const age = async (messageId: string, minutes: number) => {
  await sql`update app.messages set created_at = created_at - make_interval(mins => ${minutes}) where id = ${messageId}`.execute(
    test.platform.db,
  );
};

describe('a corrected message', () => {
  it('says the new text everywhere, to customers that it was corrected, and to agents what it said before', async () => {
    const id = await file();
    const { id: messageId, version, correctableUntil, createdAt } = await write(boris, id, 'The zebraword is wrong.');
    expect(Date.parse(correctableUntil ?? '')).toBe(Date.parse(createdAt) + 15 * 60_000);
    const corrected = await correct(boris, id, messageId, 'The okapiword is right.', version);
    expect(corrected).toMatchObject({
      text: 'The okapiword is right.',
      version: 2,
      correctedAt: expect.any(String),
      createdAt,
    });
    await correct(boris, id, messageId, 'The okapiword is quite right.', 2);
    for (const reader of [boris, anna, engineer]) {
      const { data } = await reader.listMessages({ params: { id } });
      expect(data.at(-1)).toMatchObject({ text: 'The okapiword is quite right.', correctedAt: expect.any(String) });
      expect(JSON.stringify(data)).not.toContain('zebraword');
      expect(await found(reader, 'okapiword')).toEqual([id]);
      expect(await found(reader, 'zebraword')).toEqual([]);
    }
    expect(await anna.getRequest({ params: { id } })).toMatchObject({ excerpt: 'The okapiword is quite right.' });
    const first = await engineer.listMessageVersions({ params: { id, messageId }, query: { 'page[size]': 1 } });
    expect(first.data).toEqual([{ version: 2, text: 'The okapiword is right.', replacedAt: expect.any(String) }]);
    const rest = await test.app.inject({
      method: 'GET',
      url: first.links.next ?? '',
      headers: { cookie: await test.signIn('engineer@vendor.example') },
    });
    expect(rest.json()).toMatchObject({
      data: [{ version: 1, text: 'The zebraword is wrong.' }],
      meta: { hasMore: false },
    });
  });

  it('keeps its files findable, and the beginning of a later message in the lists', async () => {
    const cookie = await test.signIn('boris@acme.example');
    const { requestId: id } = await fileWith(test, cookie, [{ name: 'quagga.log', bytes: Buffer.from('trace') }]);
    const messageId = (await boris.listMessages({ params: { id } })).data[0]?.id ?? '';
    await write(boris, id, 'And then this.');
    await correct(boris, id, messageId, 'First of all, and best.');
    expect(await found(boris, 'quagga')).toEqual([id]);
    expect(await boris.getRequest({ params: { id } })).toMatchObject({ excerpt: 'And then this.', messageCount: 2 });
  });

  it('changes neither version nor record when the text is the same', async () => {
    const id = await file();
    const { id: messageId } = await write(boris, id, 'As it is.');
    expect(await correct(boris, id, messageId, 'As it is.')).toMatchObject({ version: 1, correctedAt: null });
  });

  it('is corrected by its author alone, at the version that was read', async () => {
    const id = await file();
    const { id: messageId } = await write(boris, id, 'Mine.');
    for (const other of [anna, engineer]) {
      expect((await other.listMessages({ params: { id } })).data.at(-1)?.correctableUntil).toBeNull();
      await expect(correct(other, id, messageId, 'Yours.')).rejects.toMatchObject({ code: 'forbidden' });
    }
    await correct(boris, id, messageId, 'Mine, again.');
    await expect(correct(boris, id, messageId, 'From another tab.')).rejects.toMatchObject({ code: 'version_moved' });
  });

  it('stays as it is after fifteen minutes', async () => {
    const id = await file();
    const { id: messageId } = await write(boris, id, 'Too late.');
    await age(messageId, 15);
    await expect(correct(boris, id, messageId, 'In time?')).rejects.toMatchObject({
      code: 'too_late_to_correct',
      status: 409,
    });
    const message = (await boris.listMessages({ params: { id } })).data.find((one) => one.id === messageId);
    expect(message).toMatchObject({ text: 'Too late.', correctableUntil: null });
  });

  it('keeps an internal note internal, in text and in search', async () => {
    const id = await file();
    const { id: messageId } = await write(engineer, id, 'Between ourselves.', 'internal');
    await correct(engineer, id, messageId, 'Between gnuword ourselves.');
    expect(await found(engineer, 'gnuword')).toEqual([id]);
    expect(await found(boris, 'gnuword')).toEqual([]);
    expect(await boris.getRequest({ params: { id } })).toMatchObject({ excerpt: 'First of all.' });
    await expect(correct(boris, id, messageId, 'Mine?')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is not there under another request', async () => {
    const [id, other] = [await file(), await file()];
    const { id: messageId } = await write(boris, id, 'Here.');
    await expect(correct(boris, other, messageId, 'There.')).rejects.toMatchObject({ code: 'not_found' });
    await expect(engineer.listMessageVersions({ params: { id: other, messageId } })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('the database', () => {
  it('lets a customer’s transaction correct only what its person wrote, and never read or change older versions', async () => {
    const id = await file();
    const { id: hers } = await write(anna, id, 'Of a colleague.');
    const { id: note } = await write(engineer, id, 'A note.', 'internal');
    const me = await boris.getMe();
    const scope = { side: 'customer', companyId: me.company?.id ?? '', personId: me.id } as const;
    const run = (statement: ReturnType<typeof sql>) => transact(test.platform.db, scope, (tx) => statement.execute(tx));
    for (const message of [hers, note]) {
      await expect(run(sql`select app.correct_message(${message}::uuid, 'mine', now())`)).rejects.toThrow(
        /may not correct/u,
      );
    }
    await expect(run(sql`update app.messages set text = 'mine' where id = ${hers}`)).rejects.toThrow(
      /permission denied/u,
    );
    await expect(run(sql`select * from app.message_versions`)).rejects.toThrow(/permission denied/u);
    await correct(anna, id, hers, 'Of a colleague, corrected.');
    await expect(sql`update app.message_versions set text = 'never said'`.execute(test.platform.db)).rejects.toThrow(
      /append-only/u,
    );
  });
});
