import { ApiError } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconMapQuestion } from '@tabler/icons-react';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';

/** The page for an address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState level={1} icon={IconMapQuestion} title={t('states.notFoundTitle')} text={t('states.notFoundText')}>
      <Button component="a" href="/" variant="default">
        {t('states.goHome')}
      </Button>
    </EmptyState>
  );
}

/** The page in the place of one that failed while it was loaded or drawn. */
export function RouteError({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  if (error instanceof ApiError && error.code === 'not_found') return <NotFound />;
  if (error instanceof ApiError) return <ErrorState error={error} onRetry={() => void router.invalidate()} />;
  return (
    <div role="alert">
      <EmptyState level={1} icon={IconAlertTriangle} title={t('states.crashTitle')} text={t('states.crashText')}>
        <Button onClick={() => window.location.reload()}>{t('states.reload')}</Button>
      </EmptyState>
    </div>
  );
}
