import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';

const erasures = createRoute({
  getParentRoute: () => accountLayout,
  path: '/admin/erasures',
  beforeLoad: guard('admin'),
  loader: () => loadTexts('erasure'),
  component: lazyRouteComponent(() => import('./erasures-page.tsx'), 'ErasuresPage'),
});

/** The page on which personal data is erased. */
export const erasureRoutes = [erasures] as const;
