import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { localClock } from '#platform/local-clock.ts';
import type { Platform } from '#platform/platform.ts';
import { factsOf, type Marks } from './report-facts.ts';
import {
  addDueDays,
  type CountedRequest,
  type CountRow,
  type FactRow,
  forgetAll,
  loadCounted,
  loadFacts,
  loadHistories,
  loadNote,
  loadOpen,
  replaceCounted,
  replaceCounts,
  saveNote,
  type SpanRow,
  sumMonth,
  takeChanges,
  takeDueDays,
  takeTurn,
} from './reports-store.ts';
import { daysBetween, endOfDay, monthAround, monthOf } from './stretch.ts';
import { addFact, addOpen, DIMENSIONS, emptyTally, keysOf, type Tally } from './tally.ts';

const CHANGES_AT_ONCE = 1000;
const DAYS_AT_ONCE = 31;

type Parts = Pick<Platform, 'db' | 'clock' | 'config'>;

/**
 * Counts what has changed since the last time: requests first, then the days on which something of them counts, then the
 * months of those. Each step is a transaction of its own, takes its work out of a list, and puts figures in the place of
 * older ones, so it may be broken off anywhere and run again.
 */
export async function countReports({ db, clock, config }: Parts, stopping?: AbortSignal): Promise<void> {
  const { timeZone } = config;
  const local = localClock(timeZone);
  const dayOf = (at: number): string => new Date(local(at)).toISOString().slice(0, 10);
  await transact(db, SYSTEM, async (tx) => {
    await takeTurn(tx);
    if ((await loadNote(tx, 'timeZone')) === timeZone) return;
    await forgetAll(tx);
    await saveNote(tx, 'timeZone', timeZone);
  });
  const step = (work: (tx: Tx) => Promise<boolean>): Promise<boolean> =>
    transact(db, SYSTEM, async (tx) => {
      await takeTurn(tx);
      return work(tx);
    });
  const repeat = async (work: (tx: Tx) => Promise<boolean>): Promise<void> => {
    while (await step(work)) stopping?.throwIfAborted();
  };
  await repeat((tx) => countChanges(tx, dayOf, dayOf(clock().getTime())));
  await step(async (tx) => {
    const today = dayOf(clock().getTime());
    const countedTo = (await loadNote(tx, 'countedTo')) ?? today;
    await addDueDays(tx, [...daysBetween(countedTo < today ? countedTo : today, today)]);
    await saveNote(tx, 'countedTo', today);
    return false;
  });
  await repeat((tx) => countDays(tx, timeZone, clock()));
  await step(async (tx) => {
    await saveNote(tx, 'countedAt', clock().toISOString());
    return false;
  });
}

/** Counts requests anew, and notes the days on which that changes anything. */
async function countChanges(tx: Tx, dayOf: (at: number) => string, today: string): Promise<boolean> {
  const ids = await takeChanges(tx, CHANGES_AT_ONCE);
  if (ids.length === 0) return false;
  const before = await loadCounted(tx, ids);
  const after = (await loadHistories(tx, ids)).map((request) => countedAs(request, dayOf));
  const facts = after.flatMap((counted) => counted.facts);
  const spans = after.flatMap((counted) => counted.spans);
  await replaceCounted(tx, ids, { facts, spans });
  const days = new Set<string>();
  for (const { day } of differing(before.facts, facts, (row) => [row.kind, row.minutes, row.working, row.day])) {
    days.add(day);
  }
  for (const span of differing(before.spans, spans, (row) => [row.filed_at, row.opened_at, row.ended_at])) {
    const last = span.ended_at === 'infinity' ? today : dayOf(Date.parse(span.ended_at));
    for (const day of daysBetween(dayOf(Date.parse(span.opened_at)), last)) days.add(day);
  }
  await addDueDays(tx, [...days]);
  return true;
}

/** The rows that stand on one side alone. */
function differing<Row extends Marks & { request_id: string }>(
  before: readonly Row[],
  after: readonly Row[],
  parts: (row: Row) => unknown[],
): Row[] {
  const nameOf = (row: Row): string =>
    JSON.stringify([row.request_id, row.desk, row.product_id, row.plan_id, row.agent_id, row.language, ...parts(row)]);
  const counts = new Map<string, { row: Row; more: number }>();
  const add = (rows: readonly Row[], by: number): void => {
    for (const row of rows) {
      const name = nameOf(row);
      counts.set(name, { row, more: (counts.get(name)?.more ?? 0) + by });
    }
  };
  add(before, -1);
  add(after, 1);
  return [...counts.values()].flatMap(({ row, more }) => (more === 0 ? [] : [row]));
}

function countedAs(request: CountedRequest, dayOf: (at: number) => string): { facts: FactRow[]; spans: SpanRow[] } {
  const { id: request_id, desk, product_id, plan_id, agent_id, language, createdAt } = request;
  const marks = { request_id, desk, product_id, plan_id, agent_id, language };
  const iso = (at: number): string => new Date(at).toISOString();
  const { facts, spans } = factsOf(request);
  return {
    facts: facts.map(({ kind, at, minutes, working, agentId }) => ({
      ...marks,
      day: dayOf(at),
      kind,
      minutes,
      working,
      ...(agentId === undefined ? {} : { agent_id: agentId }),
    })),
    spans: spans.map(({ openedAt, endedAt }) => ({
      ...marks,
      filed_at: iso(createdAt),
      opened_at: iso(openedAt),
      ended_at: endedAt === Infinity ? 'infinity' : iso(endedAt),
    })),
  };
}

/** Counts days anew, and then the months they belong to. */
async function countDays(tx: Tx, timeZone: string, now: Date): Promise<boolean> {
  const days = await takeDueDays(tx, DAYS_AT_ONCE);
  if (days.length === 0) return false;
  for (const day of days) {
    const end = Math.min(endOfDay(day, timeZone), now.getTime());
    await replaceCounts(tx, 'day', day, await countDay(tx, day, end));
  }
  for (const month of new Set(days.map(monthOf))) {
    await replaceCounts(tx, 'month', month, await sumMonth(tx, monthAround(month)));
  }
  return true;
}

async function countDay(tx: Tx, day: string, end: number): Promise<CountRow[]> {
  const rows = new Map<string, CountRow>();
  const tallies = (marks: Marks): Tally[] => {
    const keys = keysOf(marks);
    return DIMENSIONS.map((dimension) => {
      const place = `${marks.desk} ${dimension} ${keys[dimension]}`;
      let row = rows.get(place);
      if (row === undefined) {
        row = { desk: marks.desk, dimension, key: keys[dimension], figures: emptyTally() };
        rows.set(place, row);
      }
      return row.figures;
    });
  };
  for (const fact of await loadFacts(tx, day)) for (const tally of tallies(fact)) addFact(tally, fact);
  for (const open of await loadOpen(tx, end)) {
    for (const tally of tallies(open)) addOpen(tally, end - open.filed_at.getTime());
  }
  return [...rows.values()];
}
