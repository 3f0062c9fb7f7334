import { ApiError } from '@companyaccount/contract';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { makePasskey } from '../../api/passkeys.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { RecoveryCodes } from './recovery-codes.tsx';

interface PasskeySetupProps {
  onDone: () => void;
  onCancel: () => void;
}

/** Has the browser make a passkey, under a name by which the person will know it again. */
export function PasskeySetup({ onDone, onCancel }: PasskeySetupProps) {
  const { t } = useTranslation(['security', 'common']);
  const fresh = useFreshSignIn();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const add = useMutation({
    mutationFn: async (typed: string) => {
      const creation = await fresh(() => api.beginPasskey());
      return api.addPasskey({ body: { name: typed, ...(await makePasskey(creation)) } });
    },
    onSuccess: ({ recoveryCodes }) => {
      if (recoveryCodes === null) onDone();
    },
    onError: (error) =>
      setProblem(
        error instanceof ApiError && error.code === 'conflict' ? t('passkeys.there') : errorText(error) || undefined,
      ),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') setProblem(t('passkeys.nameEmpty'));
    else add.mutate(name.trim());
  };
  if (add.data?.recoveryCodes != null) return <RecoveryCodes codes={add.data.recoveryCodes} onDone={onDone} />;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>{t('passkeys.text')}</Text>
        <TextInput
          id="passkey-name"
          label={t('passkeys.name')}
          description={t('passkeys.nameHelp')}
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(undefined);
          }}
          error={problem}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t('common:form.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {t('passkeys.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
