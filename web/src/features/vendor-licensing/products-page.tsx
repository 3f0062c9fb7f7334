import type { CatalogueProduct } from '@companyaccount/contract';
import { ActionIcon, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { IconArchive, IconArrowDown, IconArrowUp, IconPackage, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { catalogueQuery } from './catalogue-queries.ts';
import { Frame } from './frame.tsx';
import styles from './vendor-licensing.module.css';

/** What the vendor sells, in the order in which customers read it. */
export function ProductsPage() {
  const { t } = useTranslation('issuing');
  const { data, error, refetch } = useQuery(catalogueQuery);
  const [adding, setAdding] = useState(false);
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('products.add')}
    </Button>
  );
  return (
    <Frame of="products" current="/admin/products" action={add}>
      <div className={styles['card']}>
        {data === undefined && error === null && <RowsSkeleton rows={4} />}
        {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data?.length === 0 && (
          <EmptyState icon={IconPackage} title={t('products.empty')} text={t('products.emptyText')} />
        )}
        {data !== undefined && data.length > 0 && <ProductRows products={data} />}
      </div>
      {adding && <AddDialog onClose={() => setAdding(false)} />}
    </Frame>
  );
}

function ProductRows({ products }: { products: readonly CatalogueProduct[] }) {
  const { t } = useTranslation('issuing');
  const queryClient = useQueryClient();
  const move = useMutation({
    mutationFn: ({ id, before }: { id: string; before: string | null }) =>
      api.moveProduct({ params: { id }, body: { before } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.catalogue }),
  });
  return (
    <ul className={styles['rows']} aria-label={t('sections.products')}>
      {products.map((product, place) => {
        const { id, name, versions, components, archived } = product;
        const above = products[place - 1];
        return (
          <li key={id} className={styles['product']}>
            <Link to="/admin/products/$productId" params={{ productId: id }} className={styles['productLink']}>
              <span className={styles['what']}>
                <strong dir="auto">{name}</strong>
                <span className={styles['facts']}>
                  {t('products.versions', { count: versions.length })} ·{' '}
                  {t('products.components', { count: components.length })}
                </span>
              </span>
              {archived && <Badge icon={IconArchive} tone="neutral" word={t('archived')} />}
            </Link>
            <Group gap={4} wrap="nowrap">
              <ActionIcon
                size={32}
                aria-label={t('products.up', { name })}
                title={t('products.upShort')}
                disabled={above === undefined || move.isPending}
                onClick={() => above !== undefined && move.mutate({ id, before: above.id })}
              >
                <IconArrowUp size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                size={32}
                aria-label={t('products.down', { name })}
                title={t('products.downShort')}
                disabled={place === products.length - 1 || move.isPending}
                onClick={() => move.mutate({ id, before: products[place + 2]?.id ?? null })}
              >
                <IconArrowDown size={16} aria-hidden />
              </ActionIcon>
            </Group>
          </li>
        );
      })}
    </ul>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['issuing', 'common', 'errors']);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  const [name, setName] = useState('');
  const problems = useFormProblems({ name: t('product.name') });
  const create = useMutation({
    mutationFn: () => {
      const body = { name: name.trim() };
      return api.createProduct({ body, idempotencyKey: idempotency.keyFor(body) });
    },
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: keys.catalogue });
      await navigate({ to: '/admin/products/$productId', params: { productId: id } });
    },
    onError: problems.refused,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') problems.found({ name: t('errors:field.required') });
    else create.mutate();
  };
  return (
    <Modal opened title={t('products.add')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <TextInput
            id="name"
            label={t('product.name')}
            maxLength={100}
            autoComplete="off"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problems.of('name')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('products.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
