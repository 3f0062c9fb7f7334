import type { Request } from '@companyaccount/contract';
import type { UseMutationResult } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { useChangeRequest } from './use-change-request.ts';

/** Gives a request to a person of the desk, or with null back to nobody. */
export const useAssign = (id: string): UseMutationResult<Request, Error, string | null> =>
  useChangeRequest(id, (personId: string | null) => api.assignRequest({ params: { id }, body: { personId } }));
