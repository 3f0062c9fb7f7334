import type { Detection } from '@companyaccount/contract';
import { Button, Group, Text } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconReplace, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

/** What may be done next with a detection: approve it, delete it, begin a new revision, take it back. */
export function DetectionActions({ detection }: { detection: Detection }) {
  const { t } = useTranslation('definitions');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<'drop' | 'withdraw' | null>(null);
  const { id, name, version, actions, problems, revision } = detection;
  const call = { params: { id }, version };
  const refresh = () => queryClient.invalidateQueries({ queryKey: keys.definitions });
  const approve = useMutation({ mutationFn: () => api.approveDetection(call), onSettled: refresh });
  const replace = useMutation({ mutationFn: () => api.replaceDetection(call), onSettled: refresh });
  const drop = useMutation({
    mutationFn: () => api.dropDetection(call),
    onSuccess: async () => {
      setAsked(null);
      if (revision === 0) await navigate({ to: '/lab/detections' });
      await refresh();
    },
  });
  if (actions.every((action) => action === 'edit')) return null;
  const error = approve.error ?? replace.error;
  return (
    <section>
      <Group gap="xs">
        {actions.includes('approve') && (
          <Button
            leftSection={<IconCheck size={16} aria-hidden />}
            loading={approve.isPending}
            disabled={problems.length > 0}
            onClick={() => approve.mutate()}
          >
            {t('approve')}
          </Button>
        )}
        {actions.includes('replace') && (
          <Button
            variant="default"
            leftSection={<IconReplace size={16} aria-hidden />}
            loading={replace.isPending}
            onClick={() => replace.mutate()}
          >
            {t('replace')}
          </Button>
        )}
        {actions.includes('withdraw') && (
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            onClick={() => setAsked('withdraw')}
          >
            {t('withdraw')}
          </Button>
        )}
        {actions.includes('drop') && (
          <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsked('drop')}>
            {t('drop')}
          </Button>
        )}
      </Group>
      {error !== null && (
        <Text role="alert" c="var(--mantine-color-error)" mt="xs">
          {errorText(error)}
        </Text>
      )}
      {asked === 'drop' && (
        <ConfirmDialog
          title={t('dropTitle', { name })}
          text={t('dropText')}
          action={t('drop')}
          busy={drop.isPending}
          error={drop.error}
          onConfirm={() => drop.mutate()}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'withdraw' && (
        <ReasonDialog
          title={t('withdrawTitle', { name })}
          text={t('withdrawText')}
          action={t('withdraw')}
          onSend={(reason) => api.withdrawDetection({ ...call, body: { reason } })}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
