import type { Request, RequestSummary } from '@companyaccount/contract';
import { type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useSignedIn } from '../../api/me.ts';
import type { Deed } from './bulk/bulk.ts';
import { type Told, useTellDeed } from './bulk/use-bulk.ts';
import { useChangeRequest } from './use-change-request.ts';

type Standing = Pick<RequestSummary, 'id' | 'number' | 'status' | 'resolution' | 'owner' | 'severity'>;

function carryOut(id: string, { deed, personId, status, resolution, severity, reason = '' }: Deed): Promise<Request> {
  const params = { id };
  if (deed === 'assign') return api.assignRequest({ params, body: { personId: personId ?? null } });
  if (deed === 'severity') return api.regradeRequest({ params, body: { severity: severity ?? 3, reason } });
  if (status === 'closed') return api.closeRequest({ params });
  return api.setRequestStatus({ params, body: { status: status ?? 'open', ...(resolution && { resolution }) } });
}

/** What the request will look like, as far as that is known before the answer. */
function expected({ deed, personId, status, resolution }: Deed, people: Told['agents']): Partial<Request> {
  if (deed === 'status' && status !== undefined)
    return { status, ...(status !== 'closed' && { resolution: resolution ?? null }) };
  if (deed !== 'assign') return {};
  const person = people.find(({ id }) => id === personId);
  return { owner: person === undefined ? null : { id: person.id, name: person.name, side: 'vendor' } };
}

/**
 * A deed of staff with one request: shown at once and put back if it is refused, told, and offered to be taken back.
 * `call` carries it out where that needs more than the deed.
 */
export function useDeskDeed(
  { id, number, status, resolution, owner, severity }: Standing,
  agents: Told['agents'] = [],
  call = carryOut,
): UseMutationResult<Request, Error, Deed> {
  const { tell } = useTellDeed();
  const me = useSignedIn();
  const queryClient = useQueryClient();
  return useChangeRequest(id, async (deed: Deed) => {
    const shown = queryClient.getQueryData<Request>(keys.request(id));
    const show = (request: Request | undefined): void => void queryClient.setQueryData(keys.request(id), request);
    if (shown !== undefined) show({ ...shown, ...expected(deed, [me, ...agents]) });
    try {
      const request = await call(id, deed);
      const before = { status, resolution, ownerId: owner?.id ?? null, severity };
      tell([{ id, outcome: 'done', code: null, before, updatedAt: request.updatedAt }], deed, { agents, number });
      return request;
    } catch (error) {
      show(shown);
      throw error;
    }
  });
}
