import { useParams, useSearch } from '@tanstack/react-router';
import { Workplace } from '../requests/workplace.tsx';

/** The page of the Virus Lab. */
export function LabPage() {
  const search = useSearch({ from: '/account/lab' });
  const { requestId } = useParams({ strict: false });
  return <Workplace desk="lab" search={search} requestId={requestId} />;
}
