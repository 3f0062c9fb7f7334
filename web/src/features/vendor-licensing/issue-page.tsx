import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { Page } from '../../ui/page.tsx';
import { catalogueQuery, plansQuery } from './catalogue-queries.ts';
import { BackLink } from './frame.tsx';
import { bodyOf, NEW_TERMS, type Terms, wholeNumber } from './terms.ts';
import { TermsFields } from './terms-fields.tsx';
import { useTermsForm } from './use-terms-form.ts';
import styles from './vendor-licensing.module.css';

/** Issues one license, or many on the same terms. */
export function IssuePage() {
  const { t } = useTranslation('issuing');
  const { terms, change, problems, check } = useTermsForm(NEW_TERMS);
  const issue = useIssue();
  const products = useQuery(catalogueQuery).data;
  const plans = useQuery(plansQuery).data;
  const nothingToSell = products?.every((one) => one.archived) === true || plans?.every((one) => one.archived) === true;
  const many = wholeNumber(terms.count) > 1;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (check()) issue.mutate(terms, { onError: problems.refused });
  };
  return (
    <Page title={t('issue.title')} width="reading">
      <BackLink to="/admin/licenses" />
      {nothingToSell && (
        <Text mb="md">
          {t('issue.nothing')}{' '}
          <Link to="/admin/products" className={styles['link']}>
            {t('sections.products')}
          </Link>
        </Text>
      )}
      <form onSubmit={submit} noValidate>
        <Stack gap="md" maw={464}>
          <ErrorSummary {...problems.summary} />
          <TermsFields terms={terms} change={change} problems={problems} withProduct />
          <TextInput
            id="count"
            label={t('terms.count')}
            description={t('terms.countHelp')}
            inputMode="numeric"
            autoComplete="off"
            value={terms.count}
            onChange={(event) => change({ count: event.currentTarget.value })}
            error={problems.of('count')}
          />
          <div className={styles['send']}>
            <Button type="submit" loading={issue.isPending}>
              {many ? t('issue.submitMany') : t('issue.submit')}
            </Button>
            <Text size="sm" c="dimmed">
              {many ? t('issue.nextMany') : t('issue.next')}
            </Text>
          </div>
        </Stack>
      </form>
    </Page>
  );
}

/** Issues, and goes on to what was issued. */
function useIssue() {
  const fresh = useFreshSignIn();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  return useMutation({
    mutationFn: (terms: Terms) => {
      const { reference, ...rest } = bodyOf(terms);
      const body = { ...rest, productId: terms.productId ?? '', ...(reference === null ? {} : { reference }) };
      const count = wholeNumber(terms.count);
      const idempotencyKey = idempotency.keyFor({ ...body, count });
      return fresh(async () =>
        count === 1
          ? { license: await api.issueLicense({ body, idempotencyKey }) }
          : { batch: await api.createLicenseBatch({ body: { ...body, count }, idempotencyKey }) },
      );
    },
    onSuccess: async (issued) => {
      idempotency.done();
      await queryClient.invalidateQueries({ queryKey: 'batch' in issued ? keys.batches : keys.issued });
      await ('license' in issued
        ? navigate({ to: '/admin/licenses/$licenseId', params: { licenseId: issued.license.id } })
        : navigate({ to: '/admin/licenses/batches' }));
    },
  });
}
