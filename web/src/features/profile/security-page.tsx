import { Stack } from '@mantine/core';
import { ChangePassword } from './change-password.tsx';
import { SessionList } from './session-list.tsx';

/** How the person signs in, and where they are signed in now. */
export function SecurityPage() {
  return (
    <Stack gap={32}>
      <ChangePassword />
      <SessionList />
    </Stack>
  );
}
