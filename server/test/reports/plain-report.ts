import type { ReportFigures } from '@companyaccount/contract/reports';
import { calendarOf, workingTimeBetween, type WorkingHours } from '#platform/working-time.ts';
import type { TestApp } from '../harness/test-app.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const ENDED = ['resolved', 'closed'];

interface Step {
  at: number;
  what: 'broken' | 'customer' | 'vendor' | 'move';
  to: string;
}
interface PlainRequest {
  desk: string;
  keys: Record<'product' | 'plan' | 'agent' | 'language', string | null>;
  createdAt: number;
  calendar: WorkingHours | null;
  steps: Step[];
  ratings: { at: number; value: string; ownerId: string | null }[];
}

/** Every request of the database with all that happened to it. */
export async function loadPlain({ platform: { db } }: TestApp): Promise<PlainRequest[]> {
  const requests = await db.selectFrom('app.requests').selectAll().execute();
  const plans = await db
    .selectFrom('app.support_plans as p')
    .innerJoin('app.calendars as c', 'c.id', 'p.calendar_id')
    .select(['p.id', 'c.time_zone', 'c.hours', 'c.holidays'])
    .execute();
  const messages = await db.selectFrom('app.messages').selectAll().where('visibility', '=', 'public').execute();
  const entries = await db.selectFrom('app.timeline_entries').selectAll().execute();
  const ratings = await db.selectFrom('app.request_ratings').selectAll().execute();
  return requests.map((r) => {
    const plan = plans.find(({ id }) => id === r.plan_id);
    const steps: Step[] = [
      ...messages
        .filter((m) => m.request_id === r.id)
        .map((m) => ({
          at: Math.max(m.created_at.getTime(), r.created_at.getTime()),
          what: m.author_side as 'customer' | 'vendor',
          to: '',
        })),
      ...entries
        .filter((e) => e.request_id === r.id && (e.type === 'status_changed' || e.type === 'promise_broken'))
        .map((e) => ({
          at: e.created_at.getTime(),
          what: e.type === 'status_changed' ? ('move' as const) : ('broken' as const),
          to: e.to_value ?? '',
        })),
    ];
    const order = ['broken', 'customer', 'vendor', 'move'];
    return {
      desk: r.desk,
      keys: { product: r.product_id, plan: r.plan_id, agent: r.owner_id, language: r.language },
      createdAt: r.created_at.getTime(),
      calendar: r.public_minutes === null ? (plan === undefined ? null : calendarOf(plan)) : null,
      steps: steps.toSorted((a, b) => a.at - b.at || order.indexOf(a.what) - order.indexOf(b.what)),
      ratings: ratings
        .filter((g) => g.request_id === r.id)
        .map((g) => ({ at: g.created_at.getTime(), value: g.value, ownerId: g.owner_id })),
    };
  });
}

/** The nearest rank of sorted values. */
function rank(values: number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? null;
}

const statusAt = (request: PlainRequest, moment: number): string =>
  request.steps.findLast(({ at, what }) => what === 'move' && at <= moment)?.to ?? 'new';

/** Working minutes between two moments, without those in which the customer was awaited. */
function worked(request: PlainRequest, from: number, to: number): number {
  const moves = request.steps.filter(({ what, at }) => what === 'move' && at > from && at < to).map(({ at }) => at);
  const cuts = [from, ...moves, to];
  return cuts.slice(1).reduce((sum, end, n) => {
    const start = cuts[n] ?? from;
    if (statusAt(request, start) === 'waiting_for_customer') return sum;
    const whole = request.calendar === null ? (end - start) / MINUTE : null;
    return sum + (whole ?? workingTimeBetween(request.calendar as WorkingHours, new Date(start), new Date(end)));
  }, 0);
}

/** The figures between two moments, by going through everything once more for each of them. */
export function plainFigures(requests: readonly PlainRequest[], from: number, to: number, now: number): ReportFigures {
  const within = (at: number): boolean => at >= from && at < to;
  const isEnded = (status: string): boolean => ENDED.includes(status);
  const sum = { filed: 0, ended: 0, reopened: 0, answered: 0, resolved: 0, kept: 0, broken: 0, good: 0, bad: 0 };
  const [answers, answersWorked, solved, solvedWorked]: [number[], number[], number[], number[]] = [[], [], [], []];
  const open = [0, 0, 0, 0, 0];
  for (const request of requests) {
    const { createdAt, steps, ratings, calendar } = request;
    if (within(createdAt)) sum.filed += 1;
    for (const { at, value } of ratings) if (within(at)) sum[value === 'good' ? 'good' : 'bad'] += 1;
    const first = steps.find(({ what }) => what === 'vendor');
    const firstEnd = steps.find(({ what, to: status }) => what === 'move' && isEnded(status));
    if (
      first !== undefined &&
      within(first.at) &&
      (firstEnd === undefined || steps.indexOf(first) < steps.indexOf(firstEnd))
    ) {
      sum.answered += 1;
      answers.push((first.at - createdAt) / MINUTE);
      answersWorked.push(worked(request, createdAt, first.at));
    }
    steps.forEach((step, n) => {
      const before = steps.slice(0, n);
      const status = before.findLast(({ what }) => what === 'move')?.to ?? 'new';
      const was = isEnded(status);
      if (!within(step.at)) return;
      const ends = step.what === 'move' && isEnded(step.to) && !was;
      if (ends) sum.ended += 1;
      if (step.what === 'move' && !isEnded(step.to) && was) sum.reopened += 1;
      if (step.what === 'broken') sum.broken += 1;
      const opened = before.findLast(
        ({ what, to: next }, k) =>
          what === 'move' &&
          !isEnded(next) &&
          isEnded(before.slice(0, k).findLast((one) => one.what === 'move')?.to ?? 'new'),
      );
      if (ends && step.to === 'resolved') {
        const since = opened?.at ?? createdAt;
        sum.resolved += 1;
        solved.push((step.at - since) / MINUTE);
        solvedWorked.push(worked(request, since, step.at));
      }
      // A promise is kept by a word, or a resolution, unless it ran out since the last of those.
      const speaks = step.what === 'vendor' || (ends && step.to === 'resolved');
      if (!speaks || calendar === null || was || status === 'waiting_for_customer') return;
      const since = before.findLast(({ what, to: next }) => what === 'vendor' || (what === 'move' && isEnded(next)));
      const start = since === undefined ? 0 : before.indexOf(since) + 1;
      const between = before.slice(start);
      if (between.some(({ what }) => what === 'broken')) return;
      const anew =
        between.some(({ what }) => what === 'customer') || (opened !== undefined && before.indexOf(opened) >= start);
      if (since === undefined || since.what === 'move' || anew || step.at - since.at >= 60 * MINUTE) sum.kept += 1;
    });
    const end = Math.min(to, now);
    if (createdAt <= end && !isEnded(statusAt(request, end))) {
      const days = (end - createdAt) / DAY;
      const place = [1, 3, 7, 30].findIndex((bound) => days < bound);
      const at = place === -1 ? 4 : place;
      open[at] = (open[at] ?? 0) + 1;
    }
  }
  const times = (all: number[], working: number[]) => ({
    median: rank(all, 0.5),
    p90: rank(all, 0.9),
    workingMedian: rank(working, 0.5),
    workingP90: rank(working, 0.9),
  });
  return {
    ...sum,
    open: from > now ? null : open,
    firstAnswer: times(answers, answersWorked),
    resolution: times(solved, solvedWorked),
  };
}
