import type { TokenScope } from '@companyaccount/contract';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';

/** The tokens of a company, or one's own as a member of staff, by pages. */
export const tokensQuery = (companyId: string | null) =>
  infiniteQueryOptions({
    queryKey: keys.tokens(companyId),
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam === null ? {} : { 'page[after]': pageParam };
      return companyId === null
        ? api.listOwnTokens({ query, signal })
        : api.listTokens({ params: { id: companyId }, query, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });

/** A scope as a key of the texts, in which a colon means something else. */
export const wordOf = <S extends TokenScope>(scope: S) => scope.replace(':', '_') as Underscored<S>;
type Underscored<S extends string> = S extends `${infer Area}:${infer Right}` ? `${Area}_${Right}` : S;
