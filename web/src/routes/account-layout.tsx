import type { Me } from '@companyaccount/contract';
import { Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useMe } from '../api/me.ts';
import { loadTexts } from '../i18n/i18n.ts';
import { FreshSignIn } from '../ui/fresh-sign-in/fresh-sign-in.tsx';
import { Shell } from '../ui/shell/shell.tsx';

const EnrolPage = lazy(async () => ({ default: (await import('../features/profile/enrol-page.tsx')).EnrolPage }));

const Palette = lazy(async () => {
  const [{ Palette: One }] = await Promise.all([
    import('../features/palette/palette.tsx'),
    loadTexts('palette', 'company', 'profile'),
  ]);
  return { default: One };
});

/** What a person may open follows from this. */
const rightsOf = (me: Me | null | undefined): string =>
  me === null || me === undefined ? '' : [me.id, me.company?.id, me.company?.role, ...me.agentRoles].join(' ');

/** The shell around the pages of a person signed in; asks the guards again as soon as rights have changed or ended. */
export function AccountLayout() {
  const me = useMe();
  const router = useRouter();
  const signedIn = me !== null && me !== undefined;
  const rights = rightsOf(me);
  // Null: the guards have not been asked about a visit without a session.
  const [asked, setAsked] = useState(signedIn ? rights : null);
  // Stays until the recovery codes have been seen, although the second factor is there already by then.
  const [enrolling, setEnrolling] = useState(false);
  useEffect(() => {
    if (rights === asked) return;
    setAsked(rights);
    void router.invalidate();
  }, [router, rights, asked]);
  if (!signedIn) return null;
  if (me.secondFactorMissing && !enrolling) setEnrolling(true);
  // By the key nothing of a company stays when another is chosen, nor typed text that would go to the wrong one.
  return (
    <FreshSignIn>
      {enrolling ? (
        <Suspense>
          <EnrolPage onDone={() => setEnrolling(false)} />
        </Suspense>
      ) : (
        <Shell palette={(open) => <Palette me={me} {...open} />}>
          <Outlet key={me.company?.id} />
        </Shell>
      )}
    </FreshSignIn>
  );
}
