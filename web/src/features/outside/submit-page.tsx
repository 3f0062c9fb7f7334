import { ApiError, type CreateSubmission, type SubmissionTerms } from '@companyaccount/contract';
import { Anchor, Button } from '@mantine/core';
import { IconClock, IconLock, IconSend2, IconUsers } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { fieldErrorText } from '../../api/error-text.ts';
import { useMe } from '../../api/me.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { notify } from '../../ui/notify.ts';
import { usePageTitle } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useStandingProblems } from '../public/use-standing-problems.ts';
import { EMPTY_SUBMISSION, type SubmissionForm, submissionErrors, submissionOf } from './submission-form.ts';
import { SubmissionFields } from './submission-fields.tsx';
import styles from './submit-page.module.css';
import { forgetToken, keptToken, uploadToken } from './upload-token.ts';
import { useKeptText } from './use-kept-text.ts';

const termsQuery = queryOptions({
  queryKey: ['submission-terms'],
  queryFn: ({ signal }) => api.getSubmissionTerms({ signal }),
});

/** The Virus Lab's form for everybody. What is typed stays in the browser until it is sent. */
export function SubmitPage() {
  const { t } = useTranslation('outside');
  const { data: terms, error, refetch } = useQuery(termsQuery);
  usePageTitle(t('send.title'));
  return (
    <div className={styles['ground']}>
      <div className={styles['card']}>
        <h1 className={styles['title']}>{t('send.title')}</h1>
        {terms !== undefined ? (
          <Form terms={terms} />
        ) : error === null ? (
          <TextSkeleton lines={12} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )}
      </div>
    </div>
  );
}

function Form({ terms }: { terms: SubmissionTerms }) {
  const { t } = useTranslation(['outside', 'portal']);
  const [form, change, clear] = useKeptText<SubmissionForm>('submission', EMPTY_SUBMISSION);
  const [busy, setBusy] = useState(false);
  const problems = useFormProblems({
    kind: t('send.kind'),
    uploads: t('send.files'),
    text: t('send.text'),
    objects: t('portal:new.objects'),
    archivePassword: t('send.password'),
    email: t('send.email'),
  });
  const problemOf = useStandingProblems(problems, { ...form, uploads: `${form.files.length} ${form.objects}` });
  // Files are worth as long as the token that they came with.
  const lost = form.files.length > 0 && (form.token === null || form.token !== keptToken());
  useEffect(() => {
    if (lost) change({ files: [], token: null });
  }, [lost, change]);
  const send = useSend({
    onSent: clear,
    onRefused: (error) => {
      if (error instanceof ApiError && error.code === 'upload_token_expired') {
        forgetToken();
        change({ files: [], token: null });
      }
      problems.refused(error);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy || send.isPending) return;
    const found = submissionErrors(form).map((one) => [one.pointer.slice(1), fieldErrorText(one)]);
    const words = { text: t('send.textEmpty'), uploads: t('send.nothing') };
    if (found.length === 0) send.mutate(form);
    else
      problems.found({
        ...Object.fromEntries(found),
        ...only(
          words,
          found.map(([name]) => name ?? ''),
        ),
      });
  };
  return (
    <form noValidate className={styles['form']} onSubmit={submit}>
      <Facts terms={terms} />
      <ErrorSummary {...problems.summary} />
      <SubmissionFields
        terms={terms}
        form={form}
        change={change}
        problemOf={problemOf}
        onBusyChange={setBusy}
        disabled={send.isPending}
      />
      <div className={styles['send']}>
        <Button
          type="submit"
          leftSection={<IconSend2 size={16} aria-hidden />}
          loading={send.isPending}
          disabled={busy}
        >
          {t('send.submit')}
        </Button>
        <p className={styles['next']} aria-live="polite">
          {send.isPending ? t('send.checking') : busy ? t('send.wait') : t('send.after')}
        </p>
      </div>
    </form>
  );
}

const only = <T extends Record<string, string>>(words: T, names: readonly string[]): Partial<T> =>
  Object.fromEntries(Object.entries(words).filter(([name]) => names.includes(name))) as Partial<T>;

/** Sends the form, and goes on to where the answer will be. */
function useSend({ onSent, onRefused }: { onSent: () => void; onRefused: (error: unknown) => void }) {
  const { t } = useTranslation('outside');
  const navigate = useNavigate();
  const idempotency = useIdempotencyKey();
  return useMutation({
    mutationFn: async (form: SubmissionForm) => {
      const body: CreateSubmission = submissionOf(form, await uploadToken(), currentLanguage());
      return api.createSubmission({ body, idempotencyKey: idempotency.keyFor(body) });
    },
    onError: onRefused,
    onSuccess: async ({ number, trackingToken }, { email }) => {
      idempotency.done();
      forgetToken();
      onSent();
      notify(t('send.sent', { number }), t(email.trim() === '' ? 'send.sentText' : 'send.sentMail'));
      await navigate({ to: '/track', hash: trackingToken });
    },
  });
}

/** What becomes of what is sent, and how long it takes. */
function Facts({ terms: { answerHours } }: { terms: SubmissionTerms }) {
  const { t } = useTranslation('outside');
  const me = useMe();
  const time =
    answerHours % 24 === 0 ? t('send.days', { count: answerHours / 24 }) : t('send.hours', { count: answerHours });
  return (
    <div>
      <p className={styles['lead']}>{t('send.lead')}</p>
      <ul className={styles['facts']}>
        <li>
          <IconLock size={18} stroke={1.75} aria-hidden />
          <span>{t('send.facts.kept')}</span>
        </li>
        <li>
          <IconClock size={18} stroke={1.75} aria-hidden />
          <span>{t('send.facts.soon', { time })}</span>
        </li>
        <li>
          <IconUsers size={18} stroke={1.75} aria-hidden />
          <span>
            {t('send.facts.order')}{' '}
            {me === null && (
              <Anchor underline="always" component={Link} to="/sign-in">
                {t('send.facts.signIn')}
              </Anchor>
            )}
          </span>
        </li>
      </ul>
    </div>
  );
}
