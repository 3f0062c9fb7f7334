import type { ApiToken } from '@companyaccount/contract';
import { Anchor, Button, Group } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { CreateToken } from './create-token.tsx';
import { TokenRow } from './token-row.tsx';
import { tokensQuery } from './token-queries.ts';
import styles from './tokens.module.css';

/** Tokens of a company, or one's own (`companyId` null): who may do what with them, and how they end. */
export function TokenList({ companyId }: { companyId: string | null }) {
  const { t } = useTranslation('tokens');
  const queryClient = useQueryClient();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    tokensQuery(companyId),
  );
  const [creating, setCreating] = useState(false);
  const [asked, setAsked] = useState<ApiToken | null>(null);
  const revoke = useMutation({
    mutationFn: (id: string) =>
      companyId === null
        ? api.revokeOwnToken({ params: { id } })
        : api.revokeToken({ params: { id: companyId, tokenId: id } }),
    onSuccess: () => setAsked(null),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.tokens(companyId) }),
  });
  const tokens = data?.pages.flatMap((page) => page.data) ?? [];
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {t('create')}
    </Button>
  );
  return (
    <section>
      <p className={styles['help']}>
        {t(companyId === null ? 'helpOwn' : 'helpCompany')}{' '}
        <Anchor component={Link} to="/api/docs" underline="always">
          {t('docs')}
        </Anchor>
      </p>
      {data === undefined && error === null && <RowsSkeleton rows={2} />}
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && tokens.length === 0 && (
        <EmptyState icon={IconKey} title={t('empty')} text={t('emptyText')}>
          {create}
        </EmptyState>
      )}
      {tokens.length > 0 && (
        <>
          <ul className={styles['rows']} aria-label={t('label')}>
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} named={companyId !== null}>
                <Button
                  variant="default"
                  size="xs"
                  aria-label={t('revokeName', { name: token.name })}
                  onClick={() => {
                    revoke.reset();
                    setAsked(token);
                  }}
                >
                  {t('revoke')}
                </Button>
              </TokenRow>
            ))}
          </ul>
          <Group mt="md" gap="xs">
            {create}
            {hasNextPage && (
              <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t('more')}
              </Button>
            )}
          </Group>
        </>
      )}
      {creating && <CreateToken companyId={companyId} onClose={() => setCreating(false)} />}
      {asked !== null && (
        <ConfirmDialog
          title={t('confirm', { name: asked.name })}
          text={t('confirmText')}
          action={t('revoke')}
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(asked.id)}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
