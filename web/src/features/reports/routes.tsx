import { RATING_LISTS } from '@companyaccount/contract';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';
import { readReportSearch } from './report-search.ts';

const report = createRoute({
  getParentRoute: () => accountLayout,
  path: '/reports',
  validateSearch: readReportSearch,
  beforeLoad: guard('lead_or_admin'),
  loader: () => loadTexts('reports', 'requests'),
  component: lazyRouteComponent(() => import('./report-page.tsx'), 'ReportPage'),
});

const ratings = createRoute({
  getParentRoute: () => accountLayout,
  path: '/reports/ratings',
  validateSearch: (search: Record<string, unknown>): { list?: (typeof RATING_LISTS)[number] } => {
    const list = RATING_LISTS.find((one) => one === search['list']);
    return list === undefined ? {} : { list };
  },
  beforeLoad: guard('lead'),
  loader: () => loadTexts('reports', 'requests'),
  component: lazyRouteComponent(() => import('./ratings-page.tsx'), 'RatingsPage'),
});

/** The pages that tell leads how the desks are doing. */
export const reportRoutes = [report, ratings] as const;
