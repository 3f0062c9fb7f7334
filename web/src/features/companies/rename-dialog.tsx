import type { CompanyRecord } from '@companyaccount/contract';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';

/** Changes the name of a company. */
export function RenameDialog({ company, onClose }: { company: CompanyRecord; onClose: () => void }) {
  const { t } = useTranslation(['companies', 'company', 'common']);
  const queryClient = useQueryClient();
  const [name, setName] = useState(company.name);
  // What the name is held against; after a refusal the reader has seen the new one behind the dialog.
  const [version, setVersion] = useState(company.version);
  const problems = useFormProblems({ name: t('company:settings.name') });
  const rename = useMutation({
    mutationFn: (typed: string) => api.renameCompany({ params: { id: company.id }, version, body: { name: typed } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.companies });
      onClose();
    },
    onError: async (error) => {
      problems.refused(error);
      await queryClient.invalidateQueries({ queryKey: keys.companies });
      setVersion(queryClient.getQueryData<CompanyRecord>(keys.companyRecord(company.id))?.version ?? version);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = name.trim();
    if (typed === '') problems.found({ name: t('company:settings.nameEmpty') });
    else rename.mutate(typed);
  };
  return (
    <Modal opened title={t('rename.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <TextInput
            id="name"
            label={t('company:settings.name')}
            maxLength={200}
            autoComplete="off"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problems.of('name')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={rename.isPending}>
              {t('common:form.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
