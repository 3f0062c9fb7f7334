import { MAIL_STATES, RECEIVED_MAIL_STATES } from '@companyaccount/contract';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { vendorQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';
import { pick } from '../../ui/pick.ts';
import { readAuditSearch } from '../audit/audit-search.ts';
import type { MailFilters } from './mail-queries.ts';
import type { ReceivedFilters } from './received-mail-queries.ts';

const someText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 254;

const readMailSearch = (search: Record<string, unknown>): MailFilters & { mail?: string } => ({
  ...pick('state', MAIL_STATES, search),
  ...(someText(search['to']) ? { to: search['to'] } : {}),
  ...(someText(search['mail']) ? { mail: search['mail'] } : {}),
});

const readReceivedSearch = (search: Record<string, unknown>): ReceivedFilters & { mail?: string } => ({
  ...pick('state', RECEIVED_MAIL_STATES, search),
  ...(someText(search['mail']) ? { mail: search['mail'] } : {}),
});

const mailLog = createRoute({
  getParentRoute: () => accountLayout,
  path: '/admin/mail-log',
  validateSearch: readMailSearch,
  beforeLoad: guard('admin'),
  loader: () => Promise.all([loadTexts('admin'), queryClient.ensureQueryData(vendorQuery)]),
  component: lazyRouteComponent(() => import('./mail-log-page.tsx'), 'MailLogPage'),
});

const webhooks = createRoute({
  getParentRoute: () => accountLayout,
  path: '/admin/webhooks',
  beforeLoad: guard('admin'),
  loader: () => loadTexts('webhooks'),
  component: lazyRouteComponent(() => import('./webhooks-page.tsx'), 'WebhooksPage'),
});

const receivedMail = createRoute({
  getParentRoute: () => accountLayout,
  path: '/admin/received-mail',
  validateSearch: readReceivedSearch,
  beforeLoad: guard('admin'),
  loader: () => loadTexts('admin'),
  component: lazyRouteComponent(() => import('./received-mail-page.tsx'), 'ReceivedMailPage'),
});

const audit = createRoute({
  getParentRoute: () => accountLayout,
  path: '/admin/audit',
  validateSearch: readAuditSearch,
  beforeLoad: guard('admin'),
  loader: () => loadTexts('audit', 'requests'),
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
});

const system = createRoute({
  getParentRoute: () => accountLayout,
  path: '/admin/system',
  beforeLoad: guard('admin'),
  loader: () => loadTexts('admin'),
  component: lazyRouteComponent(() => import('./system-page.tsx'), 'SystemPage'),
});

/** The pages of the vendor's administrators. */
export const adminRoutes = [mailLog, receivedMail, webhooks, audit, system] as const;
