import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadHistory } from '../../src/demo/history/load-history.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

const SIZE = { requests: 2_300, companies: 12, seed: 7 };

let test: TestApp;
const said: string[] = [];
beforeAll(async () => {
  test = await startTestApp();
  await loadHistory(test.platform, SIZE, (line) => said.push(line));
});
afterAll(() => test.close());

const count = async (what: string) =>
  (await sql<{ count: number }>`select count(*) from ${sql.raw(what)}`.execute(test.platform.db)).rows[0]?.count;
const ofHistory = "app.requests r join app.companies c on c.id = r.company_id where c.name ~ ' [0-9]+$'";

it('adds as many requests and companies as were asked for, in several languages and all statuses', async () => {
  expect(await count(ofHistory)).toBe(SIZE.requests);
  expect(await count("app.companies where name ~ ' [0-9]+$'")).toBe(SIZE.companies);
  expect(await count(`(select distinct r.language from ${ofHistory}) l`)).toBe(6);
  expect(await count(`(select distinct r.status from ${ofHistory}) s`)).toBe(5);
  expect(said.at(-2)).toBe('2300 of 2300 requests');
});

it('leaves rows as the program would have written them', async () => {
  expect(
    await count(`${ofHistory} and r.message_count <>
      (select count(*) from app.messages m where m.request_id = r.id and m.visibility = 'public')`),
  ).toBe(0);
  expect(
    await count('app.messages m where not exists (select from app.search_entries e where e.source_id = m.id)'),
  ).toBe(0);
  expect(
    await count(
      "app.search_entries e where e.internal <> coalesce((select m.visibility = 'internal' from app.messages m where m.id = e.source_id), false)",
    ),
  ).toBe(0);
  expect(await count('(select desk, number from app.requests group by 1, 2 having count(*) > 1) twice')).toBe(0);
});

it('is there for staff to list, open, search and answer', async () => {
  const engineer = await test.as('engineer@vendor.example');
  const found = await engineer.listRequests({ query: { q: 'Ereignisprotokoll', desk: 'support' } });
  expect(found.data.length).toBeGreaterThan(0);
  const open = await engineer.listRequests({ query: { desk: 'support', status: ['open'], 'page[size]': 1 } });
  const id = open.data[0]?.id ?? '';
  const { data } = await engineer.listMessages({ params: { id } });
  expect(data.length).toBeGreaterThan(0);
  await engineer.createMessage({ params: { id }, body: { text: 'On it.' } });
});

it('tells the index of the search as the migrations made it', async () => {
  const { rows } = await sql<{ indexdef: string }>`
    select indexdef from pg_indexes where indexname = 'search_entries_words'`.execute(test.platform.db);
  expect(rows).toEqual([{ indexdef: 'CREATE INDEX search_entries_words ON app.search_entries USING gin (words)' }]);
});
