import type { FoundProblem, Signature } from '@companyaccount/contract';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

interface Draft {
  id: string | null;
  name: string;
  signatures: Signature[];
  samples: string[];
}

const PAUSE_MS = 300;

/** What the server says of a draft, a moment after the last key; what was said last until then. */
export function useLint(draft: Draft, enabled = true): { problems: FoundProblem[]; proposedName: string | null } {
  const [{ id, ...body }] = useDebouncedValue(draft, PAUSE_MS);
  const { data } = useQuery({
    queryKey: [...keys.definitions, 'lint', id, body],
    queryFn: ({ signal }) => api.lintDetection({ body: { ...(id === null ? {} : { id }), ...body }, signal }),
    placeholderData: keepPreviousData,
    enabled: enabled && body.name !== '',
    gcTime: 60_000,
  });
  return { problems: data?.problems ?? [], proposedName: data?.proposedName ?? null };
}
