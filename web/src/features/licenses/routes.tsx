import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { vendorQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';
import { licenseQuery } from './license-queries.ts';
import { readLicensesSearch } from './licenses-search.ts';

const list = createRoute({
  getParentRoute: () => accountLayout,
  path: '/licenses',
  validateSearch: readLicensesSearch,
  beforeLoad: guard('member'),
  loader: () => loadTexts('licenses', 'requests'),
  component: lazyRouteComponent(() => import('./licenses-page.tsx'), 'LicensesPage'),
});

const license = createRoute({
  getParentRoute: () => accountLayout,
  path: '/licenses/$licenseId',
  beforeLoad: guard('member'),
  loader: ({ params: { licenseId } }) => {
    void queryClient.prefetchQuery(licenseQuery(licenseId));
    return Promise.all([loadTexts('licenses'), queryClient.ensureQueryData(vendorQuery)]);
  },
  component: lazyRouteComponent(() => import('./license-page.tsx'), 'LicensePage'),
});

/** The pages about what a company has bought. */
export const licenseRoutes = [list, license] as const;
