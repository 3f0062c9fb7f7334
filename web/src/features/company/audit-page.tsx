import { useSearch } from '@tanstack/react-router';
import { useSignedIn } from '../../api/me.ts';
import { AuditList } from '../audit/audit-list.tsx';

/** What happened in the company, for its administrators. */
export function AuditPage() {
  const { company } = useSignedIn();
  const search = useSearch({ from: '/account/company/audit' });
  return company === null ? null : <AuditList place="/company/audit" companyId={company.id} search={search} />;
}
