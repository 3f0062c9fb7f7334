import type { Sample, Verdict } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconGavel } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../ui/badge.tsx';
import { ErrorState } from '../../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../../ui/states/skeletons.tsx';
import { useFormats } from '../../../ui/time/use-formats.ts';
import { VERDICT_SIGNS } from '../../requests/verdict-sign.ts';
import styles from './verdicts.module.css';
import { VerdictDialog } from './verdict-dialog.tsx';
import { verdictsQuery } from './verdict-queries.ts';

/** What the lab has said of a sample, the verdict that stands first, and the way to a new one. */
export function SampleVerdicts({ sample }: { sample: Sample }) {
  const { t } = useTranslation(['verdicts', 'requests']);
  const query = useInfiniteQuery(verdictsQuery(sample.sha256));
  const [taking, setTaking] = useState<number>();
  const verdicts = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const revision = verdicts[0]?.revision ?? 0;
  return (
    <section>
      <div className={styles['head']}>
        <h2 className={styles['heading']}>{t('title')}</h2>
        {query.isSuccess && (
          <Button
            variant={revision === 0 ? 'filled' : 'default'}
            leftSection={<IconGavel size={16} aria-hidden />}
            onClick={() => setTaking(revision)}
          >
            {t(revision === 0 ? 'take' : 'takeNew')}
          </Button>
        )}
      </div>
      {query.isPending && <RowsSkeleton />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && revision === 0 && <p className={styles['calm']}>{t('none')}</p>}
      {verdicts.length > 0 && (
        <ol className={styles['verdicts']}>
          {verdicts.map((verdict) => (
            <VerdictLine key={verdict.id} verdict={verdict} stands={verdict.revision === revision} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <Button variant="subtle" mt="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {taking !== undefined && (
        <VerdictDialog
          sample={sample}
          revision={taking}
          onMoved={() => void query.refetch().then(({ data }) => setTaking(data?.pages[0]?.data[0]?.revision ?? 0))}
          onClose={() => setTaking(undefined)}
        />
      )}
    </section>
  );
}

function VerdictLine({ verdict, stands }: { verdict: Verdict; stands: boolean }) {
  const { t } = useTranslation(['verdicts', 'requests']);
  const formats = useFormats();
  const { detection, allowEntry, release } = verdict;
  return (
    <li className={styles['verdict']} data-stands={stands || undefined}>
      <Badge {...VERDICT_SIGNS[verdict.verdict]} word={t(`requests:verdict.${verdict.verdict}`)} plain={!stands} />
      {verdict.reason !== null && <span>{t(`requests:verdictReason.${verdict.reason}`)}</span>}
      {detection !== null && (
        <Link to="/lab/detections/$detectionId" params={{ detectionId: detection.id }} className={styles['link']}>
          <bdi>{detection.name}</bdi>
        </Link>
      )}
      {allowEntry !== null && (
        <Link to="/lab/detections/allow-list" className={styles['link']}>
          <bdi>{t('form.allowEntry', { name: allowEntry.name })}</bdi>
        </Link>
      )}
      {verdict.due && <span className={styles['fact']}>{t('due')}</span>}
      {release !== null && <span className={styles['fact']}>{t('release', { number: release.number })}</span>}
      {verdict.forInner && <span className={styles['fact']}>{t('inner')}</span>}
      {verdict.requests > 0 && <span className={styles['fact']}>{t('answered', { count: verdict.requests })}</span>}
      <span className={styles['by']}>
        {t('by', { name: verdict.person.name, when: formats.exact(verdict.createdAt) })}
      </span>
    </li>
  );
}
