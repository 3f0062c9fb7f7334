import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMe } from '../api/me.ts';
import { FreshSignIn } from '../ui/fresh-sign-in/fresh-sign-in.tsx';
import { Shell } from '../ui/shell/shell.tsx';

/** The shell around the pages of a person signed in; asks the guards again as soon as the session has ended. */
export function AccountLayout() {
  const me = useMe();
  const router = useRouter();
  const signedIn = me !== null && me !== undefined;
  useEffect(() => {
    if (!signedIn) void router.invalidate();
  }, [router, signedIn]);
  if (!signedIn) return null;
  return (
    <FreshSignIn>
      <Shell>
        <Outlet />
      </Shell>
    </FreshSignIn>
  );
}
