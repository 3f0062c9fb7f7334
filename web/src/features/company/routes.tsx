import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';
import { readAuditSearch } from '../audit/audit-search.ts';

/** Parent of the sections of the company's page, which are listed in `company-sections.ts`. */
const companyLayout = createRoute({
  getParentRoute: () => accountLayout,
  path: '/company',
  beforeLoad: guard('member'),
  loader: () => loadTexts('appointments', 'company'),
  component: lazyRouteComponent(() => import('./company-layout.tsx'), 'CompanyLayout'),
});

const members = createRoute({
  getParentRoute: () => companyLayout,
  path: '/',
  component: lazyRouteComponent(() => import('./members-page.tsx'), 'MembersPage'),
});

const environments = createRoute({
  getParentRoute: () => companyLayout,
  path: '/environments',
  component: lazyRouteComponent(() => import('./environments-page.tsx'), 'EnvironmentsPage'),
});

const audit = createRoute({
  getParentRoute: () => companyLayout,
  path: '/audit',
  validateSearch: readAuditSearch,
  loader: () => loadTexts('audit', 'requests'),
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
});

const domains = createRoute({
  getParentRoute: () => companyLayout,
  path: '/domains',
  component: lazyRouteComponent(() => import('./domains-page.tsx'), 'DomainsPage'),
});

const tokens = createRoute({
  getParentRoute: () => companyLayout,
  path: '/tokens',
  loader: () => loadTexts('tokens'),
  component: lazyRouteComponent(() => import('./tokens-page.tsx'), 'TokensPage'),
});

const scanners = createRoute({
  getParentRoute: () => companyLayout,
  path: '/scanners',
  loader: () => loadTexts('scanners'),
  component: lazyRouteComponent(() => import('./scanners-page.tsx'), 'ScannersPage'),
});

const webhooks = createRoute({
  getParentRoute: () => companyLayout,
  path: '/webhooks',
  loader: () => loadTexts('webhooks'),
  component: lazyRouteComponent(() => import('./webhooks-page.tsx'), 'WebhooksPage'),
});

const settings = createRoute({
  getParentRoute: () => companyLayout,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
});

/** The pages about a member's company. */
export const companyRoutes = [
  companyLayout.addChildren([members, environments, domains, audit, tokens, scanners, webhooks, settings]),
] as const;
