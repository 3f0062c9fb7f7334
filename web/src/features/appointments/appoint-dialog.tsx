import { type AccountCase, CHECKED_MAX, REASON_MAX } from '@companyaccount/contract';
import { Button, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Cancelled } from '../../api/cancelled.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftFoot } from '../../ui/drafts/draft-foot.tsx';
import { useDraft } from '../../ui/drafts/use-draft.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { notify } from '../../ui/notify.ts';
import { candidatesQuery } from './appointment-queries.ts';

const NO_WORDS = { reason: '', checked: '' };

interface AppointDialogProps {
  requestId: string;
  found: AccountCase;
  onClose: () => void;
}

/** Takes what an appointment needs: who, why, and what was checked. Opened on a fresh sign-in. */
export function AppointDialog({ requestId, found: { companies, suggested }, onClose }: AppointDialogProps) {
  const { t } = useTranslation(['appointments', 'common']);
  const queryClient = useQueryClient();
  const fresh = useFreshSignIn();
  const idempotency = useIdempotencyKey();
  const [companyId, setCompanyId] = useState(suggested?.companyId ?? companies[0]?.id ?? '');
  const [memberId, setMemberId] = useState(suggested?.memberId ?? '');
  const draft = useDraft(`appointment:${requestId}`, NO_WORDS);
  const { reason, checked } = draft.value;
  const problems = useFormProblems({
    memberId: t('appoint.member'),
    reason: t('appoint.reason'),
    checked: t('appoint.checked'),
  });
  const appoint = useMutation({
    mutationFn: (body: { requestId: string; memberId: string; reason: string; checked: string }) =>
      fresh(() =>
        draft.send((query) =>
          api.createAppointment({
            params: { id: companyId },
            query,
            body,
            idempotencyKey: idempotency.keyFor([companyId, body]),
          }),
        ),
      ),
    onSuccess: ({ state, person }) => {
      notify(t(state === 'done' ? 'appoint.inEffect' : 'appoint.done'), person);
      onClose();
    },
    onError: (error) => {
      if (!(error instanceof Cancelled)) problems.refused(error);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = {
      ...(memberId === '' ? { memberId: t('appoint.memberEmpty') } : {}),
      ...(reason.trim() === '' ? { reason: t('appoint.reasonEmpty') } : {}),
      ...(checked.trim() === '' ? { checked: t('appoint.checkedEmpty') } : {}),
    };
    if (Object.keys(missing).length > 0) problems.found(missing);
    else appoint.mutate({ requestId, memberId, reason, checked });
  };
  const words = (name: 'reason' | 'checked', max: number) => (
    <Textarea
      id={name}
      label={t(`appoint.${name}`)}
      description={t(`appoint.${name}Help`)}
      autosize
      minRows={2}
      maxRows={8}
      maxLength={max}
      dir="auto"
      value={draft.value[name]}
      error={problems.of(name)}
      onChange={(event) => draft.change({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <Modal opened size="lg" title={t('appoint.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text c="dimmed">{t('appoint.lead')}</Text>
          <ErrorSummary {...problems.summary} />
          {companies.length > 1 && (
            <Select
              label={t('appoint.company')}
              data={companies.map(({ id, name }) => ({ value: id, label: name }))}
              value={companyId}
              allowDeselect={false}
              onChange={(id) => {
                setCompanyId(id ?? companyId);
                setMemberId('');
              }}
            />
          )}
          <CandidateField
            key={companyId}
            companyId={companyId}
            first={suggested?.companyId === companyId ? suggested : null}
            value={memberId}
            error={problems.of('memberId')}
            onChange={setMemberId}
          />
          <DraftConflict draft={draft} textOf={(other) => `${other.reason}\n\n${other.checked}`.trim()} />
          {words('reason', REASON_MAX)}
          {words('checked', CHECKED_MAX)}
          <DraftFoot draft={draft} onClose={onClose}>
            <Button type="submit" loading={appoint.isPending}>
              {t('appoint.submit')}
            </Button>
          </DraftFoot>
        </Stack>
      </form>
    </Modal>
  );
}

interface CandidateFieldProps {
  companyId: string;
  /** Whom the request is likely about; offered before anybody is searched for. */
  first: AccountCase['suggested'];
  value: string;
  error: string | undefined;
  onChange: (memberId: string) => void;
}

function CandidateField({ companyId, first, value, error, onChange }: CandidateFieldProps) {
  const { t } = useTranslation('appointments');
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState(first === null ? null : { value: first.memberId, label: first.name });
  // What stands in the field after a choice is its label, not something to search for.
  const [q] = useDebouncedValue(search === chosen?.label ? '' : search, 250);
  const { data = [] } = useQuery(candidatesQuery(companyId, q));
  const found = data.map(({ memberId, name, email, state }) => ({
    value: memberId,
    label: `${name} · ${email}${state === 'pending' ? ` · ${t('appoint.waiting')}` : ''}`,
  }));
  const options = chosen === null || found.some((one) => one.value === chosen.value) ? found : [chosen, ...found];
  return (
    <Select
      id="memberId"
      label={t('appoint.member')}
      description={t('appoint.memberHelp')}
      searchable
      data={options}
      filter={({ options: all }) => all}
      nothingFoundMessage={t('appoint.nobody')}
      searchValue={search}
      onSearchChange={setSearch}
      value={value === '' ? null : value}
      error={error}
      onChange={(id, option) => {
        setChosen(option === null ? null : { value: option.value, label: option.label });
        onChange(id ?? '');
      }}
    />
  );
}
