import { RATINGS, type Rating, REMARK_MAX, type Request } from '@companyaccount/contract';
import { Button, Group, Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftNote } from '../../ui/drafts/draft-note.tsx';
import { useDraft } from '../../ui/drafts/use-draft.ts';
import styles from './rating-box.module.css';
import { RATING_SIGNS } from './rating-sign.ts';
import { useChangeRequest } from './use-change-request.ts';

interface Remark {
  comment: string | null;
}
const NO_REMARK: Remark = { comment: null };

type Said = Parameters<typeof api.rateRequest>[0]['body'];

/** Asks whoever filed a request how it was resolved. The word counts at once, a comment may follow. */
export function RatingBox({ request: { id, rating } }: { request: Request }) {
  const { t } = useTranslation('requests');
  const draft = useDraft<Remark>(`rating:${id}`, NO_REMARK);
  const comment = draft.value.comment ?? rating?.comment ?? '';
  const rate = useChangeRequest(id, (body: Said) =>
    draft.send((query) => api.rateRequest({ params: { id }, query, body })),
  );
  const say = (value: Rating['value']): void => rate.mutate({ value, ...(comment.trim() === '' ? {} : { comment }) });
  const told = comment.trim() === (rating?.comment ?? '');
  return (
    <section className={styles['box']} aria-label={t('rating.ask')}>
      <Group gap={12}>
        <span className={styles['ask']}>{rating === null ? t('rating.ask') : t('rating.thanks')}</span>
        <Group gap={6} role="group" aria-label={t('rating.ask')}>
          {RATINGS.map((value) => {
            const { icon: Sign } = RATING_SIGNS[value];
            const chosen = rating?.value === value;
            return (
              <Button
                key={value}
                variant={chosen ? 'light' : 'default'}
                size="compact-md"
                aria-pressed={chosen}
                disabled={rate.isPending}
                leftSection={<Sign size={16} aria-hidden />}
                onClick={() => say(value)}
              >
                {t(`rating.${value}`)}
              </Button>
            );
          })}
        </Group>
      </Group>
      <DraftConflict draft={draft} textOf={(other) => other.comment ?? ''} />
      {rating !== null && (
        <form
          className={styles['comment']}
          onSubmit={(event) => {
            event.preventDefault();
            say(rating.value);
          }}
        >
          <Textarea
            aria-label={t('rating.comment')}
            placeholder={t(`rating.why.${rating.value}`)}
            autosize
            minRows={1}
            maxRows={8}
            maxLength={REMARK_MAX}
            dir="auto"
            value={comment}
            onChange={(event) => draft.change({ comment: event.currentTarget.value })}
          />
          {!told && <DraftNote draft={draft} />}
          {!told && (
            <Button type="submit" size="compact-md" loading={rate.isPending}>
              {t('rating.send')}
            </Button>
          )}
        </form>
      )}
      {rate.error !== null && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {errorText(rate.error)}
        </Text>
      )}
    </section>
  );
}
