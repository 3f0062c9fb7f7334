import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { changeSeverity, createRequest, requestTasks, writeMessage } from '#features/requests/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { type Agent, type Member, NOBODY, scopeOf } from '#platform/http/actor.ts';
import { type Chance, makeChance } from '../../src/demo/history/chance.ts';
import type { TestApp } from '../harness/test-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How often the job comes by. */
const TICK = MINUTE;
/** The clocks of Berlin are changed on the 28th. */
const START = Date.parse('2027-03-08T00:00:00Z');
const END = START + 30 * DAY;

/** Hours of the second half-month, for a third calendar. */
const KOLKATA = {
  name: 'Six days in Kolkata',
  timeZone: 'Asia/Kolkata',
  hours: [1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '10:30', to: '19:00' })),
  holidays: [{ date: '2027-03-22', name: 'Holi' }],
};
const target = (first: number, next: number) => ({ first, next, resolution: null });
const TARGETS = { 1: target(60, 60), 2: target(120, 240), 3: target(240, 480), 4: target(480, 540) };

interface Deed {
  at: number;
  does: (at: Date) => Promise<void>;
}

/** A request as somebody sees it who notes every promise and every word. */
interface Followed {
  id: string;
  by: Member;
  promised: number | null;
  /** It has run out, and the vendor has not spoken since. */
  late: boolean;
  broken: number;
  words: number;
}

async function castOf(test: TestApp): Promise<{ members: Member[]; engineer: Agent }> {
  const known = { sessionId: randomUUID(), signedInAt: new Date() };
  const members: Member[] = [];
  for (const email of ['anna@acme.example', 'clara@globex.example'] as const) {
    const me = await (await test.as(email)).getMe();
    const membership = { companyId: me.company?.id ?? '', role: 'administrator', sharing: 'company' } as const;
    members.push({ ...NOBODY, ...known, personId: me.id, membership });
  }
  const { id } = await (await test.as('engineer@vendor.example')).getMe();
  return { members, engineer: { ...NOBODY, ...known, personId: id, membership: null, agentRoles: ['engineer'] } };
}

/** The calendars and plans of the month: around the clock, weekdays in Berlin, and later six days in Kolkata. */
async function preparePlans(test: TestApp): Promise<(at: Date) => Promise<void>> {
  const admin = await test.as('admin@vendor.example');
  for (const plan of (await admin.listCataloguePlans()).data) {
    await admin.patchPlan({ params: { id: plan.id }, version: plan.version, body: { targets: TARGETS } });
  }
  const calendar = await admin.createCalendar({ body: KOLKATA });
  const plan = await admin.createPlan({ body: { name: 'Kolkata', targets: TARGETS, calendarId: calendar.id } });
  const { db } = test.platform;
  await db
    .updateTable('app.licenses')
    .set({ valid_from: new Date('2020-01-01'), valid_until: null })
    .execute();
  await db.updateTable('app.requests').set({ watch_at: null }).execute();
  const globex = await db
    .selectFrom('app.companies')
    .select('id')
    .where('name', '=', 'Globex Energy')
    .executeTakeFirstOrThrow();
  return async () => {
    await db.updateTable('app.licenses').set({ plan_id: plan.id }).where('company_id', '=', globex.id).execute();
  };
}

/**
 * Lets a month pass with so many requests that are answered in time, late or never, asked back about and re-graded;
 * answers with how often the promise of each ran out, as somebody sees it who only reads the clock and the request.
 */
