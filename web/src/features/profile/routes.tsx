import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';

const profileLayout = createRoute({
  getParentRoute: () => accountLayout,
  path: '/profile',
  loader: () => loadTexts('profile'),
  component: lazyRouteComponent(() => import('./profile-layout.tsx'), 'ProfileLayout'),
});

const profile = createRoute({
  getParentRoute: () => profileLayout,
  path: '/',
  component: lazyRouteComponent(() => import('./profile-page.tsx'), 'ProfilePage'),
});

const security = createRoute({
  getParentRoute: () => profileLayout,
  path: '/security',
  loader: () => loadTexts('security'),
  component: lazyRouteComponent(() => import('./security-page.tsx'), 'SecurityPage'),
});

const notifications = createRoute({
  getParentRoute: () => profileLayout,
  path: '/notifications',
  component: lazyRouteComponent(() => import('./notifications-page.tsx'), 'NotificationsPage'),
});

const tokens = createRoute({
  getParentRoute: () => profileLayout,
  path: '/tokens',
  beforeLoad: guard('staff'),
  loader: () => loadTexts('tokens'),
  component: lazyRouteComponent(() => import('./tokens-page.tsx'), 'TokensPage'),
});

/** The pages about oneself. */
export const profileRoutes = [profileLayout.addChildren([profile, security, notifications, tokens])] as const;
