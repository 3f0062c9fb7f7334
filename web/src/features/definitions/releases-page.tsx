import type { LabRelease } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import {
  type Icon,
  IconArchive,
  IconBox,
  IconCircleX,
  IconHammer,
  IconLoader,
  IconShieldCheck,
} from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { Pages } from '../../ui/states/pages.tsx';
import { ScannerLines } from '../scanners/scanner-lines.tsx';
import { ChangesList } from './changes-list.tsx';
import { labReleasesQuery, pendingQuery } from './definition-queries.ts';
import styles from './definitions.module.css';
import { Frame } from './frame.tsx';
import { ReleaseReport } from './release-report.tsx';
import { useReleaseWords } from './use-release-words.ts';

const SIGNS: Record<LabRelease['state'], { icon: Icon; tone: Tone }> = {
  building: { icon: IconLoader, tone: 'info' },
  failed: { icon: IconCircleX, tone: 'bad' },
  ready: { icon: IconBox, tone: 'info' },
  published: { icon: IconShieldCheck, tone: 'good' },
  dropped: { icon: IconArchive, tone: 'neutral' },
};

/** How definitions are released: what would change, what was built and how it was checked, and what scanners are told. */
export function ReleasesPage() {
  const { t } = useTranslation('definitions');
  const query = useInfiniteQuery(labReleasesQuery);
  const isBuilding = query.data?.pages.some(({ data }) => data.some(({ state }) => state === 'building')) ?? false;
  return (
    <Frame current="/lab/detections/releases">
      <Pending isBuilding={isBuilding} />
      <section className={styles['section']}>
        <h2 className={styles['heading']}>{t('release.history')}</h2>
        <div className={styles['card']}>
          <Pages
            query={query}
            skeleton={4}
            framed
            empty={<EmptyState icon={IconBox} title={t('release.empty')} text={t('release.emptyText')} />}
          >
            {(releases) => (
              <ul className={styles['rows']} aria-label={t('release.history')}>
                {releases.map((release, place) => (
                  <Row key={release.id} release={release} isNewest={place === 0} />
                ))}
              </ul>
            )}
          </Pages>
        </div>
      </section>
      <ForScanners />
    </Frame>
  );
}

function Pending({ isBuilding }: { isBuilding: boolean }) {
  const { t } = useTranslation('definitions');
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(pendingQuery);
  const build = useMutation({
    mutationFn: () => api.buildRelease(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.definitions }),
  });
  return (
    <section className={styles['section']}>
      <h2 className={styles['heading']}>{t('release.pending')}</h2>
      {data === undefined && error === null && <TextSkeleton lines={3} />}
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.changes.length === 0 && <p className={styles['help']}>{t('release.nothing')}</p>}
      {data !== undefined && data.changes.length > 0 && (
        <>
          <ChangesList changes={data.changes} />
          <Button
            leftSection={<IconHammer size={16} aria-hidden />}
            loading={build.isPending || isBuilding}
            onClick={() => build.mutate()}
          >
            {t('release.build')}
          </Button>
        </>
      )}
      {build.isError && (
        <p role="alert" className={styles['wrong']}>
          {errorText(build.error)}
        </p>
      )}
    </section>
  );
}

function Row({ release, isNewest }: { release: LabRelease; isNewest: boolean }) {
  const { t } = useTranslation('definitions');
  const formats = useFormats();
  const words = useReleaseWords();
  const [asked, setAsked] = useState(false);
  const { number, state, person, publisher, createdAt, publishedAt, counts } = release;
  const who =
    publisher !== null && publishedAt !== null
      ? t('release.onlyPublished', { name: publisher.name, when: formats.exact(publishedAt) })
      : t('release.built', { name: person.name, when: formats.exact(createdAt) });
  return (
    <li className={styles['release']}>
      <div className={styles['releaseHead']}>
        <span className={styles['what']}>
          {state === 'published' ? (
            <Link to="/definitions" hash={number} className={styles['number']}>
              {number}
            </Link>
          ) : (
            <strong className="figures">{number}</strong>
          )}
          <span className={styles['facts']}>{[who, words.counts(counts)].filter(Boolean).join(' · ')}</span>
        </span>
        <Badge {...SIGNS[state]} word={t(`release.state.${state}`)} />
        {state === 'ready' && (
          <Button size="xs" onClick={() => setAsked(true)}>
            {t('release.publish')}
          </Button>
        )}
      </div>
      {(isNewest || state === 'building') && <ReleaseReport report={release.report} isDone={state !== 'building'} />}
      {asked && <PublishDialog release={release} onClose={() => setAsked(false)} />}
    </li>
  );
}

function PublishDialog({ release: { id, number }, onClose }: { release: LabRelease; onClose: () => void }) {
  const { t } = useTranslation('definitions');
  const fresh = useFreshSignIn();
  const queryClient = useQueryClient();
  const publish = useMutation({
    mutationFn: () => fresh(() => api.publishRelease({ params: { id } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.definitions });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={t('release.publishTitle', { number })}
      text={t('release.publishText')}
      action={t('release.publish')}
      busy={publish.isPending}
      error={publish.error}
      onConfirm={() => publish.mutate()}
      onClose={onClose}
    />
  );
}

/** The lines that customers add to their freshclam, with the address of this installation. */
function ForScanners() {
  const { t } = useTranslation('definitions');
  const { data } = useQuery(pendingQuery);
  if (data === undefined) return null;
  return (
    <section className={styles['section']}>
      <h2 className={styles['heading']}>{t('scanners.title')}</h2>
      <ScannerLines name={data.name} />
    </section>
  );
}
