import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { homePath, meQuery, vendorQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { loadTexts } from '../../i18n/i18n.ts';
import { publicLayout } from '../../routes/layouts.tsx';
import { ownPath } from './own-path.ts';

async function leaveWhenSignedIn({ search }: { search: { next?: string } }): Promise<void> {
  const me = await queryClient.ensureQueryData(meQuery);
  if (me === null) return;
  const { next } = search;
  throw redirect({ to: homePath(me), ...(next === undefined ? {} : { href: next }) });
}

const open = {
  getParentRoute: () => publicLayout,
  loader: () => Promise.all([loadTexts('public'), queryClient.ensureQueryData(vendorQuery)]),
};

const landing = createRoute({
  ...open,
  path: '/',
  beforeLoad: leaveWhenSignedIn,
  component: lazyRouteComponent(() => import('./landing-page.tsx'), 'LandingPage'),
});

const signIn = createRoute({
  ...open,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = ownPath(search['next'], window.location.origin);
    return next === undefined ? {} : { next };
  },
  beforeLoad: leaveWhenSignedIn,
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
});

const register = createRoute({
  ...open,
  path: '/register',
  component: lazyRouteComponent(() => import('./register-page.tsx'), 'RegisterPage'),
});

const confirm = createRoute({
  ...open,
  path: '/confirm',
  component: lazyRouteComponent(() => import('./confirm-page.tsx'), 'ConfirmPage'),
});

const forgotPassword = createRoute({
  ...open,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./forgot-password-page.tsx'), 'ForgotPasswordPage'),
});

const recover = createRoute({
  ...open,
  path: '/recover',
  component: lazyRouteComponent(() => import('./recover-page.tsx'), 'RecoverPage'),
});

const resetPassword = createRoute({
  ...open,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./reset-password-page.tsx'), 'ResetPasswordPage'),
});

const setUp = createRoute({
  ...open,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./set-up-page.tsx'), 'SetUpPage'),
});

const apiDocs = createRoute({
  getParentRoute: () => publicLayout,
  path: '/api/docs',
  loader: async () => {
    const { descriptionQuery } = await import('./api-docs/api-docs-page.tsx');
    await Promise.all([loadTexts('public'), queryClient.ensureQueryData(descriptionQuery)]);
  },
  component: lazyRouteComponent(() => import('./api-docs/api-docs-page.tsx'), 'ApiDocsPage'),
});

/** The pages open to everybody. */
export const publicRoutes = [
  landing,
  signIn,
  register,
  confirm,
  forgotPassword,
  recover,
  resetPassword,
  setUp,
  apiDocs,
] as const;
