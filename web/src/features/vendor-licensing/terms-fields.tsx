import { REFERENCE_MAX } from '@companyaccount/contract';
import { Checkbox, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FormProblems } from '../../ui/form/use-form-problems.ts';
import { catalogueQuery, plansQuery } from './catalogue-queries.ts';
import type { Terms, TermsField } from './terms.ts';
import styles from './vendor-licensing.module.css';

interface TermsFieldsProps {
  terms: Terms;
  change: (part: Partial<Terms>) => void;
  problems: Pick<FormProblems<TermsField>, 'of'>;
  /** A license that exists keeps its product. */
  withProduct: boolean;
}

/** Product, plan, seats, validity and reference of a license. */
export function TermsFields({ terms, change, problems, withProduct }: TermsFieldsProps) {
  const { t } = useTranslation('issuing');
  const products = useQuery(catalogueQuery).data ?? [];
  const plans = useQuery(plansQuery).data ?? [];
  const offered = (all: readonly { id: string; name: string; archived: boolean }[], chosen: string | null) =>
    all.filter(({ id, archived }) => !archived || id === chosen).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      {withProduct && (
        <Select
          id="productId"
          label={t('terms.product')}
          data={offered(products, terms.productId)}
          value={terms.productId}
          onChange={(productId) => change({ productId })}
          error={problems.of('productId')}
        />
      )}
      <Select
        id="planId"
        label={t('terms.plan')}
        data={offered(plans, terms.planId)}
        value={terms.planId}
        onChange={(planId) => change({ planId })}
        error={problems.of('planId')}
      />
      <TextInput
        id="seats"
        label={t('terms.seats')}
        inputMode="numeric"
        autoComplete="off"
        value={terms.seats}
        onChange={(event) => change({ seats: event.currentTarget.value })}
        error={problems.of('seats')}
      />
      <div className={styles['pair']}>
        <TextInput
          id="validFrom"
          type="date"
          label={t('terms.from')}
          description={withProduct ? t('terms.fromHelp') : undefined}
          value={terms.from}
          onChange={(event) => change({ from: event.currentTarget.value })}
          error={problems.of('validFrom')}
        />
        <div>
          <TextInput
            id="validUntil"
            type="date"
            label={t('terms.until')}
            value={terms.endless ? '' : terms.until}
            disabled={terms.endless}
            onChange={(event) => change({ until: event.currentTarget.value })}
            error={problems.of('validUntil')}
          />
          <Checkbox
            mt={8}
            label={t('terms.endless')}
            checked={terms.endless}
            onChange={(event) => change({ endless: event.currentTarget.checked })}
          />
        </div>
      </div>
      <TextInput
        id="reference"
        label={t('terms.reference')}
        description={t('terms.referenceHelp')}
        maxLength={REFERENCE_MAX}
        autoComplete="off"
        value={terms.reference}
        onChange={(event) => change({ reference: event.currentTarget.value })}
        error={problems.of('reference')}
      />
    </>
  );
}
