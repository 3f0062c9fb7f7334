import { ApiError, type SampleIndicator, type SampleStructure, type SampleTable } from '@companyaccount/contract';
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../ui/states/error-state.tsx';
import { NotFound } from '../../../ui/states/route-states.tsx';
import { TextSkeleton } from '../../../ui/states/skeletons.tsx';
import { sampleStructureQuery } from '../lab-queries.ts';
import { SampleFrame } from '../sample-frame.tsx';
import { EntropyCurve } from './entropy-curve.tsx';
import { Pieces } from './pieces.tsx';
import styles from './content.module.css';

/** How a sample is built, and where it points to. */
export function StructurePage() {
  const { t } = useTranslation('lab');
  const { sha256 } = useParams({ from: '/account/lab/samples/$sha256/structure' });
  const { data, error, refetch } = useQuery(sampleStructureQuery(sha256));
  if (data === undefined && error instanceof ApiError && error.code === 'not_found') return <NotFound />;
  return (
    <SampleFrame sha256={sha256} current="/lab/samples/$sha256/structure">
      {data === undefined && error === null && <TextSkeleton lines={8} />}
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && data.unread !== null && <p className={styles['calm']}>{t(`unread.${data.unread}`)}</p>}
      {data !== undefined && data.unread === null && (
        <Stack gap={32}>
          <EntropyCurve sha256={sha256} entropy={data.entropy} />
          <Indicators sha256={sha256} indicators={data.indicators} />
          {data.damaged && <p className={styles['warn']}>{t('structure.damaged')}</p>}
          {data.tables.map((table) => (
            <StructureTable key={table.kind} sha256={sha256} table={table} />
          ))}
          <Sources sources={data.sources} />
          {data.tables.length === 0 && !data.damaged && <p className={styles['calm']}>{t('structure.none')}</p>}
        </Stack>
      )}
    </SampleFrame>
  );
}

function Indicators({ sha256, indicators }: { sha256: string; indicators: readonly SampleIndicator[] }) {
  const { t } = useTranslation('lab');
  return (
    <section>
      <h2 className={styles['heading']}>{t('structure.indicators')}</h2>
      {indicators.length === 0 && <p className={styles['calm']}>{t('structure.noIndicators')}</p>}
      {indicators.length > 0 && (
        <div className={styles['scroll']} tabIndex={0} role="group" aria-label={t('structure.indicators')}>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th scope="col">{t('column.type')}</th>
                <th scope="col">{t('column.value')}</th>
                <th scope="col">{t('column.offset')}</th>
              </tr>
            </thead>
            <tbody>
              {indicators.map(({ sort, value, offset }) => (
                <tr key={`${sort} ${value}`}>
                  <td>{t(`sort.${sort}`)}</td>
                  <td className={styles['code']}>
                    <bdi>{value}</bdi>
                  </td>
                  <td>
                    <Offset sha256={sha256} at={offset} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Offset({ sha256, at }: { sha256: string; at: number }) {
  return (
    <Link to="/lab/samples/$sha256/hex" params={{ sha256 }} search={{ at }} className={styles['offset']}>
      0x{at.toString(16)}
    </Link>
  );
}

const WORDED: readonly SampleTable['kind'][] = ['headers', 'symbols'];
/** What a reader of formats says in words of its own; all else is the file's. */
const WORDS = ['format', 'built', 'entry', 'subsystem', 'signature', 'imported', 'defined'] as const;

/** What is said in figures stands to the end of its column. */
const FIGURES: readonly SampleTable['columns'][number][] = ['size', 'entropy', 'count'];
const CODE: readonly SampleTable['columns'][number][] = [
  'name',
  'value',
  'functions',
  'library',
  'target',
  'address',
  'rights',
  'part',
];

function StructureTable({ sha256, table: { kind, columns, rows, more } }: { sha256: string; table: SampleTable }) {
  const { t } = useTranslation('lab');
  return (
    <section>
      <h2 className={styles['heading']}>{t(`table.${kind}`)}</h2>
      <div className={styles['scroll']} tabIndex={0} role="group" aria-label={t(`table.${kind}`)}>
        <table className={styles['table']}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col" data-figures={FIGURES.includes(column) || undefined}>
                  {t(`column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // Rows of a file have no identity but their place.
              <tr key={`${index} ${row[0] ?? ''}`}>
                {columns.map((column, place) => {
                  const said = row[place] ?? '';
                  const word = place < 2 && WORDED.includes(kind) ? WORDS.find((one) => one === said) : undefined;
                  const cell = word === undefined ? said : t(`word.${word}`);
                  const figures = FIGURES.includes(column);
                  return (
                    <td
                      key={column}
                      data-figures={figures || undefined}
                      className={CODE.includes(column) ? styles['code'] : figures ? 'figures' : undefined}
                    >
                      {column === 'offset' && cell !== '' ? (
                        <Offset sha256={sha256} at={Number(cell)} />
                      ) : (
                        <bdi>{cell}</bdi>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && <p className={styles['calm']}>{t('contains.more', { count: more })}</p>}
    </section>
  );
}

function Sources({ sources }: Pick<SampleStructure, 'sources'>) {
  const { t } = useTranslation('lab');
  return sources.map(({ name, pieces }) => (
    <section key={name}>
      <h2 className={styles['heading']}>{t('structure.macro', { name })}</h2>
      <pre className={styles['source']} tabIndex={0} aria-label={t('structure.macro', { name })}>
        <Pieces pieces={pieces} />
      </pre>
    </section>
  ));
}
