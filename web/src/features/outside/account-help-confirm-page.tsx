import { ApiError } from '@companyaccount/contract';
import { Button, Group, Stack, Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { NarrowPage } from '../public/narrow-page.tsx';
import { useLinkToken } from '../public/use-link-token.ts';

/** Shorter is no token but what is left of a link cut in two. */
const TOKEN_MIN = 20;

type Confirmed = 'account_help' | 'submission';

/** Once per token, however often the page is drawn: a second use of the link may be refused. */
const confirmation = (what: Confirmed, token: string) =>
  queryOptions({
    queryKey: ['confirmation', what, token],
    queryFn: () => (what === 'submission' ? api.confirmSubmissionEmail : api.confirmAccountHelp)({ body: { token } }),
    enabled: token.length >= TOKEN_MIN,
    staleTime: 'static',
    gcTime: Infinity,
    retry: false,
  });

function Outcome({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <NarrowPage announced title={title}>
      <Stack gap="md">
        <Text>{text}</Text>
        {Boolean(children) && <Group gap="sm">{children}</Group>}
      </Stack>
    </NarrowPage>
  );
}

/** Files a call for help by the link of the mail, and leads to where its answers are read. */
export const AccountHelpConfirmPage = () => <ConfirmPage what="account_help" />;
/** Has the answers to a submission mailed from now on, by the link of the mail. */
export const SubmissionConfirmPage = () => <ConfirmPage what="submission" />;

function ConfirmPage({ what }: { what: Confirmed }) {
  const { t } = useTranslation(['outside', 'common']);
  const token = useLinkToken();
  const { data, error, refetch, isFetching } = useQuery(confirmation(what, token));
  const help = what === 'account_help';
  if (token.length < TOKEN_MIN) return <Outcome title={t('confirm.cutTitle')} text={t('confirm.cutText')} />;
  if (data !== undefined) {
    return (
      <Outcome
        title={t(help ? 'confirm.doneTitle' : 'confirmEmail.doneTitle')}
        text={t(help ? 'confirm.doneText' : 'confirmEmail.doneText', { number: data.number })}
      >
        {/* Loaded anew, for this page would take the token behind the # for its own. */}
        <Button component="a" href={`/track#${data.trackingToken}`}>
          {t(help ? 'confirm.open' : 'confirmEmail.open')}
        </Button>
      </Outcome>
    );
  }
  if (isUsed(error)) {
    return (
      <Outcome title={t('confirm.usedTitle')} text={t(help ? 'confirm.usedText' : 'confirmEmail.usedText')}>
        {help && (
          <Button component={Link} to="/account-help">
            {t('confirm.again')}
          </Button>
        )}
      </Outcome>
    );
  }
  if (error !== null) {
    return (
      <Outcome title={t(help ? 'confirm.failedTitle' : 'confirmEmail.failedTitle')} text={errorText(error)}>
        <Button loading={isFetching} onClick={() => void refetch()}>
          {t('common:states.retry')}
        </Button>
      </Outcome>
    );
  }
  return <Working />;
}

/** Has a request made of a mail that its sender wrote, by the link of the mail that asked them. */
export function MailConfirmPage() {
  const { t } = useTranslation(['outside', 'common']);
  const token = useLinkToken();
  const { isSuccess, error, refetch, isFetching } = useQuery({
    queryKey: ['confirmation', 'mail', token],
    queryFn: async () => {
      await api.confirmReceivedMail({ body: { token } });
      return true;
    },
    enabled: token.length >= TOKEN_MIN,
    staleTime: 'static',
    gcTime: Infinity,
    retry: false,
  });
  if (token.length < TOKEN_MIN) return <Outcome title={t('confirm.cutTitle')} text={t('confirm.cutText')} />;
  if (isSuccess) return <Outcome title={t('confirmMail.doneTitle')} text={t('confirmMail.doneText')} />;
  if (isUsed(error)) return <Outcome title={t('confirm.usedTitle')} text={t('confirmMail.usedText')} />;
  if (error !== null) {
    return (
      <Outcome title={t('confirmMail.failedTitle')} text={errorText(error)}>
        <Button loading={isFetching} onClick={() => void refetch()}>
          {t('common:states.retry')}
        </Button>
      </Outcome>
    );
  }
  return <Working />;
}

function Working() {
  const { t } = useTranslation('outside');
  return (
    <NarrowPage title={t('confirm.working')}>
      <TextSkeleton lines={3} />
    </NarrowPage>
  );
}

const isUsed = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'link_expired' || error.code === 'validation_failed');
