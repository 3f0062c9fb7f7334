import { useParams } from '@tanstack/react-router';
import { RequestView } from '../requests/request-view.tsx';

/** One request, as the company's members see it. */
export function RequestPage() {
  const { requestId } = useParams({ from: '/account/requests/$requestId' });
  return <RequestView key={requestId} requestId={requestId} view="member" back="/requests" />;
}
