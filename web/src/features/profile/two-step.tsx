import type { SecondFactors } from '@companyaccount/contract';
import { Button, Text } from '@mantine/core';
import { IconDeviceMobile, IconKey } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query-client.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { useFormats } from '../../ui/time/use-formats.ts';
import { AuthenticatorSetup } from './authenticator-setup.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import styles from './security.module.css';
import { SetupDialog } from './setup-dialog.tsx';

export const refreshFactors = (): Promise<void[]> =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.secondFactors }),
    queryClient.invalidateQueries({ queryKey: keys.ownSessions }),
  ]);

/** The authenticator app, and the recovery codes for whoever loses it. */
export function TwoStep({ factors }: { factors: SecondFactors }) {
  const { t } = useTranslation('security');
  const formats = useFormats();
  const fresh = useFreshSignIn();
  const [open, setOpen] = useState<'setup' | 'remove' | 'renew' | null>(null);
  const close = () => {
    setOpen(null);
    void refreshFactors();
  };
  const remove = useMutation({ mutationFn: () => fresh(() => api.removeAuthenticator()), onSuccess: close });
  const renew = useMutation({ mutationFn: () => fresh(() => api.renewRecoveryCodes()) });
  const { authenticatorSince: since, passkeys, recoveryCodesLeft } = factors;
  const on = since !== null || passkeys.length > 0;

  return (
    <section>
      <h2 className={styles['heading']}>{t('twoStep.title')}</h2>
      <p className={styles['help']}>{t(on ? 'twoStep.on' : 'twoStep.off')}</p>
      <ul className={styles['rows']} aria-label={t('twoStep.title')}>
        <li className={styles['row']}>
          <IconDeviceMobile size={22} stroke={1.5} className={styles['sign']} aria-hidden />
          <div className={styles['what']}>
            <Text fw={500}>{t('app.title')}</Text>
            <div className={styles['facts']}>
              {since === null ? t('app.help') : t('app.since', { date: formats.date(since) })}
            </div>
          </div>
          <div className={styles['actions']}>
            <Button variant="default" size="xs" onClick={() => setOpen('setup')}>
              {t(since === null ? 'app.setUp' : 'app.change')}
            </Button>
            {since !== null && (
              <Button variant="default" size="xs" onClick={() => setOpen('remove')}>
                {t('app.remove')}
              </Button>
            )}
          </div>
        </li>
        {on && (
          <li className={styles['row']}>
            <IconKey size={22} stroke={1.5} className={styles['sign']} aria-hidden />
            <div className={styles['what']}>
              <Text fw={500}>{t('recovery.title')}</Text>
              <div className={styles['facts']}>{t('recovery.left', { count: recoveryCodesLeft })}</div>
            </div>
            <Button variant="default" size="xs" onClick={() => setOpen('renew')}>
              {t('recovery.renew')}
            </Button>
          </li>
        )}
      </ul>
      {open === 'setup' && (
        <SetupDialog title={t('app.setUpTitle')} onClose={close}>
          <AuthenticatorSetup onDone={close} onCancel={close} />
        </SetupDialog>
      )}
      {open === 'remove' && (
        <ConfirmDialog
          title={t('app.removeTitle')}
          text={t('app.removeText')}
          action={t('app.remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => {
            remove.reset();
            close();
          }}
        />
      )}
      {open === 'renew' && renew.data === undefined && (
        <ConfirmDialog
          title={t('recovery.renewTitle')}
          text={t('recovery.renewText')}
          action={t('recovery.renew')}
          busy={renew.isPending}
          error={renew.error}
          onConfirm={() => renew.mutate()}
          onClose={() => {
            renew.reset();
            close();
          }}
        />
      )}
      {open === 'renew' && renew.data !== undefined && (
        <SetupDialog title={t('recovery.title')} onClose={close}>
          <RecoveryCodes
            codes={renew.data.recoveryCodes}
            onDone={() => {
              renew.reset();
              close();
            }}
          />
        </SetupDialog>
      )}
    </section>
  );
}
