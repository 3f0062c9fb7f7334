import { useQuery } from '@tanstack/react-query';
import { draftsQuery } from '../../api/drafts.ts';

/** The requests that the person has begun to write something in. */
export function useBegun(): ReadonlySet<string> {
  const { data } = useQuery(draftsQuery);
  return new Set(data?.data.flatMap(({ request }) => request?.id ?? []));
}
