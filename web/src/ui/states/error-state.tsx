import { ApiError } from '@companyaccount/contract';
import { Button, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { EmptyState } from './empty-state.tsx';

/** What is shown in the place of something that could not be loaded. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <EmptyState icon={IconAlertTriangle} title={t('states.errorTitle')} text={errorText(error)}>
        {error instanceof ApiError && error.requestId !== null && (
          <Text size="xs" c="dimmed" ff="monospace">
            {t('states.requestId', { id: error.requestId })}
          </Text>
        )}
        {onRetry !== undefined && (
          <Button variant="default" onClick={onRetry}>
            {t('states.retry')}
          </Button>
        )}
      </EmptyState>
    </div>
  );
}
