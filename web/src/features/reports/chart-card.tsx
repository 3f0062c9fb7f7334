import { Table } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart, type Series } from '../../ui/chart/chart.tsx';
import { usePrinting } from '../../ui/use-printing.ts';
import styles from './report-page.module.css';

interface ChartCardProps {
  title: string;
  /** What exactly is counted, in a sentence. */
  hint: string;
  /** The figure of the whole stretch. */
  figure: ReactNode;
  slotName: string;
  slots: readonly { short: string; full: string }[];
  series: readonly Series[];
  kind: 'bars' | 'stack' | 'lines';
  write: (value: number) => string;
  steps?: (highest: number) => number[];
}

/** One figure over time: what it is, drawn, and as a table. */
export function ChartCard({ title, hint, figure, slotName, slots, series, kind, write, steps }: ChartCardProps) {
  const { t } = useTranslation('reports');
  const printing = usePrinting();
  const [open, setOpen] = useState(false);
  const isEmpty = series.every(({ values }) => values.every((value) => value === null || value === 0));
  return (
    <section className={styles['card']} aria-label={title}>
      <div className={styles['head']}>
        <h2 className={styles['title']}>{title}</h2>
        <span className={`${styles['figure']} figures`}>{figure}</span>
      </div>
      <p className={styles['hint']}>{hint}</p>
      {isEmpty ? (
        <p className={styles['nothing']}>{t('nothing')}</p>
      ) : (
        <>
          <Chart
            label={t('drawn', { title, count: slots.length })}
            slots={slots}
            series={series}
            kind={kind}
            write={write}
            {...(steps === undefined ? {} : { steps })}
          />
          <details
            className={styles['table']}
            open={open || printing}
            onToggle={(event) => setOpen(event.currentTarget.open)}
          >
            <summary>{t('asTable')}</summary>
            {/* Rows of a long stretch are many: they are made when they are asked for. */}
            {(open || printing) && (
              <div className={styles['scroll']} tabIndex={0} role="region" aria-label={title}>
                <Table fz={13} verticalSpacing={4}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th scope="col">{slotName}</Table.Th>
                      {series.map(({ name }) => (
                        <Table.Th key={name} scope="col" ta="end">
                          {name}
                        </Table.Th>
                      ))}
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {slots.map(({ full }, n) => (
                      <Table.Tr key={full}>
                        <Table.Th scope="row" fw={400}>
                          {full}
                        </Table.Th>
                        {series.map(({ name, values }) => {
                          const value = values[n];
                          return (
                            <Table.Td key={name} ta="end" className="figures">
                              {value == null ? '–' : write(value)}
                            </Table.Td>
                          );
                        })}
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </div>
            )}
          </details>
        </>
      )}
    </section>
  );
}
