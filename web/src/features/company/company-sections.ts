import type { Permission } from '@companyaccount/contract';
import type { Resources } from '../../i18n/resources.ts';

/** One section of the company's page: an entry here, and a route of the same address below the company's layout. */
export interface CompanySection {
  to:
    | '/company'
    | '/company/domains'
    | '/company/environments'
    | '/company/tokens'
    | '/company/scanners'
    | '/company/webhooks'
    | '/company/audit'
    | '/company/settings';
  label: keyof Resources['company']['sections'];
  permission: Permission;
}

/** The sections of the company's page, in their order. */
export const COMPANY_SECTIONS: readonly CompanySection[] = [
  { to: '/company', label: 'members', permission: 'member' },
  { to: '/company/domains', label: 'domains', permission: 'company_administrator' },
  { to: '/company/environments', label: 'environments', permission: 'member' },
  { to: '/company/tokens', label: 'tokens', permission: 'company_administrator' },
  { to: '/company/scanners', label: 'scanners', permission: 'company_administrator' },
  { to: '/company/webhooks', label: 'webhooks', permission: 'company_administrator' },
  { to: '/company/audit', label: 'audit', permission: 'company_administrator' },
  { to: '/company/settings', label: 'settings', permission: 'company_administrator' },
];
