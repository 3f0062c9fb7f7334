import { REANALYSIS_SCOPES, type ReanalysisScope } from '@companyaccount/contract';
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';

/** Asks which samples are analysed anew. */
export function ReanalysisDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['definitions', 'common']);
  const queryClient = useQueryClient();
  const [scope, setScope] = useState<ReanalysisScope>('outdated');
  const send = useMutation({
    mutationFn: () => api.createReanalysis({ body: { scope } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.reanalyses });
      onClose();
    },
  });
  return (
    <Modal opened title={t('reanalysis.begin')} onClose={onClose}>
      <Stack gap="md">
        <Radio.Group
          label={t('reanalysis.which')}
          value={scope}
          onChange={(value) => setScope(REANALYSIS_SCOPES.find((one) => one === value) ?? scope)}
        >
          <Stack gap="sm" mt="xs">
            {REANALYSIS_SCOPES.toReversed().map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`reanalysis.scope.${one}`)}
                description={t(`reanalysis.scopeHelp.${one}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Text size="sm" c="dimmed">
          {t('reanalysis.next')}
        </Text>
        {send.isError && (
          <Text role="alert" c="var(--mantine-color-error)">
            {errorText(send.error)}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:form.cancel')}
          </Button>
          <Button loading={send.isPending} onClick={() => send.mutate()}>
            {t('reanalysis.start')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
