import { Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useMe } from '../api/me.ts';
import { FreshSignIn } from '../ui/fresh-sign-in/fresh-sign-in.tsx';
import { Shell } from '../ui/shell/shell.tsx';

const EnrolPage = lazy(async () => ({ default: (await import('../features/profile/enrol-page.tsx')).EnrolPage }));

/** The shell around the pages of a person signed in; asks the guards again as soon as the session has ended. */
export function AccountLayout() {
  const me = useMe();
  const router = useRouter();
  const signedIn = me !== null && me !== undefined;
  // Stays until the recovery codes have been seen, although the second factor is there already by then.
  const [enrolling, setEnrolling] = useState(false);
  useEffect(() => {
    if (!signedIn) void router.invalidate();
  }, [router, signedIn]);
  if (!signedIn) return null;
  if (me.secondFactorMissing && !enrolling) setEnrolling(true);
  return (
    <FreshSignIn>
      {enrolling ? (
        <Suspense>
          <EnrolPage onDone={() => setEnrolling(false)} />
        </Suspense>
      ) : (
        <Shell>
          <Outlet />
        </Shell>
      )}
    </FreshSignIn>
  );
}
