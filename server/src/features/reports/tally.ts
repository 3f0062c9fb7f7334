import { REPORT_AGE_DAYS } from '@companyaccount/contract/reports';
import type { FactKind, Marks } from './report-facts.ts';

const DAY = 86_400_000;

export const DIMENSIONS = ['all', 'product', 'plan', 'agent', 'language'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** How many took how long, by steps of five per cent: the number of the step, and how many. */
export type Steps = Record<string, number>;

/** The figures of a stretch of time; what is missing is nothing. */
export interface Tally {
  counts: Partial<Record<FactKind, number>>;
  /** Requests that were open at its end, by age. */
  open: number[];
  answerMinutes: Steps;
  answerWorking: Steps;
  resolveMinutes: Steps;
  resolveWorking: Steps;
}

export const emptyTally = (): Tally => ({
  counts: {},
  open: Array.from({ length: REPORT_AGE_DAYS.length + 1 }, () => 0),
  answerMinutes: {},
  answerWorking: {},
  resolveMinutes: {},
  resolveWorking: {},
});

const STEP = Math.log(1.05);
/** The step that so many minutes fall into: every figure made of it is within two and a half per cent. */
export const stepOf = (minutes: number): number => Math.round(Math.log1p(minutes) / STEP);
/** The minutes that a step stands for. */
export const minutesOf = (step: number): number => Math.expm1(step * STEP);

function addStep(steps: Steps, step: number | string, count = 1): void {
  steps[step] = (steps[step] ?? 0) + count;
}

/** Adds one thing that counts. */
export function addFact(
  tally: Tally,
  { kind, minutes, working }: { kind: FactKind; minutes: number | null; working: number | null },
): void {
  tally.counts[kind] = (tally.counts[kind] ?? 0) + 1;
  if (minutes === null || working === null) return;
  addStep(kind === 'answered' ? tally.answerMinutes : tally.resolveMinutes, stepOf(minutes));
  addStep(kind === 'answered' ? tally.answerWorking : tally.resolveWorking, stepOf(working));
}

/** Adds a request that is open, by how long ago it was filed, in milliseconds. */
export function addOpen(tally: Tally, age: number): void {
  const place = REPORT_AGE_DAYS.findIndex((days) => age < days * DAY);
  const at = place === -1 ? REPORT_AGE_DAYS.length : place;
  tally.open[at] = (tally.open[at] ?? 0) + 1;
}

/** Adds the figures of another stretch of time, but for what was open at its end. */
export function addTally(sum: Tally, other: Tally): void {
  for (const [kind, count] of Object.entries(other.counts) as [FactKind, number][]) {
    sum.counts[kind] = (sum.counts[kind] ?? 0) + count;
  }
  for (const name of ['answerMinutes', 'answerWorking', 'resolveMinutes', 'resolveWorking'] as const) {
    for (const [step, count] of Object.entries(other[name])) addStep(sum[name], step, count);
  }
}

/** Adds what was open elsewhere at the same time. */
export function addOpenCounts(sum: Tally, other: Tally): void {
  sum.open = sum.open.map((count, at) => count + (other.open[at] ?? 0));
}

/** The minutes within which this part of all were done (nearest rank); null where there were none. */
export function quantile(steps: Steps, part: number): number | null {
  const sorted = Object.entries(steps)
    .map(([step, count]) => [Number(step), count] as const)
    .toSorted(([one], [other]) => one - other);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let left = Math.ceil(total * part);
  for (const [step, count] of sorted) {
    left -= count;
    if (left <= 0) return minutesOf(step);
  }
  return null;
}

/** Under which keys a request is counted, by dimension. */
export const keysOf = ({ product_id, plan_id, agent_id, language }: Marks): Record<Dimension, string> => ({
  all: '',
  product: product_id ?? '',
  plan: plan_id ?? '',
  agent: agent_id ?? '',
  language,
});
