import { ApiError, createClient, RATINGS, type RatedRequest, REMARK_MAX } from '@companyaccount/contract';
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { NarrowPage } from '../public/narrow-page.tsx';
import { useKeptLinkToken } from '../public/use-link-token.ts';
import { RATING_SIGNS } from '../requests/rating-sign.ts';
import { useKeptText } from './use-kept-text.ts';

const NO_REMARK: { comment: string | null } = { comment: null };
const isOver = (error: unknown): boolean => error instanceof ApiError && error.code === 'link_expired';

/**
 * Asks how a request was resolved, by the link in the mail that told it. Opening the page says nothing yet: programs that
 * look into mails open links too.
 */
export function RatePage() {
  const { t } = useTranslation(['outside', 'requests']);
  const token = useKeptLinkToken('rating-token');
  const { data, error, refetch } = useQuery({
    queryKey: keys.ratedRequest(token),
    queryFn: ({ signal }) => createClient({ token }).getRatedRequest({ signal }),
    enabled: token !== '',
    retry: false,
  });
  if (token === '' || isOver(error)) {
    return (
      <NarrowPage title={t('rate.noneTitle')}>
        <Stack gap="md">
          <Text>{t('rate.noneText')}</Text>
          <Group>
            <Button component={Link} to="/sign-in" variant="default">
              {t('rate.signIn')}
            </Button>
          </Group>
        </Stack>
      </NarrowPage>
    );
  }
  return (
    <NarrowPage title={t('requests:rating.ask')}>
      {data !== undefined ? (
        <Asked token={token} asked={data} />
      ) : error === null ? (
        <TextSkeleton lines={3} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </NarrowPage>
  );
}

function Asked({ token, asked: { number, subject, value, comment: said } }: { token: string; asked: RatedRequest }) {
  const { t } = useTranslation(['outside', 'requests']);
  const queryClient = useQueryClient();
  const [draft, change, clear] = useKeptText(`rate:${number}`, NO_REMARK);
  const comment = draft.comment ?? said ?? '';
  const rate = useMutation({
    mutationFn: (chosen: (typeof RATINGS)[number]) =>
      createClient({ token }).rateByLink({ body: { value: chosen, comment } }),
    onSuccess: (rated) => {
      clear();
      queryClient.setQueryData(keys.ratedRequest(token), rated);
    },
  });
  const told = comment.trim() === (said ?? '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (value !== null) rate.mutate(value);
  };
  return (
    <Stack gap="md">
      <Text>
        <Text span c="dimmed" className="figures">
          {number}
        </Text>{' '}
        <span dir="auto">{subject}</span>
      </Text>
      <Group grow gap="sm" role="group" aria-label={t('requests:rating.ask')}>
        {RATINGS.map((one) => {
          const { icon: Sign } = RATING_SIGNS[one];
          return (
            <Button
              key={one}
              size="md"
              variant={value === one ? 'filled' : 'default'}
              aria-pressed={value === one}
              disabled={rate.isPending}
              leftSection={<Sign size={18} aria-hidden />}
              onClick={() => rate.mutate(one)}
            >
              {t(`requests:rating.${one}`)}
            </Button>
          );
        })}
      </Group>
      {value !== null && (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <Text role="status">{t('requests:rating.thanks')}</Text>
            <Textarea
              label={t('requests:rating.comment')}
              placeholder={t(`requests:rating.why.${value}`)}
              autosize
              minRows={3}
              maxRows={12}
              maxLength={REMARK_MAX}
              dir="auto"
              value={comment}
              onChange={(event) => change({ comment: event.currentTarget.value })}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={rate.isPending} disabled={told}>
                {t('requests:rating.send')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
      {rate.error !== null && (
        <Text role="alert" c="var(--mantine-color-error)">
          {isOver(rate.error) ? t('rate.noneText') : errorText(rate.error)}
        </Text>
      )}
    </Stack>
  );
}
