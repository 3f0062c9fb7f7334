import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { queryClient } from '../../api/query-client.ts';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';
import { productQuery } from './catalogue-queries.ts';
import { issuedQuery, readIssuedSearch } from './issued-queries.ts';

const shared = {
  getParentRoute: () => accountLayout,
  beforeLoad: guard('admin'),
  loader: () => loadTexts('issuing'),
} as const;

const licenses = createRoute({
  ...shared,
  path: '/admin/licenses',
  validateSearch: readIssuedSearch,
  loader: () => loadTexts('issuing', 'requests'),
  component: lazyRouteComponent(() => import('./licenses-page.tsx'), 'LicensesPage'),
});

const issue = createRoute({
  ...shared,
  path: '/admin/licenses/issue',
  component: lazyRouteComponent(() => import('./issue-page.tsx'), 'IssuePage'),
});

const batches = createRoute({
  ...shared,
  path: '/admin/licenses/batches',
  component: lazyRouteComponent(() => import('./batches-page.tsx'), 'BatchesPage'),
});

const license = createRoute({
  ...shared,
  path: '/admin/licenses/$licenseId',
  loader: ({ params: { licenseId } }) => {
    void queryClient.prefetchQuery(issuedQuery(licenseId));
    return loadTexts('issuing', 'licenses', 'audit');
  },
  component: lazyRouteComponent(() => import('./license-page.tsx'), 'LicensePage'),
});

const products = createRoute({
  ...shared,
  path: '/admin/products',
  component: lazyRouteComponent(() => import('./products-page.tsx'), 'ProductsPage'),
});

const plans = createRoute({
  ...shared,
  path: '/admin/products/plans',
  component: lazyRouteComponent(() => import('./plans-page.tsx'), 'PlansPage'),
});

const calendars = createRoute({
  ...shared,
  path: '/admin/products/calendars',
  component: lazyRouteComponent(() => import('./calendars-page.tsx'), 'CalendarsPage'),
});

const product = createRoute({
  ...shared,
  path: '/admin/products/$productId',
  loader: ({ params: { productId } }) => {
    void queryClient.prefetchQuery(productQuery(productId));
    return loadTexts('issuing');
  },
  component: lazyRouteComponent(() => import('./product-page.tsx'), 'ProductPage'),
});

/** The pages on which the vendor keeps its catalogue and issues licenses. */
export const vendorLicensingRoutes = [licenses, issue, batches, license, products, plans, calendars, product] as const;
