import { ApiError, CLEAN_FILE_BYTES_MAX, CLEAN_REASON_MAX, FILES_MAX } from '@companyaccount/contract';
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { useMe } from '../../api/me.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { FileField } from '../../ui/file-field/file-field.tsx';
import type { UploadedFile } from '../../ui/file-field/use-uploads.ts';

/** Adds files, or the sample given, to the clean collection; what could not be added stays, and so does the reason. */
export function CleanFileDialog({ sample, onClose }: { sample: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['definitions', 'common', 'errors']);
  const me = useMe();
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  const [files, setFiles] = useState<UploadedFile[]>([]);
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const why = reason.trim();
  const add = useMutation({
    mutationFn: async () => {
      const send = (what: { upload: string } | { sha256: string }) => {
        const body = { ...what, reason: why };
        return api.addCleanFile({ body, idempotencyKey: idempotency.keyFor(body) });
      };
      if (sample !== undefined) await send({ sha256: sample });
      for (const { id } of files) {
        await send({ upload: id });
        setFiles((left) => left.filter((file) => file.id !== id));
      }
    },
    onSuccess: onClose,
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.definitions });
      await queryClient.invalidateQueries({ queryKey: ['sample'] });
    },
  });
  const isTaken = add.error instanceof ApiError && add.error.fields.some(({ code }) => code === 'taken');
  const nothing = sample === undefined && files.length === 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (!nothing && why !== '') add.mutate();
  };
  return (
    <Modal opened size="lg" title={t('clean.add')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t('clean.addHelp')}
          </Text>
          {sample !== undefined && (
            <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
              {sample}
            </Text>
          )}
          {sample === undefined && (
            <div>
              <FileField
                value={files}
                onChange={setFiles}
                onBusyChange={setBusy}
                disabled={add.isPending}
                by={{ owner: me?.id ?? '', filesMax: FILES_MAX, bytesMax: CLEAN_FILE_BYTES_MAX }}
              />
              {asked && nothing && (
                <Text role="alert" size="xs" mt={4} c="var(--mantine-color-error)">
                  {t('clean.choose')}
                </Text>
              )}
            </div>
          )}
          <Textarea
            label={t('clean.reason')}
            autosize
            minRows={2}
            maxLength={CLEAN_REASON_MAX}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={asked && why === '' ? t('errors:field.required') : undefined}
          />
          {add.isError && (
            <Text role="alert" size="sm" c="var(--mantine-color-error)">
              {isTaken ? t('clean.taken') : errorText(add.error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={add.isPending} disabled={busy}>
              {t('clean.keep')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
