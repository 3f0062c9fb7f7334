import {
  ALLOW_KINDS,
  type AllowEntry,
  type AllowKind,
  ApiError,
  WITHDRAWAL_REASON_MAX,
} from '@companyaccount/contract';
import { Button, Group, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconShieldOff } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { Pages } from '../../ui/states/pages.tsx';
import { allowListQuery } from './definition-queries.ts';
import styles from './definitions.module.css';
import { Frame } from './frame.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { StateBadge } from './state-badge.tsx';

/** Files and signatures that are never reported. */
export function AllowListPage() {
  const { t } = useTranslation('definitions');
  const { file } = useSearch({ from: '/account/lab/detections/allow-list' });
  const navigate = useNavigate({ from: '/lab/detections/allow-list' });
  const [adding, setAdding] = useState(file !== undefined);
  const query = useInfiniteQuery(allowListQuery);
  const close = (): void => {
    setAdding(false);
    void navigate({ search: {}, replace: true });
  };
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('allow.add')}
    </Button>
  );
  return (
    <Frame current="/lab/detections/allow-list" action={add}>
      <p className={styles['help']}>{t('allow.help')}</p>
      <div className={styles['card']}>
        <Pages
          query={query}
          skeleton={4}
          framed
          empty={<EmptyState icon={IconShieldOff} title={t('allow.empty')} text={t('allow.emptyText')} />}
        >
          {(entries) => (
            <ul className={styles['rows']} aria-label={t('sections.allowList')}>
              {entries.map((entry) => (
                <Row key={entry.id} entry={entry} />
              ))}
            </ul>
          )}
        </Pages>
      </div>
      {adding && <AddDialog file={file} onClose={close} />}
    </Frame>
  );
}

function Row({
  entry: { id, kind, value, reason, state, author, approver, actions, createdAt },
}: {
  entry: AllowEntry;
}) {
  const { t } = useTranslation('definitions');
  const formats = useFormats();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState(false);
  const approve = useMutation({
    mutationFn: () => api.approveAllowEntry({ params: { id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.definitions }),
  });
  const facts = [
    t(`allow.kinds.${kind}`),
    t('allow.by', { name: author.name, when: formats.exact(createdAt) }),
    ...(approver === null ? [] : [t('allow.approvedBy', { name: approver.name })]),
  ];
  return (
    <li className={styles['entry']}>
      <span className={styles['what']}>
        <span className={styles['code']}>{value}</span>
        <span dir="auto">{reason}</span>
        <span className={styles['facts']}>{facts.join(' · ')}</span>
        {approve.isError && (
          <span role="alert" className={styles['wrong']}>
            {errorText(approve.error)}
          </span>
        )}
      </span>
      <StateBadge state={state} />
      <Group gap="xs" wrap="nowrap" className={styles['deeds'] ?? ''}>
        {actions.includes('approve') && (
          <Button size="xs" loading={approve.isPending} onClick={() => approve.mutate()}>
            {t('allow.approve')}
          </Button>
        )}
        {actions.includes('withdraw') && (
          <Button size="xs" variant="default" onClick={() => setAsked(true)}>
            {t('allow.withdraw')}
          </Button>
        )}
      </Group>
      {asked && (
        <ReasonDialog
          title={t('allow.withdrawTitle')}
          text={t('allow.withdrawText')}
          action={t('allow.withdraw')}
          onSend={(why) => api.withdrawAllowEntry({ params: { id }, body: { reason: why } })}
          onClose={() => setAsked(false)}
        />
      )}
    </li>
  );
}

function AddDialog({ file = '', onClose }: { file: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['definitions', 'common', 'errors']);
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  const [kind, setKind] = useState<AllowKind>('file');
  const [value, setValue] = useState(file);
  const [reason, setReason] = useState('');
  const problems = useFormProblems({ value: t('allow.value'), reason: t('allow.reason') });
  const create = useMutation({
    mutationFn: () => {
      const body = { kind, value: value.trim(), reason: reason.trim() };
      return api.createAllowEntry({ body, idempotencyKey: idempotency.keyFor(body) });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.definitions });
      onClose();
    },
    onError: (error) => {
      const code =
        error instanceof ApiError ? error.fields.find(({ pointer }) => pointer === '/value')?.code : undefined;
      if (code === 'taken') problems.found({ value: t('allow.taken') });
      else if (code === 'wrong_format') problems.found({ value: t('allow.wrong') });
      else problems.refused(error);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const required = t('errors:field.required');
    const found = {
      ...(value.trim() === '' ? { value: required } : {}),
      ...(reason.trim() === '' ? { reason: required } : {}),
    };
    if (Object.keys(found).length > 0) problems.found(found);
    else create.mutate();
  };
  return (
    <Modal opened size="lg" title={t('allow.add')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <Text size="sm" c="dimmed">
            {t('allow.help')}
          </Text>
          <NativeSelect
            label={t('allow.kind')}
            value={kind}
            data={ALLOW_KINDS.map((one) => ({ value: one, label: t(`allow.kinds.${one}`) }))}
            onChange={(event) => setKind(event.currentTarget.value === 'signature' ? 'signature' : 'file')}
          />
          <TextInput
            id="value"
            label={t(`allow.${kind}`)}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
            spellCheck={false}
            autoComplete="off"
            maxLength={200}
            data-autofocus
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            error={problems.of('value')}
          />
          <Textarea
            id="reason"
            label={t('allow.reason')}
            autosize
            minRows={2}
            maxLength={WITHDRAWAL_REASON_MAX}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={problems.of('reason')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('allow.propose')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
