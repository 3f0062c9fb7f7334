import { DESKS, REPORT_PERIODS } from '@companyaccount/contract';
import { Pill, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './report-page.module.css';
import { askedReport, FILTERS, type ReportSearch, spanOf, SPANS, stretchOf } from './report-search.ts';

interface ReportToolsProps {
  search: ReportSearch;
  today: string;
  /** The name of what the report is narrowed to. */
  narrowed: string | null;
  change: (part: ReportSearch) => void;
}

/** From when to when, in which steps, of which desk, and in which time. */
export function ReportTools({ search, today, narrowed, change }: ReportToolsProps) {
  const { t } = useTranslation(['reports', 'requests']);
  const asked = askedReport(search, today);
  const filter = FILTERS.find((name) => search[name] !== undefined);
  return (
    <div className={styles['filters']} data-print="none">
      <SegmentedControl
        size="xs"
        aria-label={t('span.label')}
        value={spanOf(asked, today) ?? ''}
        data={SPANS.map((value) => ({ value, label: t(`span.${value}`) }))}
        onChange={(value) => {
          const span = SPANS.find((one) => one === value);
          if (span !== undefined) change(stretchOf(span, today));
        }}
      />
      {(['from', 'to'] as const).map((bound) => (
        <TextInput
          key={bound}
          type="date"
          size="xs"
          className={styles['bound'] ?? ''}
          leftSection={<span className={styles['boundWord']}>{t(`bound.${bound}`)}</span>}
          leftSectionWidth={40}
          aria-label={t(`bound.${bound}`)}
          value={asked[bound]}
          onChange={(event) => {
            const day = event.currentTarget.value;
            if (day !== '') change({ ...asked, [bound]: day });
          }}
        />
      ))}
      <Select
        size="xs"
        className={styles['choice'] ?? ''}
        aria-label={t('period.label')}
        data={REPORT_PERIODS.map((value) => ({ value, label: t(`by.${value}`) }))}
        value={asked.period}
        onChange={(value) => change({ period: REPORT_PERIODS.find((one) => one === value) ?? 'day' })}
      />
      <Select
        size="xs"
        className={styles['choice'] ?? ''}
        aria-label={t('group.desk')}
        placeholder={t('bothDesks')}
        clearable
        data={DESKS.map((value) => ({ value, label: t(`requests:desk.${value}`) }))}
        value={search.desk ?? null}
        onChange={(value) => {
          const desk = DESKS.find((one) => one === value);
          change({ desk } as ReportSearch);
        }}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('time.label')}
        value={search.clock === true ? 'clock' : 'working'}
        data={(['working', 'clock'] as const).map((value) => ({ value, label: t(`time.${value}`) }))}
        onChange={(value) => change({ clock: value === 'clock' ? true : undefined } as ReportSearch)}
      />
      {filter !== undefined && (
        <Pill
          size="md"
          withRemoveButton
          removeButtonProps={{ 'aria-label': t('showAll'), tabIndex: 0, 'aria-hidden': false }}
          onRemove={() => change({ [filter]: undefined })}
        >
          {t(`group.${filter}`)}: {narrowed ?? '…'}
        </Pill>
      )}
    </div>
  );
}
