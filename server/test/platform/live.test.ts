import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@companyaccount/contract/client';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

interface Heard {
  event: string;
  id: string | null;
  data: Record<string, unknown>;
}

/** Listens as a browser would, over a real socket, and remembers what was heard. */
async function listen(email: string, lastEventId?: string, query = '') {
  const stop = new AbortController();
  const response = await fetch(`${address}/api/v1/live${query}`, {
    headers: {
      cookie: await test.signIn(email),
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: stop.signal,
  });
  const heard: Heard[] = [];
  let ended = false;
  const reading = (async () => {
    let buffer = '';
    for await (const chunk of response.body ?? []) {
      buffer += Buffer.from(chunk).toString();
      const frames = buffer.split('\n\n');
      buffer = frames.pop() ?? '';
      for (const frame of frames) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'mu').exec(frame)?.[1];
        const event = field('event');
        if (event !== undefined)
          heard.push({ event, id: field('id') ?? null, data: JSON.parse(field('data') ?? '{}') as Heard['data'] });
      }
    }
    ended = true;
  })().catch(() => {
    ended = true;
  });
  const until = async (what: (heard: Heard[]) => boolean) => {
    for (let tries = 0; tries < 300 && !what(heard); tries += 1) await delay(10);
    expect(what(heard), JSON.stringify(heard)).toBe(true);
  };
  await until((all) => all.some(({ event }) => event === 'ready'));
  return {
    heard,
    until,
    isOver: () => ended,
    untilOver: async () => {
      for (let tries = 0; tries < 300 && !ended; tries += 1) await delay(10);
      expect(ended).toBe(true);
    },
    stop: async () => {
      stop.abort();
      await reading;
    },
  };
}

const file = () => boris.createRequest({ body: { desk: 'support', kind: 'update', subject: 'Live', text: 'Text.' } });
const about = (id: string, type?: string) => (all: Heard[]) =>
  all.some(({ data }) => data['requestId'] === id && (type === undefined || data['type'] === type));

describe('the live stream', () => {
  it('tells the desk and the company of what happens, without its content', async () => {
    const desk = await listen('engineer@vendor.example');
    const colleague = await listen('anna@acme.example');
    const stranger = await listen('clara@globex.example');
    const { id } = await file();
    await desk.until(about(id, 'request_created'));
    await colleague.until(about(id, 'request_created'));
    await engineer.createMessage({ params: { id }, body: { text: 'A secret word', visibility: 'internal' } });
    await desk.until(about(id, 'message_added'));
    await engineer.createMessage({ params: { id }, body: { text: 'A public word' } });
    await colleague.until(about(id, 'message_added'));
    expect(colleague.heard.filter(({ data }) => data['type'] === 'message_added')).toHaveLength(1);
    expect(stranger.heard.filter(({ event }) => event !== 'ready')).toEqual([]);
    for (const { data } of [...desk.heard, ...colleague.heard]) {
      expect(Object.keys(data).filter((key) => !['id', 'type', 'requestId', 'desk'].includes(key))).toEqual([]);
    }
    await Promise.all([desk.stop(), colleague.stop(), stranger.stop()]);
  });

  it('repeats what was missed, and says so when too much was', async () => {
    const before = await listen('engineer@vendor.example');
    const first = await file();
    await before.until(about(first.id));
    const last = before.heard.at(-1)?.id ?? '';
    await before.stop();
    const missed = await file();
    const after = await listen('engineer@vendor.example', last);
    await after.until(about(missed.id, 'request_created'));
    await after.stop();
    const stale = await listen('engineer@vendor.example', '999999999999');
    await stale.until((all) => all.some(({ event }) => event === 'reset'));
    await stale.stop();
  });

  it('begins where the page began, or after the event that it heard last', async () => {
    const witness = await listen('engineer@vendor.example');
    const { id } = await file();
    await witness.until(about(id));
    const fromNow = await listen('anna@acme.example');
    const position = fromNow.heard.find(({ event }) => event === 'ready')?.id;
    expect(position).toMatch(/^\d+$/u);
    const next = await file();
    await fromNow.until(about(next.id));
    expect(about(id)(fromNow.heard)).toBe(false);
    const young = await listen('anna@acme.example', undefined, '?age=1');
    await young.until(about(id, 'request_created'));
    const after = await listen('anna@acme.example', undefined, `?after=${position}`);
    await after.until(about(next.id, 'request_created'));
    const ancient = await listen('anna@acme.example', undefined, `?age=${49 * 3600}`);
    await ancient.until((all) => all.some(({ event }) => event === 'reset'));
    await Promise.all([witness, fromNow, young, after, ancient].map(({ stop }) => stop()));
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
      await desk.until(about(late));
      expect(about(early)(desk.heard)).toBe(false);
    });
    await desk.until(about(early));
    await desk.stop();
  });

  it('goes on by itself after the database dropped its connection', async () => {
    const desk = await listen('engineer@vendor.example');
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'companyaccount-direct' and datname = current_database()`.execute(test.platform.db);
    const { id } = await file();
    await desk.until(about(id));
    await desk.stop();
  });

  it('ends with the session, and when the person’s rights change', async () => {
    const cookie = await test.signIn('lead@vendor.example');
    const lead = await listen('lead@vendor.example');
    await test.client(cookie).signOut();
    await lead.untilOver();

    const anna = await listen('anna@acme.example');
    const { id } = await (await test.as('anna@acme.example')).getMe();
    await sql`select app.emit('rights_changed', null, null, null, null, ${id}::uuid, false)`.execute(test.platform.db);
    await anna.until((all) => all.some(({ data }) => data['type'] === 'rights_changed'));
    await anna.untilOver();
  });
});
