import type { IssuedLicense } from '@companyaccount/contract';
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { IconCircleX, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import styles from './vendor-licensing.module.css';

type Stop = 'suspend' | 'revoke';

/** Suspends, resumes and revokes a license. */
export function StateActions({ license }: { license: IssuedLicense }) {
  const { t } = useTranslation('issuing');
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Stop | null>(null);
  const resume = useMutation({
    mutationFn: () => api.resumeLicense({ params: { id: license.id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.issued }),
  });
  return (
    <section>
      <h2 className={styles['heading']}>{t('stop.title')}</h2>
      <p className={styles['help']}>{t('stop.help')}</p>
      <Group gap="xs">
        {license.state === 'suspended' ? (
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            loading={resume.isPending}
            onClick={() => resume.mutate()}
          >
            {t('stop.resume')}
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconPlayerPause size={16} aria-hidden />}
            onClick={() => setAsked('suspend')}
          >
            {t('stop.suspend')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconCircleX size={16} aria-hidden />}
          onClick={() => setAsked('revoke')}
        >
          {t('stop.revoke')}
        </Button>
      </Group>
      {resume.error !== null && (
        <Text role="alert" c="var(--mantine-color-error)" mt="xs">
          {errorText(resume.error)}
        </Text>
      )}
      {asked !== null && <StopDialog what={asked} license={license} onClose={() => setAsked(null)} />}
    </section>
  );
}

function StopDialog({ what, license, onClose }: { what: Stop; license: IssuedLicense; onClose: () => void }) {
  const { t } = useTranslation(['issuing', 'common', 'errors']);
  const fresh = useFreshSignIn();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const [empty, setEmpty] = useState(false);
  const stop = useMutation({
    mutationFn: () => {
      const input = { params: { id: license.id }, body: { reason: reason.trim() } };
      return what === 'suspend' ? api.suspendLicense(input) : fresh(() => api.revokeLicense(input));
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.issued });
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setEmpty(reason.trim() === '');
    if (reason.trim() !== '') stop.mutate();
  };
  const problem = errorText(stop.error);
  return (
    <Modal opened title={t(`stop.${what}Title`, { serial: license.serial })} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text>{t(`stop.${what}Text`)}</Text>
          <Textarea
            label={t('stop.reason')}
            description={license.company === null ? t('stop.reasonKept') : t('stop.reasonTold')}
            autosize
            minRows={2}
            maxLength={1000}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={empty ? t('errors:field.required') : undefined}
          />
          {stop.isError && problem !== '' && (
            <Text role="alert" c="var(--mantine-color-error)">
              {problem}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" {...(what === 'revoke' ? { color: 'red' } : {})} loading={stop.isPending}>
              {t(`stop.${what}`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
