import { type ReportFigures, REPORT_AGE_DAYS } from '@companyaccount/contract/reports';

const ages = [...REPORT_AGE_DAYS.map((days) => `open up to ${days} d`), 'open longer'];

/** The columns of a report as a table; times are minutes, `working` those of the calendars of the plans. */
export const FIGURE_HEADING = [
  'filed',
  'ended',
  'reopened',
  'first answers',
  'first answer median',
  'first answer p90',
  'first answer median working',
  'first answer p90 working',
  'resolved',
  'resolution median',
  'resolution p90',
  'resolution median working',
  'resolution p90 working',
  'promises kept',
  'promises broken',
  'rated good',
  'rated bad',
  ...ages,
];

/** The cells of one line; what there is not stays empty. */
export function figureCells(figures: ReportFigures): string[] {
  const { filed, ended, reopened, answered, resolved, kept, broken, good, bad, open } = figures;
  const times = ({ median, p90, workingMedian, workingP90 }: ReportFigures['resolution']) => [
    median,
    p90,
    workingMedian,
    workingP90,
  ];
  const cells = [
    filed,
    ended,
    reopened,
    answered,
    ...times(figures.firstAnswer),
    resolved,
    ...times(figures.resolution),
    kept,
    broken,
    good,
    bad,
    ...(open ?? ages.map(() => null)),
  ];
  return cells.map((cell) => (cell === null ? '' : String(cell)));
}
