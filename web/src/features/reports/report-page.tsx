import { routes, routeUrl } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconCalendarOff, IconDownload } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { Charts } from './charts.tsx';
import { Frame } from './frame.tsx';
import { GroupTable } from './group-table.tsx';
import { reportByGroupQuery, reportQuery } from './report-queries.ts';
import { askedReport, FILTERS, type ReportSearch } from './report-search.ts';
import { ReportTools } from './report-tools.tsx';
import styles from './report-page.module.css';
import { useReportWords } from './use-report-words.ts';

const route = getRouteApi('/account/reports');

/** How the desks do: what comes in, what waits, how long it takes, and what customers say. */
export function ReportPage() {
  const { t } = useTranslation('reports');
  const formats = useFormats();
  const words = useReportWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const today = new Intl.DateTimeFormat('en-CA').format(useNow());
  const asked = askedReport(search, today);
  const { by: _by, clock = false, from: _from, to: _to, period: _period, ...filters } = search;
  const query = { ...asked, ...filters };
  const { data, error } = useQuery({ ...reportQuery(query), placeholderData: keepPreviousData });
  const filter = FILTERS.find((name) => search[name] !== undefined);
  const named = useQuery({
    ...reportByGroupQuery({ from: asked.from, to: asked.to, by: filter ?? 'desk' }),
    enabled: filter !== undefined,
  });
  const group = named.data?.groups.find(({ key }) => filter !== undefined && key === search[filter]);
  const change = (part: ReportSearch): void =>
    void navigate({ search: (before: ReportSearch) => ({ ...before, ...part }), replace: true });
  return (
    <Frame
      current="/reports"
      action={
        <Button
          component="a"
          href={routeUrl(routes.exportReport, { query })}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          CSV
        </Button>
      }
    >
      <ReportTools
        search={search}
        today={today}
        narrowed={filter !== undefined && group !== undefined ? words.group(filter, group) : null}
        change={change}
      />
      {error !== null ? (
        <EmptyState icon={IconCalendarOff} title={t('refused')} text={errorText(error)} />
      ) : data === undefined ? (
        <RowsSkeleton rows={8} />
      ) : (
        <>
          <Charts report={data} period={asked.period} clock={clock} />
          {filter === undefined && <GroupTable search={search} stretch={asked} change={change} />}
          <p className={styles['note']}>
            {t('zone', { zone: data.timeZone })}{' '}
            {data.countedAt === null ? t('notCounted') : t('counted', { when: formats.exact(data.countedAt) })}{' '}
            {t('present')}
          </p>
        </>
      )}
    </Frame>
  );
}
