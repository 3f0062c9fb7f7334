import type { OwnSession } from '@companyaccount/contract';
import { Button, Text } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query-client.ts';
import { ownSessionsQuery } from '../../api/signing-in.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './security.module.css';

const PHONES = new Set(['Android', 'iOS', 'iPadOS']);

/** Where the person is signed in; each session can be ended, at once. */
export function SessionList() {
  const { t } = useTranslation('security');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(ownSessionsQuery);
  const sessions = data?.pages.flatMap((page) => page.data);
  const end = useMutation({
    mutationFn: (id: string | null) => (id === null ? api.endOtherSessions() : api.endOwnSession({ params: { id } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.ownSessions }),
  });
  return (
    <section>
      <h2 className={styles['heading']}>{t('sessions.title')}</h2>
      <p className={styles['help']}>{t('sessions.help')}</p>
      {end.error !== null && (
        <Text role="alert" c="var(--mantine-color-error)" mb="xs">
          {errorText(end.error)}
        </Text>
      )}
      {data === undefined && error === null && <RowsSkeleton rows={2} />}
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {sessions !== undefined && (
        <ul className={styles['rows']} aria-label={t('sessions.title')}>
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              busy={end.isPending && end.variables === session.id}
              onEnd={() => end.mutate(session.id)}
            />
          ))}
        </ul>
      )}
      {(hasNextPage || (sessions?.length ?? 0) > 1) && (
        <div className={`${styles['actions']} ${styles['below']}`}>
          {hasNextPage && (
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('sessions.more')}
            </Button>
          )}
          <Button variant="default" loading={end.isPending && end.variables === null} onClick={() => end.mutate(null)}>
            {t('sessions.endOthers')}
          </Button>
        </div>
      )}
    </section>
  );
}

interface SessionRowProps {
  session: OwnSession;
  busy: boolean;
  onEnd: () => void;
}

function SessionRow({ session, busy, onEnd }: SessionRowProps) {
  const { t } = useTranslation('security');
  const formats = useFormats();
  const { browser, system, address, startedAt, lastUsedAt, current } = session;
  const Sign = system !== null && PHONES.has(system) ? IconDeviceMobile : IconDeviceDesktop;
  const device =
    browser !== null && system !== null
      ? t('sessions.device', { browser, system })
      : (browser ?? system ?? t('sessions.unknown'));
  return (
    <li className={styles['row']}>
      <Sign size={22} stroke={1.5} className={styles['sign']} aria-hidden />
      <div className={styles['what']}>
        <Text fw={500}>{device}</Text>
        <div className={styles['facts']}>
          {current ? t('sessions.current') : <RelativeTime time={lastUsedAt} />}
          {` · ${address} · ${t('sessions.since', { date: formats.exact(startedAt) })}`}
        </div>
      </div>
      {!current && (
        <Button
          variant="default"
          size="xs"
          aria-label={t('sessions.endDevice', { device })}
          loading={busy}
          onClick={onEnd}
        >
          {t('sessions.end')}
        </Button>
      )}
    </li>
  );
}
