import { useParams, useSearch } from '@tanstack/react-router';
import { Workplace } from '../requests/workplace.tsx';

/** The page of Technical Support. */
export function DeskPage() {
  const search = useSearch({ from: '/account/desk' });
  const { requestId } = useParams({ strict: false });
  return <Workplace desk="support" search={search} requestId={requestId} />;
}
