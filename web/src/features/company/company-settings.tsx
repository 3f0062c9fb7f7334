import { type Company, type PatchCompany, SHARING } from '@companyaccount/contract';
import { Button, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { notify } from '../../ui/notify.ts';

/** The company's name, and who sees its requests. */
export function CompanySettings({ company }: { company: Company }) {
  const { t } = useTranslation(['company', 'common']);
  const queryClient = useQueryClient();
  const [edits, setEdits] = useState<PatchCompany>({});
  // What the edits are held against, so that nobody else's change is overwritten unseen.
  const [version, setVersion] = useState(company.version);
  const problems = useFormProblems({ name: t('settings.name'), sharing: t('settings.sharing') });
  const { name, sharing } = { ...company, ...edits };
  const dirty = name !== company.name || sharing !== company.sharing;
  const edit = (change: PatchCompany) => {
    if (!dirty) setVersion(company.version);
    setEdits({ ...edits, ...change });
  };
  const save = useMutation({
    mutationFn: (body: PatchCompany) => api.patchCompany({ params: { id: company.id }, body, version }),
    onSuccess: (saved) => {
      queryClient.setQueryData(keys.companyOf(company.id), saved);
      void queryClient.invalidateQueries({ queryKey: keys.me });
      setEdits({});
      problems.clear();
      notify(t('settings.saved'), saved.name);
    },
    onError: async (error) => {
      problems.refused(error);
      await queryClient.invalidateQueries({ queryKey: keys.company });
      setVersion(queryClient.getQueryData<Company>(keys.companyOf(company.id))?.version ?? version);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') problems.found({ name: t('settings.nameEmpty') });
    else save.mutate({ ...edits, ...(edits.name === undefined ? {} : { name: name.trim() }) });
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" maw={464}>
        <ErrorSummary {...problems.summary} />
        <TextInput
          id="name"
          label={t('settings.name')}
          autoComplete="organization"
          maxLength={200}
          value={name}
          onChange={(event) => edit({ name: event.currentTarget.value })}
          error={problems.of('name')}
        />
        <Radio.Group
          id="sharing"
          label={t('settings.sharing')}
          value={sharing}
          onChange={(value) => edit({ sharing: value as Company['sharing'] })}
          error={problems.of('sharing')}
        >
          <Stack gap="xs" mt="xs">
            {SHARING.toReversed().map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`settings.${value}`)}
                description={t(`settings.${value}Help`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <div>
          <Button type="submit" loading={save.isPending} disabled={!dirty}>
            {t('common:form.save')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
