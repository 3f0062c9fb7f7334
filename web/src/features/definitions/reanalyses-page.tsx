import type { Reanalysis, ReanalysisChange } from '@companyaccount/contract';
import { Button, Group, Progress } from '@mantine/core';
import { type Icon, IconCheck, IconLoader2, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { may, useMe } from '../../api/me.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './definitions.module.css';
import { Frame } from './frame.tsx';
import { reanalysesQuery, reanalysisChangesQuery } from './reanalysis-queries.ts';
import { ReanalysisDialog } from './reanalysis-dialog.tsx';

const SIGNS: Record<Reanalysis['state'], { icon: Icon; tone: Tone }> = {
  running: { icon: IconLoader2, tone: 'info' },
  done: { icon: IconCheck, tone: 'good' },
  cancelled: { icon: IconPlayerStop, tone: 'neutral' },
};

/** Analysing the samples that are known once more, and what came out differently. */
export function ReanalysesPage() {
  const { t } = useTranslation('definitions');
  const me = useMe();
  const [asked, setAsked] = useState(false);
  const query = useInfiniteQuery(reanalysesQuery);
  const decides = me != null && may(me, 'lead_or_admin');
  const isFree = query.data?.pages[0]?.data[0]?.state !== 'running';
  const begin = decides && query.isSuccess && isFree && (
    <Button leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => setAsked(true)}>
      {t('reanalysis.begin')}
    </Button>
  );
  return (
    <Frame current="/lab/detections/reanalyses" action={begin}>
      <p className={styles['help']}>{t('reanalysis.help')}</p>
      <div className={styles['card']}>
        <Pages
          query={query}
          skeleton={4}
          framed
          empty={<EmptyState icon={IconRefresh} title={t('reanalysis.empty')} text={t('reanalysis.emptyText')} />}
        >
          {(reanalyses) => (
            <ul className={styles['rows']} aria-label={t('sections.reanalyses')}>
              {reanalyses.map((one) => (
                <Row key={one.id} reanalysis={one} decides={decides} />
              ))}
            </ul>
          )}
        </Pages>
      </div>
      {asked && <ReanalysisDialog onClose={() => setAsked(false)} />}
    </Frame>
  );
}

function Row({ reanalysis, decides }: { reanalysis: Reanalysis; decides: boolean }) {
  const { id, scope, state, done, total, changes, startedBy, createdAt } = reanalysis;
  const { t } = useTranslation('definitions');
  const formats = useFormats();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const cancel = useMutation({
    mutationFn: () => api.cancelReanalysis({ params: { id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.reanalyses }),
  });
  const scopeWords = t(`reanalysis.scope.${scope}`);
  const facts = [
    t('reanalysis.progress', { done, count: total }),
    t('reanalysis.by', { name: startedBy.name, when: formats.exact(createdAt) }),
  ];
  return (
    <li>
      <div className={styles['entry']}>
        <span className={styles['what']}>
          <span>{scopeWords}</span>
          {state === 'running' && (
            <Progress
              size={4}
              my={4}
              maw={360}
              value={total === 0 ? 0 : (done / total) * 100}
              aria-label={scopeWords}
            />
          )}
          <span className={styles['facts']}>{facts.join(' · ')}</span>
          {cancel.isError && (
            <span role="alert" className={styles['wrong']}>
              {errorText(cancel.error)}
            </span>
          )}
        </span>
        <Badge {...SIGNS[state]} word={t(`reanalysis.state.${state}`)} />
        <Group gap="xs" wrap="nowrap" className={styles['deeds'] ?? ''}>
          {changes > 0 ? (
            <Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t('reanalysis.changes', { count: changes })}
            </Button>
          ) : (
            <span className={styles['facts']}>{t('reanalysis.noChanges')}</span>
          )}
          {decides && state === 'running' && (
            <Button size="xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {t('reanalysis.cancel')}
            </Button>
          )}
        </Group>
      </div>
      {open && <Changes id={id} />}
    </li>
  );
}

function Changes({ id }: { id: string }) {
  const { t } = useTranslation('definitions');
  const query = useInfiniteQuery(reanalysisChangesQuery(id));
  return (
    <Pages query={query} framed empty={null}>
      {(changes) => (
        <ul className={styles['rows']} aria-label={t('reanalysis.changed')}>
          {changes.map((change) => (
            <Change key={change.id} change={change} />
          ))}
        </ul>
      )}
    </Pages>
  );
}

function Change({ change: { sha256, mediaType, told, verdict, now } }: { change: ReanalysisChange }) {
  const { t } = useTranslation(['definitions', 'requests']);
  const words = ({ outcome, detection }: ReanalysisChange['now']) =>
    [t(`requests:object.outcome.${outcome}`), ...(detection === null ? [] : [detection])].join(': ');
  const facts = [
    ...(mediaType === null ? [] : [mediaType]),
    ...(told === null ? [] : [t('reanalysis.told', { outcome: words(told) })]),
    ...(verdict === null ? [] : [t('reanalysis.verdict', { verdict: t(`requests:verdict.${verdict}`) })]),
  ];
  return (
    <li className={styles['entry']}>
      <span className={styles['what']}>
        <Link to="/lab/samples/$sha256" params={{ sha256 }} className={styles['code']}>
          {sha256}
        </Link>
        <span>{t('reanalysis.now', { outcome: words(now) })}</span>
        {facts.length > 0 && <span className={styles['facts']}>{facts.join(' · ')}</span>}
      </span>
    </li>
  );
}
