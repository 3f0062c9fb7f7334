import { type Request, SUBJECT_MAX } from '@companyaccount/contract';
import { ActionIcon, Button, Text, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import styles from './request-view.module.css';
import { usePatchRequest } from './use-change-request.ts';

/** The subject as the heading of the page, corrected in its place where the reader may. */
export function SubjectLine({ request }: { request: Request }) {
  const { t } = useTranslation(['requests', 'common']);
  const [draft, setDraft] = useState<string | null>(null);
  const patch = usePatchRequest(request);
  if (draft === null) {
    return (
      <div className={styles['subjectLine']}>
        <h1 className={styles['subject']} dir="auto">
          {request.subject}
        </h1>
        {request.actions.includes('edit') && (
          <ActionIcon
            size={28}
            aria-label={t('panel.edit', { field: t('field.subject') })}
            onClick={() => setDraft(request.subject)}
          >
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
        )}
      </div>
    );
  }
  return (
    <form
      className={styles['subjectForm']}
      onSubmit={(event) => {
        event.preventDefault();
        patch.mutate({ subject: draft.trim() }, { onSuccess: () => setDraft(null) });
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setDraft(null);
      }}
    >
      <TextInput
        autoFocus
        aria-label={t('field.subject')}
        maxLength={SUBJECT_MAX}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
      />
      <Button type="submit" loading={patch.isPending}>
        {t('common:form.save')}
      </Button>
      <Button variant="default" onClick={() => setDraft(null)}>
        {t('common:form.cancel')}
      </Button>
      {patch.error !== null && (
        <Text role="alert" c="var(--mantine-color-error)">
          {errorText(patch.error)}
        </Text>
      )}
    </form>
  );
}
