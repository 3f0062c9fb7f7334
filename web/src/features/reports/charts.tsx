import { type Report, REPORT_AGE_DAYS, type ReportFigures, type ReportPeriod } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';
import { timeSteps } from '../../ui/chart/scale.ts';
import { useFormats } from '../../ui/time/use-formats.ts';
import { ChartCard } from './chart-card.tsx';
import styles from './report-page.module.css';
import { useReportWords } from './use-report-words.ts';

const ACCENT = 'var(--mantine-color-anchor)';
const GREY = 'var(--tone-neutral)';
const [GOOD, BAD] = ['var(--tone-good)', 'var(--tone-bad)'];
/** Older ones stand out more. */
const SHADES = [0.3, 0.45, 0.6, 0.8, 1];

const sum = (values: readonly number[] | null): number => (values ?? []).reduce((all, value) => all + value, 0);

interface ChartsProps {
  report: Report;
  period: ReportPeriod;
  clock: boolean;
}

/** All figures of a report over time. */
export function Charts({ report: { total, periods }, period, clock }: ChartsProps) {
  const { t } = useTranslation('reports');
  const formats = useFormats();
  const words = useReportWords();
  const slots = periods.map((one) => words.slot(one, period));
  const of = (read: (figures: ReportFigures) => number | null) => periods.map(({ figures }) => read(figures));
  const common = { slots, slotName: t(`period.${period}`), write: formats.number };
  const duration = (minutes: number): string => words.duration(minutes, clock);
  const times = (name: 'firstAnswer' | 'resolution') => {
    const [half, most] = clock ? (['median', 'p90'] as const) : (['workingMedian', 'workingP90'] as const);
    const { [half]: median } = total[name];
    return {
      ...common,
      kind: 'lines',
      write: duration,
      steps: timeSteps,
      figure: median === null ? '–' : duration(median),
      series: [
        { name: t('series.median'), colour: ACCENT, values: of((figures) => figures[name][half]) },
        { name: t('series.p90'), colour: GREY, values: of((figures) => figures[name][most]) },
      ],
    } as const;
  };
  const share = (part: number, rest: number): string => (part + rest === 0 ? '–' : words.percent(part / (part + rest)));
  const ages = [...REPORT_AGE_DAYS.map((days) => t('series.upTo', { count: days })), t('series.older')];
  return (
    <div className={styles['cards']}>
      <ChartCard
        {...common}
        title={t('volume.title')}
        hint={t('volume.hint')}
        figure={formats.number(total.filed)}
        kind="bars"
        series={[
          { name: t('series.filed'), colour: ACCENT, values: of(({ filed }) => filed) },
          { name: t('series.ended'), colour: GREY, values: of(({ ended }) => ended) },
          { name: t('series.reopened'), colour: BAD, values: of(({ reopened }) => reopened) },
        ]}
      />
      <ChartCard
        {...common}
        title={t('open.title')}
        hint={t('open.hint')}
        figure={total.open === null ? '–' : formats.number(sum(total.open))}
        kind="stack"
        series={ages.map((name, at) => ({
          name,
          colour: ACCENT,
          opacity: SHADES[at] ?? 1,
          values: of(({ open }) => open?.[at] ?? null),
        }))}
      />
      <ChartCard {...times('firstAnswer')} title={t('firstAnswer.title')} hint={t('firstAnswer.hint')} />
      <ChartCard {...times('resolution')} title={t('resolution.title')} hint={t('resolution.hint')} />
      <ChartCard
        {...common}
        title={t('promises.title')}
        hint={t('promises.hint')}
        figure={share(total.kept, total.broken)}
        kind="stack"
        series={[
          { name: t('series.kept'), colour: GOOD, values: of(({ kept }) => kept) },
          { name: t('series.broken'), colour: BAD, values: of(({ broken }) => broken) },
        ]}
      />
      <ChartCard
        {...common}
        title={t('satisfaction.title')}
        hint={t('satisfaction.hint')}
        figure={share(total.good, total.bad)}
        kind="stack"
        series={[
          { name: t('series.good'), colour: GOOD, values: of(({ good }) => good) },
          { name: t('series.bad'), colour: BAD, values: of(({ bad }) => bad) },
        ]}
      />
    </div>
  );
}
