import { ApiError } from '@companyaccount/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../ui/states/error-state.tsx';
import { NotFound } from '../../../ui/states/route-states.tsx';
import { TextSkeleton } from '../../../ui/states/skeletons.tsx';
import { sampleBytesQuery } from '../lab-queries.ts';
import { SampleFrame } from '../sample-frame.tsx';
import { firstOf, lengthOf, PAGE_BYTES, type Selection } from './byte-text.ts';
import { HexTools } from './hex-tools.tsx';
import { HexView } from './hex-view.tsx';
import { SelectionBar } from './selection-bar.tsx';
import styles from './hex.module.css';

/** Browsers take only so many changes of the address; a moment after the last one is soon enough. */
const SETTLED_MS = 300;

/** Writes what is selected into the address bar, for whoever reloads the page or hands the address on. */
function useAddress(sha256: string, selection: Selection): void {
  const navigate = useNavigate();
  const [at, length] = [firstOf(selection), lengthOf(selection)];
  useEffect(() => {
    const timer = setTimeout(
      () =>
        void navigate({
          to: '/lab/samples/$sha256/hex',
          params: { sha256 },
          search: at === 0 && length === 1 ? {} : { at, length },
          replace: true,
          resetScroll: false,
        }),
      SETTLED_MS,
    );
    return () => clearTimeout(timer);
  }, [navigate, sha256, at, length]);
}

/** The bytes of a sample, a page of them at a time, however many there are. */
export function HexPage() {
  const { t } = useTranslation('lab');
  const { sha256 } = useParams({ from: '/account/lab/samples/$sha256/hex' });
  const search = useSearch({ from: '/account/lab/samples/$sha256/hex' });
  const [selection, setSelection] = useState<Selection>({
    anchor: search.at ?? 0,
    head: (search.at ?? 0) + (search.length ?? 1) - 1,
  });
  useAddress(sha256, selection);
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...sampleBytesQuery(sha256, selection.head - (selection.head % PAGE_BYTES)),
    placeholderData: keepPreviousData,
  });
  const goTo = (offset: number, length = 1): void => setSelection({ anchor: offset + length - 1, head: offset });
  if (data === undefined && error instanceof ApiError && error.code === 'not_found') return <NotFound />;
  const behind = error instanceof ApiError && error.code === 'range_not_satisfiable';
  return (
    <SampleFrame sha256={sha256} current="/lab/samples/$sha256/hex">
      {data === undefined && error === null && <TextSkeleton lines={12} />}
      {behind && <HexTools sha256={sha256} selection={selection} size={null} onGo={goTo} />}
      {behind && <p className={styles['calm']}>{t('hex.behind')}</p>}
      {!behind && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!behind && data?.size === 0 && <p className={styles['calm']}>{t('finding.empty')}</p>}
      {!behind && data !== undefined && data.size > 0 && (
        <>
          <HexTools sha256={sha256} selection={selection} size={data.size} onGo={goTo} />
          <HexView part={data} selection={selection} busy={isPlaceholderData} onSelect={setSelection} />
          <SelectionBar sha256={sha256} part={data} selection={selection} />
        </>
      )}
    </SampleFrame>
  );
}
