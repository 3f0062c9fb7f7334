import type { Request } from '@companyaccount/contract';
import { UnstyledButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { notify } from '../../ui/notify.ts';
import styles from './request-panel.module.css';

type Submitter = NonNullable<Request['submitter']>;

/** Where somebody without a company is written to; staff can replace the link that opens the request to them. */
export function SubmitterAddress({ request, submitter }: { request: Request; submitter: Submitter }) {
  const { t } = useTranslation('requests');
  const [asked, setAsked] = useState(false);
  const renew = useMutation({
    mutationFn: () => api.renewTrackingLink({ params: { id: request.id } }),
    onSuccess: () => {
      setAsked(false);
      notify(t('outside.renewed'), submitter.email ?? '');
    },
  });
  return (
    <span className={styles['stack']}>
      {submitter.email === null ? (
        <span className={styles['exact']}>{t('outside.noAddress')}</span>
      ) : (
        <>
          <span className={styles['address']}>{submitter.email}</span>
          <span className={styles['exact']}>
            {t(submitter.confirmed ? 'outside.confirmed' : 'outside.unconfirmed')}
          </span>
        </>
      )}
      {submitter.confirmed && request.actions.includes('reply') && (
        <UnstyledButton className={styles['action']} onClick={() => setAsked(true)}>
          {t('outside.renew')}
        </UnstyledButton>
      )}
      {asked && (
        <ConfirmDialog
          title={t('outside.renewTitle')}
          text={t('outside.renewText')}
          action={t('outside.renew')}
          busy={renew.isPending}
          error={renew.error}
          onConfirm={() => renew.mutate()}
          onClose={() => setAsked(false)}
        />
      )}
    </span>
  );
}
