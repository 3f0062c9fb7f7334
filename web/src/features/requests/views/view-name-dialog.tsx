import { VIEW_NAME_MAX } from '@companyaccount/contract';
import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../../api/error-text.ts';

interface ViewNameDialogProps {
  title: string;
  name: string;
  /** Whether the view may be shared from the beginning. */
  mayShare: boolean;
  busy: boolean;
  error: unknown;
  onSave: (name: string, shared: boolean) => void;
  onClose: () => void;
}

/** Asks for the name of a view. */
export function ViewNameDialog({ title, name: before, mayShare, busy, error, onSave, onClose }: ViewNameDialogProps) {
  const { t } = useTranslation(['requests', 'common']);
  const [name, setName] = useState(before);
  const [shared, setShared] = useState(false);
  const [lacking, setLacking] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') setLacking(true);
    else onSave(name.trim(), shared);
  };
  return (
    <Modal opened title={title} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label={t('view.name')}
            value={name}
            maxLength={VIEW_NAME_MAX}
            dir="auto"
            data-autofocus
            error={lacking && t('view.nameLacking')}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setLacking(false);
            }}
          />
          {mayShare && (
            <Checkbox
              label={t('view.shareAtOnce')}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          )}
          {error !== null && (
            <Text role="alert" c="var(--mantine-color-error)" size="sm">
              {errorText(error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('view.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
