import type { Request, RequestSummary } from '@companyaccount/contract';
import type { UseMutationResult } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
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

/** A deed of staff with one request, which is told and can be taken back; `call` where the call needs more than that. */
export function useDeskDeed(
  { id, number, status, resolution, owner, severity }: Standing,
  agents: Told['agents'] = [],
  call = carryOut,
): UseMutationResult<Request, Error, Deed> {
  const { tell } = useTellDeed();
  return useChangeRequest(id, async (deed: Deed) => {
    const request = await call(id, deed);
    const before = { status, resolution, ownerId: owner?.id ?? null, severity };
    tell([{ id, outcome: 'done', code: null, before, updatedAt: request.updatedAt }], deed, { agents, number });
    return request;
  });
}
