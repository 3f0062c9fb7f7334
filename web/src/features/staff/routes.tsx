import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';

const staff = createRoute({
  getParentRoute: () => accountLayout,
  path: '/admin/staff',
  beforeLoad: guard('admin'),
  loader: () => loadTexts('staff'),
  component: lazyRouteComponent(() => import('./staff-page.tsx'), 'StaffPage'),
});

/** The page about the vendor's staff. */
export const staffRoutes = [staff] as const;
