import type { ProductProfile } from '@companyaccount/contract';
import { ActionIcon, Button, Text } from '@mantine/core';
import { IconDeviceDesktopCog, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { profilesQuery } from '../../api/company.ts';
import { useSignedIn } from '../../api/me.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import styles from './company.module.css';
import { EnvironmentDialog } from './environment-dialog.tsx';
import { useMemberChange } from './use-member-change.ts';

/** Where the company's products run, for filling in new requests. */
export function EnvironmentsPage() {
  const { company } = useSignedIn();
  return company === null ? null : <EnvironmentsOf companyId={company.id} />;
}

function EnvironmentsOf({ companyId }: { companyId: string }) {
  const { t } = useTranslation('company');
  const { data, error, refetch } = useQuery(profilesQuery(companyId));
  const [open, setOpen] = useState<ProductProfile | 'new' | null>(null);
  const [asked, setAsked] = useState<ProductProfile | null>(null);
  const remove = useMemberChange((profileId: string) =>
    api.deleteProductProfile({ params: { id: companyId, profileId } }),
  );
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')}>
      {t('environments.add')}
    </Button>
  );
  return (
    <section>
      {data === undefined && error === null && <RowsSkeleton rows={3} />}
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && (
        <EmptyState icon={IconDeviceDesktopCog} title={t('environments.empty')} text={t('environments.help')}>
          {add}
        </EmptyState>
      )}
      {data !== undefined && data.length > 0 && (
        <>
          <p className={styles['help']}>{t('environments.help')}</p>
          <ul className={styles['rows']} aria-label={t('environments.label')}>
            {data.map((profile) => (
              <EnvironmentRow
                key={profile.id}
                profile={profile}
                onEdit={() => setOpen(profile)}
                onRemove={() => {
                  remove.reset();
                  setAsked(profile);
                }}
              />
            ))}
          </ul>
          <div className={styles['below']}>{add}</div>
        </>
      )}
      {open !== null && (
        <EnvironmentDialog companyId={companyId} profile={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
      {asked !== null && (
        <ConfirmDialog
          title={t('environments.confirm', { name: asked.name })}
          text={t('environments.confirmText')}
          action={t('environments.remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(asked.id, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

interface EnvironmentRowProps {
  profile: ProductProfile;
  onEdit: () => void;
  onRemove: () => void;
}

function EnvironmentRow({ profile, onEdit, onRemove }: EnvironmentRowProps) {
  const { t } = useTranslation('company');
  const { name, product, productVersion, operatingSystem, notes } = profile;
  const facts = [[product.name, productVersion].filter(Boolean).join(' '), operatingSystem].filter(Boolean);
  return (
    <li className={styles['row']}>
      <div className={styles['person']}>
        <Text fw={500} dir="auto">
          {name}
        </Text>
        <div className={styles['facts']}>{facts.join(' · ')}</div>
        {notes !== null && (
          <div className={styles['facts']} dir="auto">
            {notes}
          </div>
        )}
      </div>
      <div className={styles['actions']}>
        <ActionIcon
          size={36}
          aria-label={t('environments.editName', { name })}
          title={t('environments.edit')}
          onClick={onEdit}
        >
          <IconPencil size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon
          size={36}
          aria-label={t('environments.removeName', { name })}
          title={t('environments.remove')}
          onClick={onRemove}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
}
