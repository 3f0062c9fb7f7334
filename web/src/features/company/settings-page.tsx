import { useQuery } from '@tanstack/react-query';
import { companyQuery } from '../../api/company.ts';
import { useSignedIn } from '../../api/me.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { CompanyExport } from './company-export.tsx';
import { CompanySettings } from './company-settings.tsx';
import { StorageUse } from './storage-use.tsx';

/** What the company's administrators set for all of it. */
export function SettingsPage() {
  const { company } = useSignedIn();
  return company === null ? null : <SettingsOf id={company.id} />;
}

function SettingsOf({ id }: { id: string }) {
  const { data: company, error, refetch } = useQuery(companyQuery(id));
  if (company !== undefined) {
    return (
      <>
        <CompanySettings company={company} />
        <StorageUse companyId={company.id} />
        <CompanyExport companyId={company.id} />
      </>
    );
  }
  return error === null ? <TextSkeleton lines={6} /> : <ErrorState error={error} onRetry={() => void refetch()} />;
}
