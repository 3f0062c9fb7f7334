import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { meQuery, vendorQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { loadTexts } from '../../i18n/i18n.ts';
import { publicLayout } from '../../routes/layouts.tsx';

const open = {
  getParentRoute: () => publicLayout,
  loader: () =>
    Promise.all([
      loadTexts('outside', 'public', 'requests'),
      queryClient.ensureQueryData(vendorQuery),
      queryClient.ensureQueryData(meQuery),
    ]),
};

const accountHelp = createRoute({
  ...open,
  path: '/account-help',
  component: lazyRouteComponent(() => import('./account-help-page.tsx'), 'AccountHelpPage'),
});

const confirm = createRoute({
  ...open,
  path: '/account-help/confirm',
  component: lazyRouteComponent(() => import('./account-help-confirm-page.tsx'), 'AccountHelpConfirmPage'),
});

const track = createRoute({
  ...open,
  path: '/track',
  component: lazyRouteComponent(() => import('./track-page.tsx'), 'TrackPage'),
});

const submit = createRoute({
  ...open,
  path: '/virus-lab',
  loader: async () => {
    await Promise.all([open.loader(), loadTexts('files', 'portal')]);
  },
  component: lazyRouteComponent(() => import('./submit-page.tsx'), 'SubmitPage'),
});

const trackConfirm = createRoute({
  ...open,
  path: '/track/confirm',
  component: lazyRouteComponent(() => import('./account-help-confirm-page.tsx'), 'SubmissionConfirmPage'),
});

const mailConfirm = createRoute({
  ...open,
  path: '/mail/confirm',
  component: lazyRouteComponent(() => import('./account-help-confirm-page.tsx'), 'MailConfirmPage'),
});

const unsubscribe = createRoute({
  ...open,
  path: '/unsubscribe/$token',
  component: lazyRouteComponent(() => import('./unsubscribe-page.tsx'), 'UnsubscribePage'),
});

const rate = createRoute({
  ...open,
  path: '/rate',
  component: lazyRouteComponent(() => import('./rate-page.tsx'), 'RatePage'),
});

/** The pages of people who reach the vendor without acting for a company. */
export const outsideRoutes = [
  accountHelp,
  confirm,
  track,
  trackConfirm,
  mailConfirm,
  submit,
  unsubscribe,
  rate,
] as const;
