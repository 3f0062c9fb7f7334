import { REGRADE_REASON_MAX, type Request, SEVERITIES } from '@companyaccount/contract';
import { ActionIcon, Button, Group, Select, Text, Textarea } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText, fieldErrors } from '../../api/error-text.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftNote } from '../../ui/drafts/draft-note.tsx';
import { useDraft } from '../../ui/drafts/use-draft.ts';
import { PanelField } from './panel-field.tsx';
import styles from './request-panel.module.css';
import { useDeskDeed } from './use-desk-deed.ts';

interface Words {
  severity: number | null;
  reason: string;
}
const NO_WORDS: Words = { severity: null, reason: '' };

/** How bad it is; staff re-grade it in its place, for a reason that the customer reads. */
export function SeverityField({ request, mayRegrade }: { request: Request; mayRegrade: boolean }) {
  const { t } = useTranslation('requests');
  const [open, setOpen] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const label = t('field.severity');
  if (open) {
    return (
      <div className={styles['field']} data-editing>
        <dt>{label}</dt>
        <dd>
          <Form
            request={request}
            onEnd={() => {
              setOpen(false);
              requestAnimationFrame(() => pencil.current?.focus());
            }}
          />
        </dd>
      </div>
    );
  }
  const words = t(`severity.${request.severity}`);
  if (!mayRegrade) return <PanelField label={label}>{words}</PanelField>;
  return (
    <div className={styles['field']} data-editable>
      <dt>{label}</dt>
      <dd>
        {words}
        <ActionIcon
          ref={pencil}
          size={24}
          className={styles['pencil'] ?? ''}
          aria-label={t('panel.edit', { field: label })}
          onClick={() => setOpen(true)}
        >
          <IconPencil size={14} aria-hidden />
        </ActionIcon>
      </dd>
    </div>
  );
}

function Form({ request, onEnd }: { request: Request; onEnd: () => void }) {
  const { t } = useTranslation(['requests', 'common']);
  const draft = useDraft<Words>(`severity:${request.id}`, NO_WORDS);
  const { reason } = draft.value;
  const severity = SEVERITIES.find((one) => one === draft.value.severity) ?? request.severity;
  const [lacking, setLacking] = useState(false);
  const regrade = useDeskDeed(request, [], (id, { severity: to = severity, reason: why = reason }) =>
    draft.send((query) => api.regradeRequest({ params: { id }, query, body: { severity: to, reason: why } })),
  );
  const wrong = fieldErrors(regrade.error)['reason'] ?? (lacking && reason.trim() === '' ? t('regrade.lacking') : null);
  const leave = (): void => {
    draft.discard();
    onEnd();
  };
  const submit = (): void => {
    if (severity === request.severity) return leave();
    if (reason.trim() === '') return setLacking(true);
    regrade.mutate({ deed: 'severity', severity, reason: reason.trim() }, { onSuccess: onEnd });
  };
  return (
    <form
      noValidate
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && reason === '') onEnd();
      }}
    >
      <DraftConflict draft={draft} textOf={(other) => other.reason} />
      <Select
        autoFocus
        aria-label={t('field.severity')}
        data={SEVERITIES.map((value) => ({ value: String(value), label: t(`severity.${value}`) }))}
        value={String(severity)}
        onChange={(value) => draft.change({ severity: SEVERITIES.find((one) => String(one) === value) ?? severity })}
      />
      <Textarea
        label={t('regrade.reason')}
        description={t('regrade.reasonHelp')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={REGRADE_REASON_MAX}
        dir="auto"
        value={reason}
        error={wrong}
        onChange={(event) => draft.change({ reason: event.currentTarget.value })}
      />
      {regrade.error !== null && wrong === null && (
        <Text role="alert" size="xs" c="var(--mantine-color-error)">
          {errorText(regrade.error)}
        </Text>
      )}
      <Group gap={8}>
        <Button type="submit" size="compact-sm" loading={regrade.isPending}>
          {t('common:form.save')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={leave}>
          {t('common:form.cancel')}
        </Button>
        <DraftNote draft={draft} />
      </Group>
    </form>
  );
}
