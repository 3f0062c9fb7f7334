import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadTexts } from '../../i18n/i18n.ts';
import { accountLayout } from '../../routes/layouts.tsx';

const profile = createRoute({
  getParentRoute: () => accountLayout,
  path: '/profile',
  loader: () => loadTexts('profile'),
  component: lazyRouteComponent(() => import('./profile-page.tsx'), 'ProfilePage'),
});

/** The pages about oneself. */
export const profileRoutes = [profile] as const;
