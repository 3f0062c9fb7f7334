import { ApiError, type CatalogueProduct, type PatchProduct } from '@companyaccount/contract';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { notify } from '../../ui/notify.ts';
import { Page } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { NotFound } from '../../ui/states/route-states.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { productQuery } from './catalogue-queries.ts';
import { ComponentsTable, VersionsTable } from './product-tables.tsx';
import { BackLink } from './frame.tsx';
import styles from './vendor-licensing.module.css';

/** One product: its name, versions with their support, and the components that take a key file each. */
export function ProductPage() {
  const { t } = useTranslation('issuing');
  const { productId } = useParams({ from: '/account/admin/products/$productId' });
  const { data: product, error, refetch } = useQuery(productQuery(productId));
  if (product === undefined && error instanceof ApiError && error.code === 'not_found') return <NotFound />;
  return (
    <Page
      title={product?.name ?? t('product.one')}
      width="reading"
      action={product?.archived === true && <Badge icon={IconArchive} tone="neutral" word={t('archived')} />}
    >
      <BackLink to="/admin/products" />
      {product === undefined && error === null && <TextSkeleton lines={8} />}
      {product === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {product !== undefined && <ProductForm key={product.id} product={product} />}
    </Page>
  );
}

function ProductForm({ product }: { product: CatalogueProduct }) {
  const { t } = useTranslation(['issuing', 'common', 'errors']);
  const queryClient = useQueryClient();
  // What is typed is held against the product it was begun with, so that nobody else's change is overwritten unseen.
  const [base, setBase] = useState(product);
  const [edits, setEdits] = useState<PatchProduct>({});
  const { name, versions, components } = { ...base, ...edits };
  const problems = useFormProblems({
    name: t('product.name'),
    versions: t('product.versions'),
    components: t('product.components'),
  });
  const edit = (part: PatchProduct) => {
    if (Object.keys(edits).length === 0) setBase(product);
    setEdits({ ...edits, ...part });
  };
  const save = useMutation({
    mutationFn: (body: PatchProduct) => api.patchProduct({ params: { id: product.id }, version: base.version, body }),
    onSuccess: async (saved) => {
      setBase(saved);
      setEdits({});
      problems.clear();
      queryClient.setQueryData(productQuery(product.id).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: keys.catalogue });
      notify(t('product.saved'), saved.name);
    },
    onError: async (error) => {
      problems.refused(error);
      if (!(error instanceof ApiError) || error.code !== 'version_moved') return;
      setBase(await api.getCatalogueProduct({ params: { id: product.id } }));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const blank = (values: readonly string[]) => values.some((value) => value.trim() === '');
    const found = {
      ...(name.trim() === '' ? { name: t('errors:field.required') } : {}),
      ...(blank(versions.map((one) => one.version)) ? { versions: t('product.versionEmpty') } : {}),
      ...(blank(components.flatMap((one) => [one.code, one.name])) ? { components: t('product.componentEmpty') } : {}),
    };
    if (Object.keys(found).length > 0) problems.found(found);
    else save.mutate(trimmed(edits));
  };
  return (
    <Stack gap={32}>
      <form onSubmit={submit} noValidate>
        <Stack gap={24}>
          <ErrorSummary {...problems.summary} />
          <TextInput
            id="name"
            label={t('product.name')}
            maw={464}
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={(event) => edit({ name: event.currentTarget.value })}
            error={problems.of('name')}
          />
          <VersionsTable
            versions={versions}
            onChange={(next) => edit({ versions: next })}
            error={problems.of('versions')}
          />
          <ComponentsTable
            components={components}
            onChange={(next) => edit({ components: next })}
            error={problems.of('components')}
          />
          <Group gap="sm">
            <Button type="submit" loading={save.isPending} disabled={Object.keys(edits).length === 0}>
              {t('common:form.save')}
            </Button>
            {edits.components !== undefined && base.used && (
              <Text size="sm" c="dimmed">
                {t('product.signedAnew')}
              </Text>
            )}
          </Group>
        </Stack>
      </form>
      <Away product={product} />
    </Stack>
  );
}

const trimmed = ({ name, versions, components, ...rest }: PatchProduct): PatchProduct => ({
  ...rest,
  ...(name === undefined ? {} : { name: name.trim() }),
  ...(versions === undefined ? {} : { versions: versions.map((one) => ({ ...one, version: one.version.trim() })) }),
  ...(components === undefined
    ? {}
    : { components: components.map((one) => ({ ...one, code: one.code.trim(), name: one.name.trim() })) }),
});

/** Archives a product, brings it back, or deletes one that nothing uses. */
function Away({ product: { id, archived, used, version } }: { product: CatalogueProduct }) {
  const { t } = useTranslation('issuing');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: keys.catalogue });
  const archive = useMutation({
    mutationFn: () => api.patchProduct({ params: { id }, version, body: { archived: !archived } }),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => api.deleteProduct({ params: { id } }),
    onSuccess: async () => {
      await navigate({ to: '/admin/products' });
      await refresh();
    },
  });
  const error = archive.error ?? remove.error;
  return (
    <section>
      <h2 className={styles['heading']}>{t('product.away')}</h2>
      <p className={styles['help']}>{used ? t('product.awayUsed') : t('product.awayUnused')}</p>
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={archived ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />}
          loading={archive.isPending}
          onClick={() => archive.mutate()}
        >
          {archived ? t('unarchive') : t('archive')}
        </Button>
        {!used && (
          <Button
            variant="default"
            leftSection={<IconTrash size={16} aria-hidden />}
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t('delete')}
          </Button>
        )}
      </Group>
      {error !== null && (
        <Text role="alert" c="var(--mantine-color-error)" mt="xs">
          {errorText(error)}
        </Text>
      )}
    </section>
  );
}
