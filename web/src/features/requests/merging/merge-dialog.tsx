import type { Request } from '@companyaccount/contract';
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText, fieldErrors } from '../../../api/error-text.ts';
import { useMerge } from './use-merge.ts';

interface MergeDialogProps {
  request: Request;
  /** The number that stands there at first. */
  into?: string | undefined;
  onClose: () => void;
}

/** Asks into which request this one is merged, and says what that means. */
export function MergeDialog({ request, into = '', onClose }: MergeDialogProps) {
  const { t } = useTranslation(['requests', 'common']);
  const [number, setNumber] = useState(into);
  const [isEmpty, setEmpty] = useState(false);
  const merge = useMerge(request);
  const refused =
    merge.error === null ? null : 'number' in fieldErrors(merge.error) ? t('merge.unknown') : errorText(merge.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (number.trim() === '') return setEmpty(true);
    merge.mutate(number.trim(), { onSuccess: onClose });
  };
  return (
    <Modal opened title={t('merge.title', { number: request.number })} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text size="sm">{t('merge.text')}</Text>
          <TextInput
            data-autofocus
            label={t('merge.into')}
            description={t(request.company === null ? 'merge.intoHelpOutside' : 'links.numberHelp')}
            maxLength={40}
            value={number}
            error={isEmpty ? t('merge.empty') : refused}
            onChange={(event) => {
              setNumber(event.currentTarget.value);
              setEmpty(false);
              merge.reset();
            }}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={merge.isPending}>
              {t('merge.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
