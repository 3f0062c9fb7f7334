import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { secondFactorsQuery } from '../../api/signing-in.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { ChangePassword } from './change-password.tsx';
import { PasskeyList } from './passkey-list.tsx';
import { SessionList } from './session-list.tsx';
import { TwoStep } from './two-step.tsx';

/** How the person signs in, and where they are signed in now. */
export function SecurityPage() {
  const { data: factors, error, refetch } = useQuery(secondFactorsQuery);
  return (
    <Stack gap={32}>
      <ChangePassword />
      {factors === undefined && error === null && <RowsSkeleton rows={2} />}
      {factors === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {factors !== undefined && (
        <>
          <TwoStep factors={factors} />
          <PasskeyList passkeys={factors.passkeys} />
        </>
      )}
      <SessionList />
    </Stack>
  );
}
