import { ApiError } from '@companyaccount/contract';
import { Button, Group, Stack, Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { NarrowPage } from './narrow-page.tsx';
import { useLinkToken } from './use-link-token.ts';

/** Shorter is no token but what is left of a link cut in two. */
const TOKEN_MIN = 20;

/** Once per token, however often the page is drawn: a second use of the link would be refused. */
const confirmation = (token: string) =>
  queryOptions({
    queryKey: ['confirmation', token],
    queryFn: () => api.confirmRegistration({ body: { token } }),
    enabled: token.length >= TOKEN_MIN,
    staleTime: 'static',
    gcTime: Infinity,
    retry: false,
  });

interface OutcomeProps {
  name: 'active' | 'pending' | 'expired' | 'incomplete' | 'failed';
  company?: string;
  detail?: string;
  children?: ReactNode;
}

function Outcome({ name, company = '', detail, children }: OutcomeProps) {
  const { t } = useTranslation('public');
  return (
    <NarrowPage announced title={t(`confirm.${name}.title`)}>
      <Stack gap="md">
        {detail !== undefined && <Text>{detail}</Text>}
        <Text>{t(`confirm.${name}.text`, { company })}</Text>
        {children !== undefined && <Group gap="sm">{children}</Group>}
      </Stack>
    </NarrowPage>
  );
}

/** Confirms the e-mail address by the link of the mail, and says what comes next. */
export function ConfirmPage() {
  const { t } = useTranslation('public');
  const common = useTranslation('common').t;
  const token = useLinkToken();
  const { data, error, refetch, isFetching } = useQuery(confirmation(token));
  if (token.length < TOKEN_MIN) return <Outcome name="incomplete" />;
  if (data !== undefined) {
    return (
      <Outcome name={data.membership} company={data.companyName}>
        <Button component={Link} to="/sign-in" state={{ email: data.email }}>
          {t('confirm.signIn')}
        </Button>
      </Outcome>
    );
  }
  if (error instanceof ApiError && (error.code === 'link_expired' || error.code === 'validation_failed')) {
    return (
      <Outcome name="expired">
        <Button component={Link} to="/sign-in">
          {t('confirm.signIn')}
        </Button>
        <Button component={Link} to="/register" variant="default">
          {t('confirm.register')}
        </Button>
      </Outcome>
    );
  }
  if (error !== null) {
    return (
      <Outcome name="failed" detail={errorText(error)}>
        <Button loading={isFetching} onClick={() => void refetch()}>
          {common('states.retry')}
        </Button>
      </Outcome>
    );
  }
  return (
    <NarrowPage title={t('confirm.working')}>
      <TextSkeleton lines={3} />
    </NarrowPage>
  );
}
