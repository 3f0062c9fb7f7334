import type { Mail } from '@companyaccount/contract';
import { ActionIcon, Alert, Anchor, Button, Text, Title, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconSend } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { formatSize } from '../../ui/file-field/format-size.ts';
import { useFormats } from '../../ui/time/use-formats.ts';
import { notify } from '../../ui/notify.ts';
import { Facts } from '../../ui/facts.tsx';
import styles from './mail-log.module.css';
import { type MailFilters, mailQuery } from './mail-queries.ts';
import { MailState } from './mail-state.tsx';
import { linkParts } from './text-links.ts';

function MailText({ text, language }: { text: string; language: string }) {
  return (
    <div className={styles['text']} lang={language}>
      {linkParts(text, window.location.origin).map((part, place) =>
        part.href === null ? (
          <span key={place}>{part.text}</span>
        ) : (
          <Anchor key={place} href={part.href} target="_blank" rel="noopener" underline="always">
            {part.text}
          </Anchor>
        ),
      )}
    </div>
  );
}

function MailFacts({ mail }: { mail: Mail }) {
  const { t, i18n } = useTranslation('admin');
  const { exact } = useFormats();
  const languageName = new Intl.DisplayNames(i18n.language, { type: 'language' }).of(mail.language);
  return (
    <Facts
      facts={[
        [t('mailLog.to'), mail.to],
        [t('mailLog.stateLabel'), <MailState key="state" state={mail.state} retrying={mail.nextTryAt !== null} />],
        [t('mailLog.created'), exact(mail.createdAt)],
        mail.sentAt !== null && [t('mailLog.sentAt'), exact(mail.sentAt)],
        mail.attempts > 0 && [t('mailLog.attempts'), mail.attempts],
        mail.nextTryAt !== null && [t('mailLog.nextTry'), exact(mail.nextTryAt)],
        mail.error !== null && [t('mailLog.serverSaid'), mail.error],
        mail.attachments.length > 0 && [
          t('mailLog.attachments'),
          mail.attachments.map(({ name, size }) => `${name} (${formatSize(size, i18n.language)})`).join(', '),
        ],
        [t('mailLog.language'), languageName ?? mail.language],
        [
          t('mailLog.template'),
          <span key="template" className={styles['mono']}>
            {mail.template}
          </span>,
        ],
      ]}
    />
  );
}

/** One mail of the log with its text. */
export function MailView({ id, filters }: { id: string; filters: MailFilters }) {
  const { t } = useTranslation('admin');
  const navigate = useNavigate();
  const { data: mail, error, isPending, refetch } = useQuery(mailQuery(id));
  const queryClient = useQueryClient();
  const again = useMutation({
    mutationFn: () => api.sendMailAgain({ params: { id } }),
    onSuccess: ({ subject }) => notify(t('mailLog.sentAgain'), subject),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.mailLog }),
  });
  const close = useRef<HTMLButtonElement>(null);
  const loaded = mail !== undefined;
  useEffect(() => {
    // Where the mail takes the place of the list, the focus was on a row that is gone.
    if (loaded && document.activeElement === document.body) close.current?.focus();
  }, [loaded]);
  return (
    <article className={styles['mail']}>
      <header className={styles['head']}>
        <Tooltip label={t('mailLog.close')}>
          <ActionIcon
            ref={close}
            size={32}
            aria-label={t('mailLog.close')}
            onClick={() => void navigate({ to: '/admin/mail-log', search: filters, resetScroll: false })}
          >
            <IconArrowLeft size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Title order={1} size="h2" lang={mail?.language}>
          {mail?.subject}
        </Title>
      </header>
      {isPending && <TextSkeleton lines={8} />}
      {error !== null && mail === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
      {mail !== undefined && (
        <>
          {mail.fault !== null && (
            <Alert color={mail.state === 'failed' ? 'red' : 'yellow'} py="xs" mb="md">
              {t(`mailLog.fault.${mail.fault}`)} {mail.bouncing && t('mailLog.bouncing')}
            </Alert>
          )}
          <MailFacts mail={mail} />
          {mail.maySend && (
            <Button
              className={styles['actions'] ?? ''}
              variant="default"
              leftSection={<IconSend size={16} aria-hidden />}
              loading={again.isPending}
              onClick={() => again.mutate()}
            >
              {t('mailLog.sendAgain')}
            </Button>
          )}
          {again.error !== null && (
            <Text role="alert" c="var(--mantine-color-error)" size="sm" mt={4}>
              {errorText(again.error)}
            </Text>
          )}
          {mail.text === null ? (
            <Text c="dimmed">{t('mailLog.noText')}</Text>
          ) : (
            <MailText text={mail.text} language={mail.language} />
          )}
        </>
      )}
    </article>
  );
}
