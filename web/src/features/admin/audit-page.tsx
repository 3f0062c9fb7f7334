import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { AuditList } from '../audit/audit-list.tsx';

/** What happened in the whole installation. */
export function AuditPage() {
  const { t } = useTranslation('audit');
  const search = useSearch({ from: '/account/admin/audit' });
  return (
    <Page title={t('title')}>
      <AuditList place="/admin/audit" companyId={null} search={search} />
    </Page>
  );
}
