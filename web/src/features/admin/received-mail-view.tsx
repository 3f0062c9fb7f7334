import type { ReceivedMailInFull } from '@companyaccount/contract';
import { ActionIcon, Alert, Button, Text, Title, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { may, useSignedIn } from '../../api/me.ts';
import { Facts } from '../../ui/facts.tsx';
import { formatSize } from '../../ui/file-field/format-size.ts';
import { notify } from '../../ui/notify.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import mailStyles from './mail-log.module.css';
import { receivedMailQuery, type ReceivedFilters } from './received-mail-queries.ts';
import styles from './received-mail-row.module.css';
import { ReceivedMailBadge, useReceivedReason } from './received-mail-state.tsx';

function ReceivedFacts({ mail }: { mail: ReceivedMailInFull }) {
  const { t, i18n } = useTranslation('admin');
  const { exact } = useFormats();
  const { request } = mail;
  const opens = may(useSignedIn(), 'desk');
  return (
    <Facts
      facts={[
        [t('receivedMail.from'), mail.sender ?? t('receivedMail.noSender')],
        [t('receivedMail.stateLabel'), <ReceivedMailBadge key="state" state={mail.state} />],
        request !== null && [
          t('receivedMail.request'),
          opens ? (
            <Link key="request" to="/requests/$requestId" params={{ requestId: request.id }} className="figures">
              {request.number}
            </Link>
          ) : (
            <span key="request" className="figures">
              {request.number}
            </span>
          ),
        ],
        [t('receivedMail.receivedAt'), exact(mail.receivedAt)],
        [t('receivedMail.size'), formatSize(mail.size, i18n.language)],
        [t('receivedMail.keptUntil'), exact(mail.expiresAt)],
      ]}
    />
  );
}

/** One mail that came in with its headers; where nothing was made of it, it can be gone through again. */
export function ReceivedMailView({ id, filters }: { id: string; filters: ReceivedFilters }) {
  const { t } = useTranslation('admin');
  const navigate = useNavigate();
  const { data: mail, error, isPending, refetch } = useQuery(receivedMailQuery(id));
  const reason = useReceivedReason({ reason: mail?.reason ?? null });
  const cache = useQueryClient();
  const again = useMutation({
    mutationFn: () => api.processReceivedMail({ params: { id } }),
    onSuccess: ({ subject }) => notify(t('receivedMail.begun'), subject || t('receivedMail.noSubject')),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.receivedMails }),
  });
  const close = useRef<HTMLButtonElement>(null);
  const loaded = mail !== undefined;
  useEffect(() => {
    // Where the mail takes the place of the list, the focus was on a row that is gone.
    if (loaded && document.activeElement === document.body) close.current?.focus();
  }, [loaded]);
  return (
    <article className={mailStyles['mail']}>
      <header className={mailStyles['head']}>
        <Tooltip label={t('mailLog.close')}>
          <ActionIcon
            ref={close}
            size={32}
            aria-label={t('mailLog.close')}
            onClick={() => void navigate({ to: '/admin/received-mail', search: filters, resetScroll: false })}
          >
            <IconArrowLeft size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Title order={1} size="h2" dir="auto">
          {mail !== undefined && (mail.subject || t('receivedMail.noSubject'))}
        </Title>
      </header>
      {isPending && <TextSkeleton lines={8} />}
      {error !== null && mail === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
      {mail !== undefined && (
        <>
          {reason !== null && (
            <Alert color={mail.state === 'failed' ? 'red' : 'yellow'} py="xs" mb="md">
              {reason}
            </Alert>
          )}
          <ReceivedFacts mail={mail} />
          {mail.mayProcess && (
            <Button
              className={mailStyles['actions'] ?? ''}
              variant="default"
              leftSection={<IconRefresh size={16} aria-hidden />}
              loading={again.isPending}
              onClick={() => again.mutate()}
            >
              {t('receivedMail.again')}
            </Button>
          )}
          {again.error !== null && (
            <Text role="alert" c="var(--mantine-color-error)" size="sm" mt={4}>
              {errorText(again.error)}
            </Text>
          )}
          <Title order={2} size="h4" className={styles['title'] ?? ''}>
            {t('receivedMail.headers')}
          </Title>
          {mail.headers === null ? (
            <Text c="dimmed">{t('receivedMail.noHeaders')}</Text>
          ) : (
            <pre className={`${mailStyles['mono'] ?? ''} ${styles['headers'] ?? ''}`} dir="ltr">
              {mail.headers}
            </pre>
          )}
        </>
      )}
    </article>
  );
}
