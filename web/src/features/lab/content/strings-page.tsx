import { ApiError } from '@companyaccount/contract';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../ui/states/error-state.tsx';
import { NotFound } from '../../../ui/states/route-states.tsx';
import { TextSkeleton } from '../../../ui/states/skeletons.tsx';
import { writeOffset } from '../hex/byte-text.ts';
import { sampleStringsQuery } from '../lab-queries.ts';
import { SampleFrame } from '../sample-frame.tsx';
import { Pieces } from './pieces.tsx';
import styles from './content.module.css';

const LENGTHS = [4, 5, 8, 12, 20] as const;
const LENGTH_DEFAULT = 5;

/** The readable texts in a sample, each with the way to its bytes. */
export function StringsPage() {
  const { t } = useTranslation('lab');
  const { sha256 } = useParams({ from: '/account/lab/samples/$sha256/strings' });
  const { q = '', min = LENGTH_DEFAULT } = useSearch({ from: '/account/lab/samples/$sha256/strings' });
  const query = useInfiniteQuery(sampleStringsQuery(sha256, q, min));
  const { data, error, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = query;
  const rows = data?.pages.flatMap((page) => page.data) ?? [];
  if (data === undefined && error instanceof ApiError && error.code === 'not_found') return <NotFound />;
  return (
    <SampleFrame sha256={sha256} current="/lab/samples/$sha256/strings">
      <Filter key={`${q} ${min}`} sha256={sha256} q={q} min={min} />
      {data === undefined && error === null && <TextSkeleton lines={8} />}
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && rows.length === 0 && (
        <p className={styles['calm']}>{hasNextPage ? t('strings.noneYet') : t('strings.none')}</p>
      )}
      {rows.length > 0 && (
        <ol className={styles['texts']}>
          {rows.map(({ offset, wide, pieces }) => {
            const length = pieces.reduce((sum, piece) => sum + piece.length, 0) * (wide ? 2 : 1);
            return (
              <li key={`${offset} ${String(wide)}`}>
                <Link
                  to="/lab/samples/$sha256/hex"
                  params={{ sha256 }}
                  search={{ at: offset, length }}
                  className={styles['offset']}
                >
                  {writeOffset(offset)}
                </Link>
                <span className={styles['kind']}>{wide && 'UTF-16'}</span>
                <bdi className={styles['text']}>
                  <Pieces pieces={pieces} />
                </bdi>
              </li>
            );
          })}
        </ol>
      )}
      {hasNextPage && (
        <Button variant="subtle" mt="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t(rows.length === 0 ? 'strings.on' : 'requests.more')}
        </Button>
      )}
      {data !== undefined && error !== null && <ErrorState error={error} onRetry={() => void fetchNextPage()} />}
    </SampleFrame>
  );
}

function Filter({ sha256, q, min }: { sha256: string; q: string; min: number }) {
  const { t } = useTranslation('lab');
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const show = (next: { q: string; min: number }): void =>
    void navigate({
      to: '/lab/samples/$sha256/strings',
      params: { sha256 },
      search: {
        ...(next.q === '' ? {} : { q: next.q }),
        ...(next.min === LENGTH_DEFAULT ? {} : { min: next.min }),
      },
      replace: true,
    });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    show({ q: text, min });
  };
  return (
    <form className={styles['filter']} onSubmit={submit}>
      <TextInput
        className={styles['sought'] ?? ''}
        type="search"
        aria-label={t('strings.filter')}
        placeholder={t('strings.filter')}
        leftSection={<IconSearch size={16} aria-hidden />}
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <NativeSelect
        aria-label={t('strings.length')}
        value={String(min)}
        data={LENGTHS.map((value) => ({ value: String(value), label: t('strings.from', { count: value }) }))}
        onChange={(event) => show({ q: text, min: Number(event.currentTarget.value) })}
      />
    </form>
  );
}
