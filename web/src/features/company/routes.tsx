import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';

const company = createRoute({
  getParentRoute: () => accountLayout,
  path: '/company',
  beforeLoad: guard('member'),
  loader: () => loadTexts('company'),
  component: lazyRouteComponent(() => import('./company-page.tsx'), 'CompanyPage'),
});

/** The pages about a member's company. */
export const companyRoutes = [company] as const;
