import { CalendarDay } from './admin-catalogue.ts';
import { DESKS } from './requests.ts';
import { route } from './route.ts';
import { nullable, object, oneOf, ref, type Static, TextLanguage, Timestamp, Type, Uuid } from './schema.ts';

export const REPORT_PERIODS = ['day', 'week', 'month'] as const;
export type ReportPeriod = (typeof REPORT_PERIODS)[number];
/** What figures are split by; the times of a request are those of its present product, plan, owner and language. */
export const REPORT_GROUPS = ['desk', 'product', 'plan', 'agent', 'language'] as const;
export type ReportGroup = (typeof REPORT_GROUPS)[number];

/** A report covers so many days at most. */
export const REPORT_DAYS_MAX = 1100;
/** And so many days, weeks or months. */
export const REPORT_PERIODS_MAX = 400;
/** Open requests are told apart by how long ago they were filed: up to each of these days, and longer. */
export const REPORT_AGE_DAYS = [1, 3, 7, 30] as const;

const Minutes = nullable(Type.Integer(), { description: 'minutes, within 2.5 %; null: there were none' });
export const ReportTimes = object(
  {
    median: Minutes,
    p90: Minutes,
    workingMedian: Minutes,
    workingP90: Minutes,
  },
  'ReportTimes',
);

/** The figures of a stretch of time; docs/reports.md says what each counts. */
export const ReportFigures = object(
  {
    filed: Type.Integer(),
    ended: Type.Integer(),
    reopened: Type.Integer(),
    answered: Type.Integer({ description: 'first answers' }),
    resolved: Type.Integer(),
    kept: Type.Integer({ description: 'promises' }),
    broken: Type.Integer({ description: 'promises' }),
    good: Type.Integer({ description: 'ratings' }),
    bad: Type.Integer({ description: 'ratings' }),
    open: nullable(Type.Array(Type.Integer()), {
      description: 'requests that were open at its end, by age: up to 1, 3, 7, 30 days, and older; null: it is to come',
    }),
    firstAnswer: ref(ReportTimes),
    resolution: ref(ReportTimes),
  },
  'ReportFigures',
);
export type ReportFigures = Static<typeof ReportFigures>;

const counted = {
  timeZone: Type.String({ description: 'IANA name of the zone whose days these are' }),
  countedAt: nullable(Timestamp, { description: 'what happened since is not in it yet; null: nothing was counted' }),
};
export const Report = object(
  {
    ...counted,
    total: ref(ReportFigures),
    periods: Type.Array(object({ from: CalendarDay, to: CalendarDay, figures: ref(ReportFigures) })),
  },
  'Report',
);
export type Report = Static<typeof Report>;

export const ReportByGroup = object(
  {
    ...counted,
    groups: Type.Array(
      object({
        key: nullable(Type.String(), { description: 'an id, a desk or a language; null: those without any' }),
        name: nullable(Type.String(), { description: 'of a product, plan or agent' }),
        figures: ref(ReportFigures),
      }),
    ),
  },
  'ReportByGroup',
);
export type ReportByGroup = Static<typeof ReportByGroup>;

const stretch = {
  from: CalendarDay,
  to: CalendarDay,
  desk: Type.Optional(oneOf(DESKS)),
};
const filters = {
  product: Type.Optional(Uuid),
  plan: Type.Optional(Uuid),
  agent: Type.Optional(Uuid),
  language: Type.Optional(TextLanguage),
};
/** At most one of product, plan, agent and language: figures are kept for each of them, not for every pair. */
const ReportQuery = object({ ...stretch, ...filters, period: oneOf(REPORT_PERIODS) });
export type ReportQuery = Static<typeof ReportQuery>;
const ReportByGroupQuery = object({ ...stretch, by: oneOf(REPORT_GROUPS) });
export type ReportByGroupQuery = Static<typeof ReportByGroupQuery>;

const read = { method: 'GET', permission: 'lead_or_admin', scope: 'requests:read', status: 200 } as const;
const csv = { reply: null, answer: 'raw', mediaType: 'text/csv' } as const;

export const reportRoutes = {
  getReport: route({
    ...read,
    path: '/api/v1/desk/reports/service',
    summary: 'How the desks did, by day, week or month; for one product, plan, agent or language if asked',
    query: ReportQuery,
    reply: ref(Report),
  }),
  exportReport: route({
    ...read,
    path: '/api/v1/desk/reports/service.csv',
    summary: 'The same as CSV',
    query: ReportQuery,
    ...csv,
  }),
  getReportByGroup: route({
    ...read,
    path: '/api/v1/desk/reports/groups',
    summary: 'How the desks did, by desk, product, plan, agent or language',
    query: ReportByGroupQuery,
    reply: ref(ReportByGroup),
  }),
  exportReportByGroup: route({
    ...read,
    path: '/api/v1/desk/reports/groups.csv',
    summary: 'The same as CSV',
    query: ReportByGroupQuery,
    ...csv,
  }),
};
