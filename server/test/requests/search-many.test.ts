import type { Client } from '@companyaccount/contract/client';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
let anna: Client;
let clara: Client;
let engineer: Client;
const MANY = 1500;

/** Adds a word to the text of the n-th oldest request, or to a note in it. */
const addWord = (words: string, at: string, internal = false) => sql`
  insert into app.search_entries (source_id, request_id, company_id, internal, words)
  select gen_random_uuid(), id, company_id, ${internal}, app.search_vector('en', ${words}, ${words}, '{}')
  from (select *, row_number() over (order by created_at, id) as n from app.requests where subject like 'Many %') r
  where ${sql.raw(at)}`;

beforeAll(async () => {
  test = await startTestApp();
  [anna, clara, engineer] = (await Promise.all(
    (['anna@acme.example', 'clara@globex.example', 'engineer@vendor.example'] as const).map((email) => test.as(email)),
  )) as [Client, Client, Client];
  const { id } = await anna.createRequest({
    body: { desk: 'support', kind: 'update', subject: 'One', text: 'Text.' },
  });
  await sql`
    insert into app.requests
    select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'number', 900000 + n,
      'subject', 'Many ' || n, 'created_at', r.created_at - n * interval '1 minute'))).*
    from app.requests r, generate_series(1, ${sql.lit(MANY)}) n where r.id = ${id}`.execute(test.platform.db);
  for (const [words, at, internal] of [
    ['quokka', 'n = 3'],
    ['wombat', 'n % 100 = 5'],
    ['numbat', 'n % 3 = 0'],
    ['numbat', 'n = 5'],
    ['bilby', 'n = 7', true],
    ['dunnart', 'n % 2 = 0'],
    ['quoll', 'n % 2 = 1'],
  ] as const) {
    await addWord(words, at, internal).execute(test.platform.db);
  }
});
afterAll(() => test.close());

const find = async (client: Client, q: string, query: object = {}) =>
  (await client.listRequests({ query: { q, 'page[size]': 100, ...query } })).data.map(({ subject }) =>
    Number(subject.slice('Many '.length)),
  );
/** The n-th oldest has the number MANY + 1 - n in its subject. */
const oldest = (n: number) => MANY + 1 - n;

describe('the search among many requests', () => {
  it('finds a word that stands in one of the oldest alone', async () => {
    for (const client of [anna, engineer]) {
      expect(await find(client, 'quokka')).toEqual([oldest(3)]);
      expect(await find(client, 'quok')).toEqual([oldest(3)]);
    }
    expect(await find(clara, 'quokka')).toEqual([]);
  });

  it('finds all of a word that is neither rare nor common, newest first, page by page', async () => {
    const all = Array.from({ length: MANY / 100 }, (_, at) => oldest(at * 100 + 5)).toSorted((a, b) => a - b);
    expect(await find(anna, 'wombat')).toEqual(all);
    expect(await find(anna, 'wombat', { sort: 'created' })).toEqual(all.toReversed());
    const first = await engineer.listRequests({ query: { q: 'wombat', 'page[size]': 10 } });
    const after = new URL(first.links.next ?? '', 'http://x').searchParams.get('page[after]') ?? '';
    const second = await find(engineer, 'wombat', { 'page[size]': 10, 'page[after]': after });
    expect([...first.data.map(({ subject }) => Number(subject.slice(5))), ...second]).toEqual(all);
  });

  it('fills a page of a common word, and no row twice', async () => {
    const found = await find(engineer, 'numbat');
    expect(found).toHaveLength(100);
    expect(new Set(found).size).toBe(100);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it('wants a rare and a common word together, and two common ones that never meet', async () => {
    expect(await find(anna, 'numbat wombat', { sort: '-created' })).toEqual(
      Array.from({ length: MANY / 100 }, (_, at) => at * 100 + 5)
        .filter((n) => n % 3 === 0 || n === 5)
        .map(oldest)
        .toSorted((a, b) => a - b),
    );
    expect(await find(anna, 'quokka numbat')).toEqual([oldest(3)]);
    expect(await find(anna, 'dunnart quoll')).toEqual([]);
  });

  it('keeps filters, and never finds an internal note for a customer', async () => {
    expect(await find(engineer, 'quokka', { language: 'ja' })).toEqual([]);
    expect(await find(engineer, 'bilby')).toEqual([oldest(7)]);
    expect(await find(anna, 'bilby')).toEqual([]);
    expect(await find(anna, String(900_000 + 44))).toEqual([44]);
  });
});
