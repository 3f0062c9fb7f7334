import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';

const shared = {
  getParentRoute: () => accountLayout,
  beforeLoad: guard('admin'),
} as const;

const companies = createRoute({
  ...shared,
  path: '/admin/companies',
  validateSearch: ({ q }: Record<string, unknown>): { q?: string } => {
    // A number is read as one from the address bar.
    const text = typeof q === 'number' ? String(q) : q;
    return typeof text === 'string' && text.trim() !== '' ? { q: text.trim().slice(0, 200) } : {};
  },
  loader: () => loadTexts('companies'),
  component: lazyRouteComponent(() => import('./companies-page.tsx'), 'CompaniesPage'),
});

const company = createRoute({
  ...shared,
  path: '/admin/companies/$companyId',
  loader: () => loadTexts('companies', 'company', 'issuing'),
  component: lazyRouteComponent(() => import('./company-record-page.tsx'), 'CompanyRecordPage'),
});

/** The pages on which the vendor's administrators look companies up. */
export const companiesRoutes = [companies, company] as const;
