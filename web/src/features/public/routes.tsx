import { createRoute, redirect } from '@tanstack/react-router';
import { homePath, meQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { ownPath } from '../../api/session.ts';
import { publicLayout } from '../../routes/layouts.tsx';

async function leaveWhenSignedIn(): Promise<void> {
  const me = await queryClient.ensureQueryData(meQuery);
  if (me === null) return;
  throw redirect({ to: homePath(me) });
}

const landing = createRoute({
  getParentRoute: () => publicLayout,
  path: '/',
  beforeLoad: leaveWhenSignedIn,
});

const signIn = createRoute({
  getParentRoute: () => publicLayout,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = ownPath(search['next']);
    return next === null ? {} : { next };
  },
  beforeLoad: leaveWhenSignedIn,
});

/** The pages open to everybody. */
export const publicRoutes = [landing, signIn] as const;
