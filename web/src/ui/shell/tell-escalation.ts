import type { LiveEvent, Me } from '@companyaccount/contract';
import i18next from 'i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { queryClient } from '../../api/query-client.ts';
import { notify } from '../notify.ts';

/** Tells a lead at once, on whatever page, that a customer has brought a request before them. */
export async function tellEscalation({ agentRoles }: Me, { type, requestId: id }: LiveEvent): Promise<void> {
  if (type !== 'request_escalated' || id === undefined || !agentRoles.includes('lead')) return;
  const request = await queryClient
    .fetchQuery({ queryKey: keys.request(id), queryFn: ({ signal }) => api.getRequest({ params: { id }, signal }) })
    .catch(() => null);
  if (request !== null) notify(i18next.t('escalated', { number: request.number }), request.subject);
}