async function simulateMonth(test: TestApp, count: number, seed: number): Promise<Map<string, number>> {
  const { db } = test.platform;
  const chance = makeChance(seed);
  const { members, engineer } = await castOf(test);
  const changePlan = await preparePlans(test);
  const followed: Followed[] = [];
  /** Soonest first. */
  const deeds: Deed[] = [{ at: START + 15 * DAY, does: changePlan }];
  const plan = (at: number, does: Deed['does']) => {
    if (at < END) deeds.splice(placeOf(at, deeds), 0, { at, does });
  };
  const look = async (one: Followed, at: number, spoken: boolean) => {
    if (spoken) one.late = false;
    const row = await db
      .selectFrom('app.requests')
      .select('promise_at')
      .where('id', '=', one.id)
      .executeTakeFirstOrThrow();
    one.promised = row.promise_at instanceof Date ? row.promise_at.getTime() : null;
    if (one.promised !== null && one.promised <= at) notice(one, at);
  };

  for (let n = 0; n < count; n += 1) {
    plan(chance.between(START, END), async (at) => {
      const by = chance.pick(members);
      const severity = chance.pick([1, 2, 3, 4] as const);
      const input = { desk: 'support', kind: 'update', subject: 'It stops', text: 'Again today.', severity } as const;
      const { id } = await transact(db, scopeOf(by), (tx) => createRequest(tx, by, input, at));
      const one: Followed = { id, by, promised: null, late: false, broken: 0, words: 0 };
      followed.push(one);
      await look(one, at.getTime(), false);
      goOn(one, at.getTime());
    });
  }

  /** What happens to a request next, and when. */
  function goOn(one: Followed, at: number): void {
    one.words += 1;
    if (one.words > 4 || chance.next() < 0.15) return;
    const later = at + chance.between(10 * MINUTE, chance.pick([HOUR, 8 * HOUR, 4 * DAY]));
    plan(later, (now) => deedOf(one, now, chance));
  }

  async function deedOf(one: Followed, at: Date, by: Chance): Promise<void> {
    notice(one, at.getTime());
    const kind = by.next();
    const text = 'A word about it.';
    const row = await db.selectFrom('app.requests').select('status').where('id', '=', one.id).executeTakeFirstOrThrow();
    if (row.status === 'waiting_for_customer' || kind < 0.2) {
      await transact(db, scopeOf(one.by), (tx) => writeMessage(tx, one.by, one.id, { text }, at));
      await look(one, at.getTime(), false);
    } else if (kind < 0.35 && row.status !== 'resolved') {
      const severity = by.pick([1, 2, 3, 4] as const);
      await transact(db, scopeOf(engineer), (tx) =>
        changeSeverity(tx, engineer, one.id, { severity, reason: 'So.' }, at),
      );
      await look(one, at.getTime(), false);
    } else {
      const ways = [
        {},
        { thenStatus: 'waiting_for_customer' },
        { thenStatus: 'resolved', resolution: 'fixed' },
      ] as const;
      const then = row.status === 'resolved' ? {} : by.pick(ways);
      await transact(db, scopeOf(engineer), (tx) => writeMessage(tx, engineer, one.id, { text, ...then }, at));
      await look(one, at.getTime(), true);
    }
    goOn(one, at.getTime());
  }

  for (let now = START; now < END;) {
    const [deed] = deeds;
    const due = await db
      .selectFrom('app.requests')
      .select((eb) => eb.fn.min('watch_at').as('at'))
      .executeTakeFirstOrThrow();
    const watched = due.at === null ? Infinity : Math.max(now, Math.ceil(due.at.getTime() / TICK) * TICK);
    now = Math.min(deed?.at ?? END, watched, END);
    if (deed !== undefined && deed.at === now) {
      deeds.shift();
      await deed.does(new Date(now));
    } else if (watched === now) await runJob(test, new Date(now));
  }
  for (const one of followed) notice(one, END);
  return new Map(followed.map(({ id, broken }) => [id, broken]));
}

/** Where a deed comes among the others, behind those of the same moment. */
function placeOf(at: number, deeds: readonly Deed[]): number {
  let [low, high] = [0, deeds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((deeds[middle]?.at ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sees by the clock alone whether the promise has run out. */
function notice(one: Followed, at: number): void {
  if (one.late || one.promised === null || one.promised > at) return;
  one.late = true;
  one.broken += 1;
}

async function runJob(test: TestApp, at: Date): Promise<void> {
  const task = requestTasks({ ...test.platform, clock: () => at }).find(({ name }) => name === 'requests.promises');
  await task?.run({} as never, AbortSignal.any([]));
}

/** What the timelines say: for each request the promises that ran out, and whether each was warned of. */
async function toldPromises(test: TestApp): Promise<Map<string, { broken: string[]; warned: string[] }>> {
  const rows = await transact(test.platform.db, SYSTEM, (tx) =>
    tx
      .selectFrom('app.timeline_entries')
      .select(['request_id', 'type', 'to_value'])
      .where('type', 'in', ['promise_broken', 'promise_warned'])
      .orderBy('created_at')
      .execute(),
  );
  const told = new Map<string, { broken: string[]; warned: string[] }>();
  for (const { request_id: id, type, to_value: to } of rows) {
    const entry = told.get(id) ?? { broken: [], warned: [] };
    entry[type === 'promise_broken' ? 'broken' : 'warned'].push(to ?? '');
    told.set(id, entry);
  }
  return told;
}

/**
 * Fails when a promise of a month ran out in silence: each has to be warned of and escalated once, under each of three
 * calendars. Answers with how many ran out.
 */
export async function expectNoneSilent(test: TestApp, count: number): Promise<number> {
  const seen = await simulateMonth(test, count, 1);
  expect(seen.size).toBe(count);
  const told = await toldPromises(test);
  for (const [id, broken] of seen) expect(told.get(id)?.broken.length ?? 0, id).toBe(broken);
  for (const { broken, warned } of told.values()) expect(warned).toEqual(expect.arrayContaining(broken));
  const calendars = await test.platform.db
    .selectFrom('app.requests as r')
    .innerJoin('app.support_plans as p', 'p.id', 'r.plan_id')
    .select('p.calendar_id')
    .distinct()
    .where('r.created_at', '>=', new Date(START))
    .execute();
  expect(calendars).toHaveLength(3);
  return [...seen.values()].reduce((sum, broken) => sum + broken, 0);
}
