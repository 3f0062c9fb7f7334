import { Stack, Text, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: Icon;
  title: string;
  text?: string;
  /** 1 where the state stands in the place of the whole page. */
  level?: 1 | 2;
  /** The first action that fits here, when there is one. */
  children?: ReactNode;
}

/** Says what belongs on an empty page, and offers the first action. */
export function EmptyState({ icon: Sign, title, text, level = 2, children }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" px="md" py={48}>
      <Sign size={32} stroke={1.5} color="var(--mantine-color-dimmed)" aria-hidden />
      <Title order={level} size="h2" ta="center">
        {title}
      </Title>
      {text !== undefined && (
        <Text c="dimmed" ta="center" maw={440}>
          {text}
        </Text>
      )}
      {children}
    </Stack>
  );
}
