import { ApiError, HASH_LIST_BYTES_MAX } from '@companyaccount/contract';
import { Button, FileInput, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { formatSize } from '../../ui/file-field/format-size.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';

/** Takes a file with a hash on each line; what was chosen and typed stays when it is refused. */
export function HashListDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation(['definitions', 'common', 'errors']);
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const problems = useFormProblems({ file: t('hashes.file'), name: t('name') });
  const send = useMutation({
    mutationFn: (chosen: File) => {
      const query = { name: name.trim(), note: note.trim() };
      const { name: fileName, size, lastModified } = chosen;
      const idempotencyKey = idempotency.keyFor({ ...query, fileName, size, lastModified });
      return api.createHashList({ query, file: chosen, idempotencyKey });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.definitions });
      onClose();
    },
    onError: (error) => {
      const code =
        error instanceof ApiError ? error.fields.find(({ pointer }) => pointer === '/name')?.code : undefined;
      if (code === 'taken') problems.found({ name: t('problem.name_taken') });
      else if (code === 'invalid') problems.found({ name: t('problem.name_malformed') });
      else problems.refused(error);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const required = t('errors:field.required');
    const tooLarge = t('hashes.tooLarge', { size: formatSize(HASH_LIST_BYTES_MAX, i18n.language) });
    const found = {
      ...(file === null ? { file: required } : file.size > HASH_LIST_BYTES_MAX ? { file: tooLarge } : {}),
      ...(name.trim() === '' ? { name: required } : {}),
    };
    if (Object.keys(found).length > 0 || file === null) problems.found(found);
    else send.mutate(file);
  };
  return (
    <Modal opened size="lg" title={t('hashes.import')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <FileInput
            id="file"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            label={t('hashes.file')}
            description={t('hashes.fileHelp')}
            placeholder={t('hashes.choose')}
            leftSection={<IconUpload size={16} aria-hidden />}
            accept=".txt,.csv,.hsb,text/plain,text/csv"
            value={file}
            onChange={setFile}
            error={problems.of('file')}
          />
          <TextInput
            id="name"
            label={t('name')}
            description={t('hashes.nameHelp')}
            spellCheck={false}
            autoComplete="off"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problems.of('name')}
          />
          <Textarea
            label={t('note')}
            autosize
            minRows={2}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Text size="sm" c="dimmed">
            {t('hashes.next')}
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={send.isPending}>
              {t('hashes.import')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
