import { ApiError } from '@companyaccount/contract';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { NarrowPage } from '../public/narrow-page.tsx';

const route = getRouteApi('/public/unsubscribe/$token');

function Outcome({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <NarrowPage announced title={title}>
      <Stack gap="md">
        <Text>{text}</Text>
        <Group gap="sm">{children}</Group>
      </Stack>
    </NarrowPage>
  );
}

function ToSettings({ words }: { words: string }) {
  return (
    <Button component={Link} to="/profile/notifications" variant="default">
      {words}
    </Button>
  );
}

/** What the link at the end of a mail switches off; opening it changes nothing yet. */
export function UnsubscribePage() {
  const { t } = useTranslation('outside');
  const { token } = route.useParams();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.unsubscription(token),
    queryFn: ({ signal }) => api.getUnsubscription({ params: { token }, signal }),
    retry: false,
  });
  const stop = useMutation({ mutationFn: () => api.unsubscribe({ params: { token } }) });
  const settings = <ToSettings words={t('unsubscribe.change')} />;
  if (isPending)
    return (
      <NarrowPage title={t('unsubscribe.title')}>
        <TextSkeleton lines={2} />
      </NarrowPage>
    );
  if (error instanceof ApiError && (error.code === 'link_expired' || error.code === 'validation_failed'))
    return (
      <Outcome title={t('unsubscribe.expiredTitle')} text={t('unsubscribe.expiredText')}>
        {settings}
      </Outcome>
    );
  if (data === undefined)
    return (
      <NarrowPage title={t('unsubscribe.title')}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </NarrowPage>
    );
  const event = t(`unsubscribe.event.${data.event}`);
  if (stop.isSuccess)
    return (
      <Outcome title={t('unsubscribe.doneTitle')} text={t('unsubscribe.doneText', { event })}>
        {settings}
      </Outcome>
    );
  if (data.mail === 'never')
    return (
      <Outcome title={t('unsubscribe.offTitle')} text={t('unsubscribe.doneText', { event })}>
        {settings}
      </Outcome>
    );
  return (
    <NarrowPage title={t('unsubscribe.title')}>
      <Stack gap="md">
        <Text>{t('unsubscribe.text', { event })}</Text>
        {stop.error !== null && (
          <Text role="alert" c="var(--mantine-color-error)">
            {errorText(stop.error)}
          </Text>
        )}
        <Group gap="sm">
          <Button loading={stop.isPending} onClick={() => stop.mutate()}>
            {t('unsubscribe.stop')}
          </Button>
          {settings}
        </Group>
      </Stack>
    </NarrowPage>
  );
}
