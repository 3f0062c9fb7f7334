// A day of the Virus Lab at many times its speed: the clock is an argument of every deed, the queue is the real one.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRequest, submitToLab, writeMessage } from '#features/requests/index.ts';
import { scopeOf, type Agent, type Member, NOBODY } from '#platform/http/actor.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let test: TestApp;
let member: Member;
let analysts: Agent[];
beforeAll(async () => {
  test = await startTestApp();
  const anna = await (await test.as('anna@acme.example')).getMe();
  const known = { sessionId: randomUUID(), signedInAt: new Date() };
  const membership = { companyId: anna.company?.id ?? '', role: 'administrator', sharing: 'company' } as const;
  member = { ...NOBODY, ...known, personId: anna.id, membership };
  analysts = [];
  for (const email of ['analyst@vendor.example', 'analyst2@vendor.example'] as const) {
    const { id: personId } = await (await test.as(email)).getMe();
    analysts.push({ ...NOBODY, ...known, personId, membership: null, agentRoles: ['analyst'] });
  }
  // Nothing of the demo stands in the queue.
  await test.platform.db.updateTable('app.requests').set({ status: 'closed' }).where('desk', '=', 'lab').execute();
});
afterAll(() => test.close());

interface Filed {
  id: string;
  registered: boolean;
  at: number;
  promise: number;
  answered: number | null;
}

/** Files a submission at a moment; answers with what was promised. */
async function file(registered: boolean, at: number): Promise<Filed> {
  const hashes = [randomBytes(32).toString('hex')];
  const words = { kind: 'unknown_malware', text: 'What is this file? It came by mail this morning.' } as const;
  const now = new Date(at);
  const { db, config } = test.platform;
  return transact(db, registered ? scopeOf(member) : SYSTEM, async (tx) => {
    const id = registered
      ? (await createRequest(tx, member, { desk: 'lab', subject: 'Odd file', hashes, ...words }, now)).id
      : await submitToLab(
          tx,
          {
            submitter: { name: 'Somebody', email: null, language: 'en', confirmedAt: null },
            input: { ...words, hashes },
            by: { personId: null, companyId: null, uploadTokenId: randomUUID() },
            subjectOf: () => 'Odd file',
            minutes: config.publicAnswerHours * 60,
          },
          now,
        );
    const row = await tx.selectFrom('app.requests').select('promise_at').where('id', '=', id).executeTakeFirstOrThrow();
    return { id, registered, at, promise: row.promise_at.getTime(), answered: null };
  });
}

/** An analyst answers the first of the queue; the queue may be empty. */
async function answerFirst(analyst: Agent, filed: ReadonlyMap<string, Filed>, at: number): Promise<void> {
  const client = await test.as('analyst@vendor.example');
  const { data } = await client.listRequests({
    query: { desk: 'lab', status: ['new', 'open'], sort: 'promise', 'page[size]': 1 },
  });
  const [first] = data;
  if (first === undefined) return;
  const body = { text: 'It is harmless.', thenStatus: 'resolved', resolution: 'verdict_given' } as const;
  await transact(test.platform.db, scopeOf(analyst), (tx) => writeMessage(tx, analyst, first.id, body, new Date(at)));
  const one = filed.get(first.id);
  if (one !== undefined) one.answered = at;
}

it('keeps every promise of a day with 1,000 public and 200 registered submissions and two analysts', async () => {
  const begin = Date.now();
  const [day, each] = [8 * HOUR, 3 * MINUTE];
  const arrivals = [
    ...Array.from({ length: 1000 }, (_, n) => ({ registered: false, at: begin + Math.floor((n * day) / 1000) })),
    ...Array.from({ length: 200 }, (_, n) => ({ registered: true, at: begin + Math.floor((n * day) / 200) })),
  ].toSorted((a, b) => a.at - b.at);
  const filed = new Map<string, Filed>();
  let next = 0;
  for (let now = begin; next < arrivals.length || [...filed.values()].some(({ answered }) => answered === null);) {
    for (; next < arrivals.length && (arrivals[next]?.at ?? 0) <= now; next += 1) {
      const one = arrivals[next];
      if (one === undefined) break;
      const done = await file(one.registered, one.at);
      filed.set(done.id, done);
    }
    now += each;
    for (const analyst of analysts) await answerFirst(analyst, filed, now);
  }

  const all = [...filed.values()];
  expect(all).toHaveLength(1200);
  const late = all.filter(({ answered, promise }) => answered === null || answered > promise);
  expect(late).toEqual([]);
  // Of those received at the same moment, the registered one was answered first.
  const publicAt = new Map(all.filter(({ registered }) => !registered).map((one) => [one.at, one]));
  const pairs = all.flatMap((one) => {
    const other = one.registered ? publicAt.get(one.at) : undefined;
    return other === undefined ? [] : [[one.answered ?? 0, other.answered ?? 0] as const];
  });
  expect(pairs).toHaveLength(200);
  expect(pairs.filter(([registered, other]) => registered > other)).toEqual([]);
  const waits = (registered: boolean) =>
    Math.max(...all.filter((one) => one.registered === registered).map(({ answered, at }) => (answered ?? 0) - at));
  console.log(`longest waits: registered ${waits(true) / MINUTE} min, public ${waits(false) / MINUTE} min`);
}, 600_000);

it('lets nobody starve while registered submissions take all the time there is', async () => {
  const begin = Date.now() + 100 * HOUR;
  const filed = new Map<string, Filed>();
  const stranger = await file(false, begin);
  filed.set(stranger.id, stranger);
  for (let hour = 0; hour < 80; hour += 1) {
    const one = await file(true, begin + hour * HOUR);
    filed.set(one.id, one);
    await answerFirst(analysts[0] as Agent, filed, begin + (hour + 1) * HOUR);
  }
  expect(stranger.answered).not.toBeNull();
  expect(stranger.answered ?? Infinity).toBeLessThanOrEqual(stranger.promise);
  const lateOnes = [...filed.values()].filter(({ answered, promise }) => answered !== null && answered > promise);
  expect(lateOnes).toEqual([]);
}, 120_000);
