import type { IssuedLicense } from '@companyaccount/contract';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { notify } from '../../ui/notify.ts';
import { bodyOf, termsOf } from './terms.ts';
import { TermsFields } from './terms-fields.tsx';
import { useTermsForm } from './use-terms-form.ts';

/** Renews a license, or changes its plan, seats or reference. */
export function RenewDialog({ license, onClose }: { license: IssuedLicense; onClose: () => void }) {
  const { t } = useTranslation(['issuing', 'common']);
  const fresh = useFreshSignIn();
  const queryClient = useQueryClient();
  const [start] = useState(() => termsOf(license));
  const { terms, change, problems, check } = useTermsForm(start);
  const save = useMutation({
    mutationFn: () => {
      const { validFrom, validUntil, ...rest } = bodyOf(terms);
      // Days that were not touched keep their exact times.
      const body = {
        ...rest,
        ...(terms.from === start.from || validFrom === undefined ? {} : { validFrom }),
        ...(terms.until === start.until && terms.endless === start.endless ? {} : { validUntil }),
      };
      return fresh(() => api.patchLicense({ params: { id: license.id }, version: license.version, body }));
    },
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: keys.issued });
      notify(t('license.saved'), saved.serial);
      onClose();
    },
    onError: (error) => {
      problems.refused(error);
      void queryClient.invalidateQueries({ queryKey: keys.issued });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (check()) save.mutate();
  };
  return (
    <Modal opened size="md" title={t('license.renewTitle', { serial: license.serial })} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <TermsFields terms={terms} change={change} problems={problems} withProduct={false} />
          <Text size="sm" c="dimmed">
            {license.company === null ? t('license.renewUnclaimed') : t('license.renewNote')}
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('common:form.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
