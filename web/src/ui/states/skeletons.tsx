import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Grey lines in the place of text that is on its way. */
export function TextSkeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" role="status" aria-label={t('states.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={14} width={line === lines - 1 ? '60%' : '100%'} />
      ))}
    </Stack>
  );
}

/** Grey rows in the place of a list that is on its way, as high as the rows that come. */
export function RowsSkeleton({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap={1} role="status" aria-label={t('states.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Stack key={row} h={56} gap={8} px="md" justify="center">
          <Skeleton height={12} width={`${55 + ((row * 17) % 35)}%`} />
          <Skeleton height={10} width={`${25 + ((row * 13) % 20)}%`} />
        </Stack>
      ))}
    </Stack>
  );
}
