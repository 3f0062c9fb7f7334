import type { CreateScannerCredential } from '@companyaccount/contract';
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { ScannerLines } from './scanner-lines.tsx';
import { scannerSummaryQuery } from './scanner-queries.ts';

/** Asks for a name, makes a credential, and shows the lines with it this one time. */
export function CreateCredential({ companyId, onClose }: { companyId: string; onClose: () => void }) {
  const { t } = useTranslation(['scanners', 'common']);
  const queryClient = useQueryClient();
  const fresh = useFreshSignIn();
  const { keyFor, done } = useIdempotencyKey();
  const { data: summary } = useQuery(scannerSummaryQuery(companyId));
  const [name, setName] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const problems = useFormProblems({ name: t('credentials.name') });
  const create = useMutation({
    mutationFn: (body: CreateScannerCredential) => {
      const idempotencyKey = keyFor(body);
      return fresh(() => api.createScannerCredential({ params: { id: companyId }, body, idempotencyKey }));
    },
    onSuccess: (made) => {
      done();
      setSecret(made.secret);
      void queryClient.invalidateQueries({ queryKey: keys.scanners(companyId) });
    },
    onError: problems.refused,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') problems.found({ name: t('credentials.nameEmpty') });
    else create.mutate({ name: name.trim() });
  };
  return (
    <Modal
      opened
      size={secret === null ? 'md' : 'lg'}
      title={secret === null ? t('credentials.create') : t('made.title')}
      onClose={onClose}
      // What cannot be shown again is not lost by a click beside it.
      closeOnClickOutside={false}
      closeOnEscape={secret === null}
      withCloseButton={secret === null}
    >
      {secret !== null && summary !== undefined ? (
        <Stack gap="md">
          <Text>{t('made.text')}</Text>
          <div>
            <ScannerLines name={summary.name} secret={secret} />
          </div>
          <Text size="sm" c="dimmed">
            {t('made.log')}
          </Text>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('made.done')}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            <ErrorSummary {...problems.summary} />
            <TextInput
              id="name"
              label={t('credentials.name')}
              description={t('credentials.nameHelp')}
              maxLength={100}
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={problems.of('name')}
            />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('common:form.cancel')}
              </Button>
              {/* Without the name of the files there would be nothing to show the secret in. */}
              <Button type="submit" loading={create.isPending} disabled={summary === undefined}>
                {t('credentials.create')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
