import {
  type Desk,
  DESKS,
  REPORT_GROUPS,
  REPORT_PERIODS,
  type ReportGroup,
  type ReportPeriod,
} from '@companyaccount/contract';

export const SPANS = ['month', 'quarter', 'year'] as const;
export type Span = (typeof SPANS)[number];
const SPAN_DAYS: Record<Span, number> = { month: 30, quarter: 91, year: 365 };
const PERIOD_OF: Record<Span, ReportPeriod> = { month: 'day', quarter: 'week', year: 'month' };

export const FILTERS = ['product', 'plan', 'agent', 'language'] as const;

/** What the address bar says of a report. */
export interface ReportSearch {
  from?: string;
  to?: string;
  period?: ReportPeriod;
  desk?: Desk;
  by?: ReportGroup;
  /** Times on the clock instead of working time. */
  clock?: true;
  product?: string;
  plan?: string;
  agent?: string;
  language?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/u;
const pick = <T extends string>(all: readonly T[], value: unknown): T | undefined => all.find((one) => one === value);
const text = (value: unknown, form: RegExp): string | undefined =>
  typeof value === 'string' && form.test(value) ? value : undefined;

/** Reads the address bar; what makes no sense is left out. */
export function readReportSearch(search: Record<string, unknown>): ReportSearch {
  const ids = Object.fromEntries(
    FILTERS.map((name) => [name, text(search[name], name === 'language' ? /^[a-z]{2,3}$/u : /^[0-9a-f-]{36}$/u)]),
  );
  const read = {
    from: text(search['from'], DAY),
    to: text(search['to'], DAY),
    period: pick(REPORT_PERIODS, search['period']),
    desk: pick(DESKS, search['desk']),
    by: pick(REPORT_GROUPS, search['by']),
    clock: search['clock'] === true ? true : undefined,
    ...ids,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);
const before = (day: string, days: number): string => iso(Date.parse(day) - days * 86_400_000);

/** The stretch that ends on a day and is so long. */
export const stretchOf = (span: Span, today: string): { from: string; to: string; period: ReportPeriod } => ({
  from: before(today, SPAN_DAYS[span] - 1),
  to: today,
  period: PERIOD_OF[span],
});

/** What a report is asked for: what the address bar says, else the last thirty days. */
export function askedReport(search: ReportSearch, today: string): { from: string; to: string; period: ReportPeriod } {
  const { from, to, period } = stretchOf('month', search.to ?? today);
  return { from: search.from ?? from, to: search.to ?? to, period: search.period ?? period };
}

/** Which of the usual stretches this is. */
export const spanOf = ({ from, to }: { from: string; to: string }, today: string): Span | undefined =>
  SPANS.find((span) => stretchOf(span, today).from === from && to === today);
