import { SEVERITIES } from '@companyaccount/contract';
import { Autocomplete, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { productsQuery } from '../requests/request-queries.ts';
import styles from './portal.module.css';
import type { FormPartProps } from './form-part.ts';

const DETAILS = ['productVersion', 'operatingSystem', 'severity', 'impact'] as const;

/** The optional fields, folded until somebody wants them or one of them is wrong. */
export function MoreDetails({ form, change, problems }: FormPartProps) {
  const { t } = useTranslation(['portal', 'requests']);
  const products = useQuery(productsQuery).data ?? [];
  const versions = products.find(({ id }) => id === form.productId)?.versions.map(({ version }) => version) ?? [];
  const open = DETAILS.some((field) => problems.of(field) !== undefined || Boolean(form[field]));
  return (
    <details open={open || undefined}>
      <summary className={styles['summary']}>{t('new.more')}</summary>
      <div className={styles['more']}>
        <div className={styles['pair']}>
          <Autocomplete
            id="productVersion"
            label={t('new.version')}
            maxLength={100}
            data={versions}
            value={form.productVersion}
            onChange={(productVersion) => change({ productVersion })}
            error={problems.of('productVersion')}
          />
          <TextInput
            id="operatingSystem"
            label={t('new.system')}
            maxLength={200}
            value={form.operatingSystem}
            onChange={(event) => change({ operatingSystem: event.currentTarget.value })}
            error={problems.of('operatingSystem')}
          />
        </div>
        <Select
          id="severity"
          clearable
          label={t('new.severity')}
          placeholder={t('new.severityDefault')}
          data={SEVERITIES.map((value) => ({ value: `${value}`, label: t(`requests:severity.${value}`) }))}
          value={form.severity}
          onChange={(severity) => change({ severity })}
          error={problems.of('severity')}
        />
        <Textarea
          id="impact"
          label={t('new.impact')}
          description={t('new.impactHelp')}
          autosize
          minRows={2}
          maxLength={2000}
          dir="auto"
          value={form.impact}
          onChange={(event) => change({ impact: event.currentTarget.value })}
          error={problems.of('impact')}
        />
      </div>
    </details>
  );
}
