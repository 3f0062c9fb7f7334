import type { Desk } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { fieldErrorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { useSignedIn } from '../../api/me.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftNote } from '../../ui/drafts/draft-note.tsx';
import { type UsedDraft, useDraft } from '../../ui/drafts/use-draft.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { notify } from '../../ui/notify.ts';
import { Page } from '../../ui/page.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { requestQuery } from '../requests/request-queries.ts';
import { DeskChoice } from './desk-choice.tsx';
import { LicenseNotice } from './license-notice.tsx';
import { EnvironmentField } from './environment-field.tsx';
import { MoreDetails } from './more-details.tsx';
import { OriginNotice } from './origin-notice.tsx';
import { ParticipantsField } from './participants-field.tsx';
import styles from './portal.module.css';
import { EMPTY_FORM, type FormField, formErrors, type RequestForm, requestOf } from './request-form.ts';
import { RequestFormFields } from './request-form-fields.tsx';

const textOf = ({ subject, text }: RequestForm): string => [subject, text].filter(Boolean).join('\n\n');
const hasBegun = (form: RequestForm) => form.subject !== '' || form.text !== '' || form.files.length > 0;

/** The form for a new request. What is typed is kept as a draft. */
export function NewRequestPage() {
  const { t } = useTranslation(['portal', 'common']);
  const me = useSignedIn();
  const { desk, about, from } = useSearch({ from: '/account/requests/new' });
  const draft = useDraft<RequestForm>('request:new', EMPTY_FORM);
  const { value, change, loaded } = draft;
  // A draft may be older than a field of the form.
  const form: RequestForm = { ...EMPTY_FORM, ...value, ...(desk === undefined ? {} : { desk }) };
  const { data: origin } = useQuery({ ...requestQuery(from ?? ''), enabled: from !== undefined });
  const [busy, setBusy] = useState(false);
  const problems = useFormProblems(useLabels());
  const file = useFile(draft);
  const navigate = useNavigate();

  // What another page found out is written for the person, unless something stands here already.
  const untouched = value.kind === null && !hasBegun(value);
  useEffect(() => {
    if (about === undefined || !loaded) return;
    if (untouched) change({ desk: 'support', kind: 'account', subject: t(`new.about.${about}`) });
    void navigate({ to: '/requests/new', search: {}, replace: true });
  }, [about, loaded, untouched, change, navigate, t]);

  const chooseDesk = (next: Desk): void => {
    change({ desk: next, kind: null });
    void navigate({ to: '/requests/new', search: from === undefined ? {} : { from }, replace: true });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const errors = formErrors(form);
    const body = requestOf(form);
    if (errors.length > 0 || body === null) {
      return problems.found(Object.fromEntries(errors.map((one) => [one.pointer.slice(1), fieldErrorText(one)])));
    }
    file.mutate(origin === undefined ? body : { ...body, originId: origin.id }, { onError: problems.refused });
  };
  return (
    <Page title={t('new.title')} width="reading">
      <form noValidate className={styles['form']} onSubmit={submit}>
        <LicenseNotice />
        <DraftConflict draft={draft} textOf={textOf} />
        <ErrorSummary {...problems.summary} />
        {origin !== undefined && <OriginNotice origin={origin} />}
        <DeskChoice desk={form.desk} onChange={chooseDesk} />
        <RequestFormFields
          form={form}
          change={change}
          problems={problems}
          onBusyChange={setBusy}
          environment={
            me.company !== null && <EnvironmentField companyId={me.company.id} form={form} change={change} />
          }
          disabled={file.isPending}
        />
        <ParticipantsField me={me} form={form} change={change} problems={problems} />
        <MoreDetails form={form} change={change} problems={problems} />
        <div className={styles['send']}>
          <Button
            type="submit"
            leftSection={<IconSend2 size={16} aria-hidden />}
            loading={file.isPending}
            disabled={busy}
          >
            {t('new.send')}
          </Button>
          <p className={styles['next']} aria-live="polite">
            {busy ? t('new.waitForFiles') : form.desk === 'lab' ? t('new.nextLab') : t('new.nextSupport')}
          </p>
        </div>
        {hasBegun(form) && (
          <div className={styles['kept']}>
            <DraftNote draft={draft} />
            <Button variant="subtle" color="gray" size="compact-sm" onClick={draft.discard}>
              {t('new.discard')}
            </Button>
          </div>
        )}
      </form>
    </Page>
  );
}

function useLabels(): Record<FormField, string> {
  const { t } = useTranslation('portal');
  return {
    kind: t('new.kind'),
    subject: t('new.subject'),
    text: t('new.text'),
    productId: t('new.product'),
    productVersion: t('new.version'),
    operatingSystem: t('new.system'),
    severity: t('new.severity'),
    impact: t('new.impact'),
    participants: t('new.participants'),
    objects: t('new.objects'),
    archivePassword: t('new.archivePassword'),
  };
}

/** Files the request and goes on to it. */
function useFile(draft: UsedDraft<RequestForm>) {
  const { t } = useTranslation('portal');
  const formats = useFormats();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const idempotency = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: Parameters<typeof api.createRequest>[0]['body']) =>
      draft.send((query) =>
        api.createRequest({
          query,
          body,
          idempotencyKey: idempotency.keyFor(body),
        }),
      ),
    onSuccess: async (request) => {
      idempotency.done();
      queryClient.setQueryData(keys.request(request.id), request);
      void queryClient.invalidateQueries({ queryKey: keys.requestLists });
      const { number, promiseAt } = request;
      const promised = promiseAt === null ? null : formats.exact(promiseAt);
      notify(
        t('new.filed', { number }),
        promised === null ? t('new.filedNoPromise') : t('new.filedText', { when: promised }),
      );
      await navigate({ to: '/requests/$requestId', params: { requestId: request.id } });
    },
  });
}
