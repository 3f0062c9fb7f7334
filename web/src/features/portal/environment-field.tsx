import type { ProductProfile } from '@companyaccount/contract';
import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { profilesQuery } from '../../api/company.ts';
import styles from './portal.module.css';
import type { RequestForm } from './request-form.ts';

type Filled = Pick<RequestForm, 'productId' | 'productVersion' | 'operatingSystem'>;

interface EnvironmentFieldProps {
  companyId: string;
  form: RequestForm;
  change: (part: Partial<RequestForm>) => void;
}

const filledBy = (profile: ProductProfile): Filled => ({
  productId: profile.product.id,
  productVersion: profile.productVersion ?? '',
  operatingSystem: profile.operatingSystem ?? '',
});

const same = (form: Filled, filled: Filled): boolean =>
  form.productId === filled.productId &&
  form.productVersion === filled.productVersion &&
  form.operatingSystem === filled.operatingSystem;

/** Takes product, version and operating system from an environment of the company; what stood there comes back by undo. */
export function EnvironmentField({ companyId, form, change }: EnvironmentFieldProps) {
  const { t } = useTranslation('portal');
  const profiles = useQuery(profilesQuery(companyId)).data ?? [];
  const [last, setLast] = useState<{ profile: ProductProfile; before: Filled } | null>(null);
  if (profiles.length === 0) return null;
  // What was typed over afterwards is the writer's own again.
  const standing = last !== null && same(form, filledBy(last.profile)) ? last : null;
  const choose = (id: string | null): void => {
    const profile = profiles.find((one) => one.id === id);
    if (profile === undefined) return;
    const { productId, productVersion, operatingSystem } = form;
    setLast({ profile, before: standing?.before ?? { productId, productVersion, operatingSystem } });
    change(filledBy(profile));
  };
  const undo = (): void => {
    if (standing !== null) change(standing.before);
    setLast(null);
  };
  return (
    <div>
      <Select
        id="environment"
        label={t('new.environment')}
        placeholder={t('new.environmentPlaceholder')}
        searchable={profiles.length > 8}
        data={profiles.map(({ id, name }) => ({ value: id, label: name }))}
        value={standing?.profile.id ?? null}
        onChange={choose}
      />
      <p className={styles['help']} role="status">
        {standing !== null && (
          <>
            {t('new.filled', { name: standing.profile.name })}{' '}
            <Button variant="subtle" size="compact-xs" onClick={undo}>
              {t('new.undo')}
            </Button>
          </>
        )}
      </p>
    </div>
  );
}
