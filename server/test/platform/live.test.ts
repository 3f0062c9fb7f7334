import type { Client } from '@companyaccount/contract/client';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Heard, type LiveReader, openStream } from '../harness/live-reader.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
let address: string;
let boris: Client;
let engineer: Client;
beforeAll(async () => {
  test = await startTestApp();
  address = await test.listen();
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
});
afterAll(() => test.close());

/** Listens as a browser would, over a real socket, from the beginning of the stream on. */
async function listen(email: string, lastEventId?: string, query = ''): Promise<LiveReader> {
  const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const stream = await openStream(address, await test.signIn(email), headers, query);
  await stream.hear(({ name }) => name === 'ready');
  return stream;
}

const file = () => boris.createRequest({ body: { desk: 'support', kind: 'update', subject: 'Live', text: 'Text.' } });
const about =
  (id: string, type?: string) =>
  ({ data }: Heard) =>
    data['requestId'] === id && (type === undefined || data['type'] === type);

describe('the live stream', () => {
  it('tells the desk and the company of what happens, without its content', async () => {
    const desk = await listen('engineer@vendor.example');
    const colleague = await listen('anna@acme.example');
    const stranger = await listen('clara@globex.example');
    const { id } = await file();
    await desk.hear(about(id, 'request_created'));
    await colleague.hear(about(id, 'request_created'));
    await engineer.createMessage({ params: { id }, body: { text: 'A secret word', visibility: 'internal' } });
    await desk.hear(about(id, 'message_added'));
    await engineer.createMessage({ params: { id }, body: { text: 'A public word' } });
    await colleague.hear(about(id, 'message_added'));
    expect(colleague.events.filter(({ data }) => data['type'] === 'message_added')).toHaveLength(1);
    expect(stranger.events.filter(({ name }) => name !== 'ready')).toEqual([]);
    for (const { data } of [...desk.events, ...colleague.events]) {
      expect(Object.keys(data).filter((key) => !['id', 'type', 'requestId', 'desk'].includes(key))).toEqual([]);
    }
    for (const stream of [desk, colleague, stranger]) stream.close();
  });

  it('repeats what was missed, and says so when too much was', async () => {
    const before = await listen('engineer@vendor.example');
    const first = await file();
    await before.hear(about(first.id));
    const last = before.events.at(-1)?.id ?? '';
    before.close();
    const missed = await file();
    const after = await listen('engineer@vendor.example', last);
    await after.hear(about(missed.id, 'request_created'));
    after.close();
    const stale = await listen('engineer@vendor.example', '999999999999');
    await stale.hear(({ name }) => name === 'reset');
    stale.close();
  });

  it('begins where the page began, or after the event that it heard last', async () => {
    const witness = await listen('engineer@vendor.example');
    const { id } = await file();
    await witness.hear(about(id));
    const fromNow = await listen('anna@acme.example');
    const position = fromNow.events.find(({ name }) => name === 'ready')?.id;
    expect(position).toMatch(/^\d+$/u);
    const next = await file();
    await fromNow.hear(about(next.id));
    expect(fromNow.events.some(about(id))).toBe(false);
    const young = await listen('anna@acme.example', undefined, '?age=1');
    await young.hear(about(id, 'request_created'));
    const after = await listen('anna@acme.example', undefined, `?after=${position}`);
    await after.hear(about(next.id, 'request_created'));
    const ancient = await listen('anna@acme.example', undefined, `?age=${49 * 3600}`);
    await ancient.hear(({ name }) => name === 'reset');
    for (const stream of [witness, fromNow, young, after, ancient]) stream.close();
  });

  it('loses no event that commits after a later one', async () => {
    const desk = await listen('engineer@vendor.example');
    const early = '01a206f7-0000-7000-8000-000000000001';
    const late = '01a206f7-0000-7000-8000-000000000002';
    const emit = (id: string) =>
      sql`select app.emit('request_changed', null, ${id}::uuid, 'support', null, null, false)`;
    await test.platform.db.transaction().execute(async (slow) => {
      await emit(early).execute(slow);
      await test.platform.db.transaction().execute((quick) => emit(late).execute(quick));
      await desk.hear(about(late));
      expect(desk.events.some(about(early))).toBe(false);
    });
    await desk.hear(about(early));
    desk.close();
  });

  it('goes on by itself after the database dropped its connection', async () => {
    const desk = await listen('engineer@vendor.example');
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'companyaccount-direct' and datname = current_database()`.execute(test.platform.db);
    const { id } = await file();
    await desk.hear(about(id));
    desk.close();
  });

  it('ends with the session, and when the person’s rights change', async () => {
    const cookie = await test.signIn('lead@vendor.example');
    const lead = await listen('lead@vendor.example');
    await test.client(cookie).signOut();
    await lead.ended();

    const anna = await listen('anna@acme.example');
    const { id } = await (await test.as('anna@acme.example')).getMe();
    await sql`select app.emit('rights_changed', null, null, null, null, ${id}::uuid, false)`.execute(test.platform.db);
    await anna.hear(({ data }) => data['type'] === 'rights_changed');
    await anna.ended();
  });
});
