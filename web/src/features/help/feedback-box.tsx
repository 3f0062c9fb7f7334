import { ARTICLE_COMMENT_MAX, type InterfaceLanguage } from '@companyaccount/contract';
import { Button, Group, Text, Textarea } from '@mantine/core';
import { IconThumbDown, IconThumbUp } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { useMe } from '../../api/me.ts';
import styles from './help.module.css';

/** Asks whether the article helped. The word counts at once; a comment may follow and goes to whoever wrote it. */
export function FeedbackBox({ slug, language }: { slug: string; language: InterfaceLanguage }) {
  const { t } = useTranslation('help');
  const me = useMe();
  const [said, setSaid] = useState<boolean | null>(null);
  const [comment, setComment] = useState('');
  const [sent, setSent] = useState(false);
  const [id, setId] = useState<string | null>(null);
  const rate = useMutation({
    mutationFn: (body: { helpful: boolean; comment?: string }) =>
      api.rateArticle({ params: { slug }, body: { language, ...body, ...(id === null ? {} : { follows: id }) } }),
    onSuccess: (answer, { helpful, comment: words }) => {
      setId(answer.id);
      setSaid(helpful);
      if (words !== undefined) setSent(true);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (said !== null && comment.trim() !== '') rate.mutate({ helpful: said, comment: comment.trim() });
  };
  return (
    <section className={styles['feedback']} aria-label={t('feedback.ask')}>
      <Group gap={12}>
        <span className={styles['ask']}>{said === null ? t('feedback.ask') : t('feedback.thanks')}</span>
        {!sent && (
          <Group gap={6} role="group" aria-label={t('feedback.ask')}>
            {[true, false].map((helpful) => (
              <Button
                key={String(helpful)}
                variant={said === helpful ? 'light' : 'default'}
                size="compact-md"
                aria-pressed={said === helpful}
                disabled={rate.isPending}
                leftSection={helpful ? <IconThumbUp size={16} aria-hidden /> : <IconThumbDown size={16} aria-hidden />}
                onClick={() => rate.mutate({ helpful })}
              >
                {helpful ? t('feedback.yes') : t('feedback.no')}
              </Button>
            ))}
          </Group>
        )}
      </Group>
      {said !== null && !sent && (
        <form className={styles['comment']} onSubmit={submit}>
          <Textarea
            aria-label={t('feedback.comment')}
            placeholder={said ? t('feedback.whyYes') : t('feedback.whyNo')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={ARTICLE_COMMENT_MAX}
            dir="auto"
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Group gap="sm">
            <Button type="submit" size="compact-md" loading={rate.isPending} disabled={comment.trim() === ''}>
              {t('feedback.send')}
            </Button>
            <Text size="xs" c="dimmed">
              {t('feedback.goesTo')}
            </Text>
          </Group>
        </form>
      )}
      {sent && (
        <Text size="sm" role="status">
          {t('feedback.sent')}
        </Text>
      )}
      {rate.error !== null && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {errorText(rate.error)}
        </Text>
      )}
      {said === false && me?.company != null && (
        <Text size="sm" c="dimmed">
          {t('feedback.stillStuck')}{' '}
          <Link to="/requests/new" search={{ desk: 'support' }} className={styles['link']}>
            {t('feedback.newRequest')}
          </Link>
        </Text>
      )}
    </section>
  );
}
