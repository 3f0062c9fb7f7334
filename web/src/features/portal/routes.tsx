import { DESKS } from '@companyaccount/contract';
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { may } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';
import { pick } from '../../ui/pick.ts';
import { readRequestFilters } from '../requests/filters/request-filters.ts';
import { PLACE_OF_DESK } from '../requests/request-link.ts';
import { prefetchRequest, requestQuery } from '../requests/request-queries.ts';

const loader = () => loadTexts('portal', 'requests', 'files', 'licenses', 'appointments', 'help');

const home = createRoute({
  getParentRoute: () => accountLayout,
  path: '/home',
  loader,
  component: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage'),
});

const history = createRoute({
  getParentRoute: () => accountLayout,
  path: '/requests',
  validateSearch: readRequestFilters,
  beforeLoad: guard('member'),
  loader,
  component: lazyRouteComponent(() => import('./history-page.tsx'), 'HistoryPage'),
});

const newRequest = createRoute({
  getParentRoute: () => accountLayout,
  path: '/requests/new',
  validateSearch: (search: Record<string, unknown>) => ({
    ...pick('desk', DESKS, search),
    ...pick('about', ['claimed_license'] as const, search),
    // The request from which this one is filed.
    ...(typeof search['from'] === 'string' ? { from: search['from'] } : {}),
  }),
  beforeLoad: guard('member'),
  loader,
  component: lazyRouteComponent(() => import('./new-request-page.tsx'), 'NewRequestPage'),
});

const request = createRoute({
  getParentRoute: () => accountLayout,
  path: '/requests/$requestId',
  validateSearch: readRequestFilters,
  // A link in a mail is the same for everybody; staff reads the request at its desk.
  beforeLoad: async ({ context: { me }, params: { requestId } }) => {
    if (me.company !== null || !may(me, 'desk')) return;
    const { desk } = await queryClient.ensureQueryData(requestQuery(requestId));
    redirect({ to: PLACE_OF_DESK[desk], params: { requestId }, throw: true });
  },
  loader: ({ params: { requestId } }) => {
    prefetchRequest(queryClient, requestId);
    return loader();
  },
  component: lazyRouteComponent(() => import('./request-page.tsx'), 'RequestPage'),
});

/** The pages of a company's members. */
export const portalRoutes = [home, history, newRequest, request] as const;
