import { REPORT_GROUPS, type ReportFigures, type ReportGroup, routes, routeUrl } from '@companyaccount/contract';
import { Button, Select, Table } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import type { ReportSearch } from './report-search.ts';
import { reportByGroupQuery } from './report-queries.ts';
import styles from './report-page.module.css';
import { useReportWords } from './use-report-words.ts';

const COLUMNS = [
  'filed',
  'ended',
  'open',
  'firstAnswer',
  'resolution',
  'reopened',
  'promises',
  'satisfaction',
] as const;

/** The search that shows one group over time. */
function narrowedTo(
  { from, to, period, desk, by, clock }: ReportSearch,
  group: ReportGroup,
  key: string,
): ReportSearch {
  const kept = { from, to, period, desk, by, clock, [group]: key };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}

interface GroupTableProps {
  search: ReportSearch;
  stretch: { from: string; to: string };
  change: (part: ReportSearch) => void;
}

/** The same stretch, split by desk, product, plan, agent or language; a name leads to its figures over time. */
export function GroupTable({ search, stretch: { from, to }, change }: GroupTableProps) {
  const { t } = useTranslation('reports');
  const formats = useFormats();
  const words = useReportWords();
  const { by = 'product', desk, clock = false } = search;
  const asked = { from, to, by, ...(desk === undefined ? {} : { desk }) };
  const { data, error, refetch } = useQuery({ ...reportByGroupQuery(asked), placeholderData: keepPreviousData });
  const time = (minutes: number | null): string => (minutes === null ? '–' : words.duration(minutes, clock));
  const share = (part: number, rest: number): string => (part + rest === 0 ? '–' : words.percent(part / (part + rest)));
  const cellsOf = (figures: ReportFigures): Record<(typeof COLUMNS)[number], string> => {
    const { open, firstAnswer, resolution, kept, broken, good, bad } = figures;
    return {
      filed: formats.number(figures.filed),
      ended: formats.number(figures.ended),
      open: open === null ? '–' : formats.number(open.reduce((all, one) => all + one, 0)),
      firstAnswer: time(clock ? firstAnswer.median : firstAnswer.workingMedian),
      resolution: time(clock ? resolution.median : resolution.workingMedian),
      reopened: formats.number(figures.reopened),
      promises: share(kept, broken),
      satisfaction: share(good, bad),
    };
  };
  return (
    <section className={styles['card']} aria-label={t('split.title')}>
      <div className={styles['head']}>
        <h2 className={styles['title']}>{t('split.title')}</h2>
        <span className={styles['tools']}>
          <Select
            size="xs"
            w={160}
            aria-label={t('split.by')}
            data={REPORT_GROUPS.map((value) => ({ value, label: t(`group.${value}`) }))}
            value={by}
            onChange={(value) => change({ by: REPORT_GROUPS.find((one) => one === value) ?? 'product' })}
          />
          <Button
            component="a"
            href={routeUrl(routes.exportReportByGroup, { query: asked })}
            download
            size="xs"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            CSV
          </Button>
        </span>
      </div>
      {data === undefined ? (
        error === null ? (
          <RowsSkeleton rows={4} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : data.groups.length === 0 ? (
        <p className={styles['nothing']}>{t('nothing')}</p>
      ) : (
        <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('split.title')}>
          <Table fz={13} verticalSpacing={6} miw={880}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t(`group.${by}`)}</Table.Th>
                {COLUMNS.map((name) => (
                  <Table.Th key={name} scope="col" ta="end">
                    {t(`column.${name}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.groups.map((group) => (
                <Table.Tr key={group.key}>
                  <Table.Th scope="row" fw={400}>
                    {group.key === null ? (
                      words.group(by, group)
                    ) : (
                      <Link to="/reports" search={narrowedTo(search, by, group.key)}>
                        {words.group(by, group)}
                      </Link>
                    )}
                  </Table.Th>
                  {Object.entries(cellsOf(group.figures)).map(([column, text]) => (
                    <Table.Td key={column} ta="end" className="figures">
                      {text}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}
