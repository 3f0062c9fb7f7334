import type { PersonRecord } from '@companyaccount/contract';
import { Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';

interface EraseDialogProps {
  person: PersonRecord;
  onBegun: () => void;
  onClose: () => void;
}

/** Says what goes and what stays, and asks for the address once more: nothing brings the data back. */
export function EraseDialog({ person, onBegun, onClose }: EraseDialogProps) {
  const { t } = useTranslation(['erasure', 'common']);
  const queryClient = useQueryClient();
  const fresh = useFreshSignIn();
  const [typed, setTyped] = useState('');
  const problems = useFormProblems({ email: t('confirm.email') });
  const erase = useMutation({
    mutationFn: (email: string) => fresh(() => api.erasePerson({ params: { id: person.id }, body: { email } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.erasures });
      onBegun();
    },
    onError: problems.refused,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim().toLowerCase() !== person.email) problems.found({ email: t('confirm.other') });
    else erase.mutate(typed.trim());
  };
  return (
    <Modal opened title={t('confirm.title', { name: person.name })} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <div>
            <Text fw={600}>{t('confirm.goes')}</Text>
            <List size="sm">
              <List.Item>{t('confirm.goesName')}</List.Item>
              <List.Item>{t('confirm.goesAccess')}</List.Item>
              <List.Item>{t('confirm.goesTrail')}</List.Item>
            </List>
          </div>
          <div>
            <Text fw={600}>{t('confirm.stays')}</Text>
            <List size="sm">
              <List.Item>{t('confirm.staysTexts')}</List.Item>
              <List.Item>{t('confirm.staysRecord')}</List.Item>
            </List>
          </div>
          <TextInput
            id="email"
            type="email"
            label={t('confirm.email')}
            description={person.email}
            autoComplete="off"
            maxLength={254}
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={problems.of('email')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" color="red" loading={erase.isPending}>
              {t('confirm.erase')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
