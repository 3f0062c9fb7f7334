import type { Client } from '@companyaccount/contract/client';
import type { CreateRequest } from '@companyaccount/contract/requests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { uploadCalls } from '../attachments/upload-calls.ts';

let test: TestApp;
let anna: Client;
let boris: Client;
let clara: Client;
let engineer: Client;
const ids: Record<string, string> = {};
const numbers: Record<string, string> = {};

async function file(name: string, client: Client, input: Partial<CreateRequest>): Promise<void> {
  const made = await client.createRequest({
    body: { desk: 'support', kind: 'update', subject: name, text: 'Text.', ...input } as CreateRequest,
  });
  ids[name] = made.id;
  numbers[name] = made.number;
}

beforeAll(async () => {
  test = await startTestApp();
  [anna, boris, clara, engineer] = (await Promise.all(
    (['anna@acme.example', 'boris@acme.example', 'clara@globex.example', 'engineer@vendor.example'] as const).map(
      (email) => test.as(email),
    ),
  )) as [Client, Client, Client, Client];
  await file('russian', boris, { language: 'ru', text: 'На «почтовом» сервере перестали открываться вложения.' });
  await file('german', anna, { language: 'de', text: 'Nach der Aktualisierung gibt es Störungen beim Drucken.' });
  await file('japanese', anna, { language: 'ja', text: '定義ファイルの更新に失敗しました。' });
  await file('english', anna, { language: 'en', text: 'The hibernated items cannot be restored, error 0x80070005.' });
  await file('Katalogisierung der Warenlager', anna, {});
  await file('of globex', clara, { text: 'The turbine controllers are hibernated.' });
  const uploadId = await uploadCalls(test, await test.signIn('anna@acme.example')).whole(
    Buffer.from('x'),
    'gateway-diagnosis_2026.tar.gz',
  );
  await file('with a file', anna, { uploads: [uploadId] });
  await engineer.createMessage({
    params: { id: ids['english'] ?? '' },
    body: { text: 'Probably the zebrafish bug.', visibility: 'internal' },
  });
});
afterAll(() => test.close());

const find = async (client: Client, q: string) =>
  (await client.listRequests({ query: { q } })).data.map(
    ({ id }) => Object.entries(ids).find(([, i]) => i === id)?.[0],
  );

describe('the search', () => {
  it.each([
    ['сервер', 'russian'],
    ['вложение', 'russian'],
    ['почтовый', 'russian'],
    ['"перестали открываться"', 'russian'],
    ['Störung', 'german'],
    ['storung', 'german'],
    ['aktualisierungen', 'german'],
    ['更新', 'japanese'],
    ['定義ファイル', 'japanese'],
    ['restoring items', 'english'],
    ['hibernat', 'english'],
    ['0x80070005', 'english'],
    ['lager', 'Katalogisierung der Warenlager'],
    ['diagnos', 'with a file'],
    ['gnosis', 'with a file'],
    ['diagnosis_2026.tar', 'with a file'],
  ])('finds by %s', async (q, name) => expect(await find(anna, q)).toEqual([name]));

  it('finds a number with and without what people write around it', async () => {
    const number = numbers['german'] ?? '';
    for (const q of [
      number,
      `#${number.slice(3)}`,
      number.slice(3),
      `[${number}]`,
      number.toLowerCase().replace('-', ' '),
    ]) {
      expect(await find(anna, q), q).toEqual(['german']);
    }
    expect(await find(anna, number.replace('TS', 'VL'))).toEqual([]);
  });

  it('finds by the beginning of a SHA-256 of a file', async () => {
    await test.runJobs();
    // Of the single letter x.
    expect(await find(anna, '2d711642b726b044')).toEqual(['with a file']);
    expect(await find(clara, '2d711642b726b044')).toEqual([]);
  });

  it('wants all words, wherever in the request they stand', async () => {
    await boris.createMessage({ params: { id: ids['russian'] ?? '' }, body: { text: 'Версия шлюза 8.2.' } });
    expect(await find(boris, 'сервер шлюз')).toEqual(['russian']);
    expect(await find(boris, 'сервер turbine')).toEqual([]);
  });

  it('takes a phrase as it stands', async () => {
    expect(await find(anna, '"cannot be restored"')).toEqual(['english']);
    expect(await find(anna, '"restored be cannot"')).toEqual([]);
  });

  it('finds by the name of a person, and for staff of a company', async () => {
    expect(new Set(await find(engineer, 'globe'))).toContain('of globex');
    expect(await find(anna, 'Clara')).toEqual([]);
    expect(await find(anna, 'boris')).toContain('russian');
  });

  it('keeps the filters, the order and the pages of the list', async () => {
    const both = await engineer.listRequests({ query: { q: 'hibernated', sort: 'created', 'page[size]': 1 } });
    expect(both.data.map(({ id }) => id)).toEqual([ids['english']]);
    const after = new URL(both.links.next ?? '', 'http://x').searchParams.get('page[after]') ?? '';
    const rest = await engineer.listRequests({ query: { q: 'hibernated', sort: 'created', 'page[after]': after } });
    expect(rest.data.map(({ id }) => id)).toEqual([ids['of globex']]);
    expect((await engineer.listRequests({ query: { q: 'hibernated', language: 'ru' } })).data).toEqual([]);
  });

  it('follows a corrected subject, and a corrected language in all messages', async () => {
    const id = ids['german'] ?? '';
    const change = async (body: { subject?: string; language?: string }) => {
      const { version } = await anna.getRequest({ params: { id } });
      await anna.patchRequest({ params: { id }, body, version });
    };
    await change({ subject: 'Etikettendrucker' });
    expect(await find(anna, 'etiketten')).toEqual(['german']);
    await change({ language: 'en' });
    await test.runJobs();
    expect(await find(anna, 'Drucken')).toEqual(['german']);
  });

  it('never finds another company’s, nor an internal note for a customer', async () => {
    expect(await find(anna, 'turbine')).toEqual([]);
    expect(await find(clara, 'hibernated')).toEqual(['of globex']);
    expect(await find(anna, 'zebrafish')).toEqual([]);
    expect(await find(engineer, 'zebrafish')).toEqual(['english']);
    const number = numbers['of globex'] ?? '';
    expect(await find(anna, number)).toEqual([]);
  });

  it('under sharing `own` finds for a user only what they filed or take part in', async () => {
    await test.platform.db
      .updateTable('app.companies')
      .set({ sharing: 'own' })
      .where('name', '=', 'Acme Logistics')
      .execute();
    expect(await find(boris, 'hibernated')).toEqual([]);
    expect(await find(boris, 'сервер')).toEqual(['russian']);
    expect(await find(anna, 'hibernated')).toEqual(['english']);
  });

  it.each(["'", '":*', '& | !', '<->', '\\', '%', '_', '((', 'a & !b', '\u0000', '~log', 'x'.repeat(200)])(
    'takes %j for nothing but text',
    async (q) => {
      const answer = await anna.listRequests({ query: { q } }).catch((error: { code: string }) => error.code);
      expect(typeof answer === 'string' ? answer : answer.data.length).not.toBe('internal_error');
    },
  );
});
