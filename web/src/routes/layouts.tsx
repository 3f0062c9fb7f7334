import { createRootRoute, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { meQuery } from '../api/me.ts';
import { queryClient } from '../api/query-client.ts';

export const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: lazyRouteComponent(() => import('./public-layout.tsx'), 'PublicNotFound'),
});

/** Parent of the pages that are open to everybody. */
export const publicLayout = createRoute({
  getParentRoute: () => rootRoute,
  id: 'public',
  component: lazyRouteComponent(() => import('./public-layout.tsx'), 'PublicLayout'),
});

/** Parent of the pages for a person signed in; leads others to the sign-in page and back here afterwards. */
export const accountLayout = createRoute({
  getParentRoute: () => rootRoute,
  id: 'account',
  beforeLoad: async ({ location }) => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (me === null) return Promise.reject(redirect({ to: '/sign-in', search: { next: location.href } }));
    return { me };
  },
  component: lazyRouteComponent(() => import('./account-layout.tsx'), 'AccountLayout'),
});
