import type { ScannerCredential } from '@companyaccount/contract';
import { Button, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { CreateCredential } from './create-credential.tsx';
import { credentialsQuery } from './scanner-queries.ts';
import styles from './scanners.module.css';

/** The credentials of a company's scanners: making them and ending them. */
export function CredentialList({ companyId }: { companyId: string }) {
  const { t } = useTranslation('scanners');
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(credentialsQuery(companyId));
  const [creating, setCreating] = useState(false);
  const [asked, setAsked] = useState<ScannerCredential | null>(null);
  const revoke = useMutation({
    mutationFn: (credentialId: string) => api.revokeScannerCredential({ params: { id: companyId, credentialId } }),
    onSuccess: () => setAsked(null),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.scanners(companyId) }),
  });
  return (
    <section className={styles['section']}>
      <div className={styles['head']}>
        <h2 className={styles['heading']}>{t('credentials.title')}</h2>
        <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
          {t('credentials.create')}
        </Button>
      </div>
      <p className={styles['help']}>{t('credentials.help')}</p>
      <div className={styles['card']}>
        <Pages
          query={query}
          skeleton={1}
          framed
          empty={<EmptyState icon={IconKey} title={t('credentials.empty')} text={t('credentials.emptyText')} />}
        >
          {(credentials) => (
            <ul className={styles['rows']} aria-label={t('credentials.title')}>
              {credentials.map((credential) => (
                <Row
                  key={credential.id}
                  credential={credential}
                  onRevoke={() => {
                    revoke.reset();
                    setAsked(credential);
                  }}
                />
              ))}
            </ul>
          )}
        </Pages>
      </div>
      {creating && <CreateCredential companyId={companyId} onClose={() => setCreating(false)} />}
      {asked !== null && (
        <ConfirmDialog
          title={t('credentials.confirm', { name: asked.name })}
          text={t('credentials.confirmText')}
          action={t('credentials.revoke')}
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(asked.id)}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

function Row({ credential, onRevoke }: { credential: ScannerCredential; onRevoke: () => void }) {
  const { t } = useTranslation('scanners');
  const formats = useFormats();
  const now = useNow();
  const { name, hint, createdAt, lastUsedAt } = credential;
  return (
    <li className={styles['row']}>
      <div className={styles['what']}>
        <Text fw={500} dir="auto">
          {name}
        </Text>
        <div className={styles['facts']}>
          <span className={styles['hint']}>{hint}</span> · {t('credentials.made', { date: formats.date(createdAt) })} ·{' '}
          {lastUsedAt === null
            ? t('credentials.neverUsed')
            : t('credentials.used', { when: formats.relative(lastUsedAt, now) })}
        </div>
      </div>
      <Button variant="default" size="xs" aria-label={t('credentials.revokeName', { name })} onClick={onRevoke}>
        {t('credentials.revoke')}
      </Button>
    </li>
  );
}
