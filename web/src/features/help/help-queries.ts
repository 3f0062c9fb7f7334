import { ARTICLE_AUDIENCES, type ArticleAudience, type InterfaceLanguage } from '@companyaccount/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';
import { pick } from '../../ui/pick.ts';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const QUESTION_MAX = 200;
const after = (cursor: string | null) => (cursor === null ? {} : { 'page[after]': cursor });
const paged = { initialPageParam: null as string | null, getNextPageParam: nextPage };
const textOf = (value: unknown): { q?: string } =>
  typeof value === 'string' && value.trim() !== '' ? { q: value.trim().slice(0, QUESTION_MAX) } : {};

/** The search of the help centre, in the address bar. */
export interface HelpSearch {
  q?: string | undefined;
  product?: string | undefined;
}
export const readHelpSearch = ({ q, product }: Record<string, unknown>): HelpSearch => ({
  ...textOf(q),
  ...(typeof product === 'string' && ID.test(product) ? { product } : {}),
});

export const ARTICLE_FILTERS = ['draft', 'published', 'unpublished'] as const;
/** The filters of the list of all articles, in the address bar. */
export interface ArticlesSearch {
  q?: string | undefined;
  state?: (typeof ARTICLE_FILTERS)[number] | undefined;
  audience?: ArticleAudience | undefined;
  due?: true | undefined;
}
export const readArticlesSearch = (search: Record<string, unknown>): ArticlesSearch => ({
  ...textOf(search['q']),
  ...pick('state', ARTICLE_FILTERS, search),
  ...pick('audience', ARTICLE_AUDIENCES, search),
  ...(String(search['due']) === 'true' ? { due: true } : {}),
});

/** `from`: the request that a new article is begun from. */
export const readNewArticleSearch = ({ from }: Record<string, unknown>): { from?: string } =>
  typeof from === 'string' && ID.test(from) ? { from } : {};

/** Leaves out what is not set. */
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** What the reader may read, page after page. */
export const helpQuery = (search: HelpSearch, language: InterfaceLanguage) =>
  infiniteQueryOptions({
    queryKey: [...keys.help, 'list', search.q, search.product, language],
    queryFn: ({ pageParam, signal }) =>
      api.listArticles({ query: { ...given(search), language, 'page[size]': 20, ...after(pageParam) }, signal }),
    ...paged,
  });

/** What staff may send to a customer, or name in a note; while nothing is asked for, what may answer the request. */
export const findArticlesQuery = (q: string, language: InterfaceLanguage, forCustomer: boolean, about: string) =>
  queryOptions({
    queryKey: [...keys.help, 'find', q, language, forCustomer, about],
    queryFn: async ({ signal }) => {
      const reader = { language, ...(forCustomer ? { for: 'customer' as const } : {}) };
      if (q === '' && about !== '') {
        const likely = await api.suggestArticles({ query: { q: about, ...reader }, signal });
        if (likely.data.length > 0) return likely.data;
      }
      return (await api.listArticles({ query: { ...textOf(q), ...reader, 'page[size]': 8 }, signal })).data;
    },
    placeholderData: keepPreviousData,
  });

export const articleQuery = (slug: string, language: InterfaceLanguage) =>
  queryOptions({
    queryKey: [...keys.help, 'article', slug, language],
    queryFn: ({ signal }) => api.getArticle({ params: { slug }, query: { language }, signal }),
  });

/** Articles that may answer what is written; nothing is asked for a few letters. */
export const suggestionsQuery = (q: string, language: InterfaceLanguage) =>
  queryOptions({
    queryKey: [...keys.help, 'suggestions', q, language],
    queryFn: ({ signal }) => api.suggestArticles({ query: { q, language }, signal }),
    enabled: q.length >= 8,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

/** All articles, page after page. */
export const articlesQuery = (search: ArticlesSearch, language: InterfaceLanguage) =>
  infiniteQueryOptions({
    queryKey: [...keys.articles, 'list', search.q, search.state, search.audience, search.due, language],
    queryFn: ({ pageParam, signal }) =>
      api.listOwnArticles({ query: { ...given(search), language, ...after(pageParam) }, signal }),
    ...paged,
  });

export const articleRecordQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.articles, 'record', id],
    queryFn: ({ signal }) => api.getArticleRecord({ params: { id }, signal }),
  });

/** Versions in a language, page after page. */
export const versionsQuery = (id: string, language: InterfaceLanguage) =>
  infiniteQueryOptions({
    queryKey: [...keys.articles, 'versions', id, language],
    queryFn: ({ pageParam, signal }) =>
      api.listArticleVersions({ params: { id, language }, query: after(pageParam), signal }),
    ...paged,
  });

export const versionQuery = (id: string, versionId: string) =>
  queryOptions({
    queryKey: [...keys.articles, 'version', id, versionId],
    queryFn: ({ signal }) => api.getArticleVersion({ params: { id, versionId }, signal }),
    enabled: versionId !== '',
  });

/** What readers have said, page after page. */
export const commentsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.articles, 'comments', id],
    queryFn: ({ pageParam, signal }) => api.listArticleComments({ params: { id }, query: after(pageParam), signal }),
    ...paged,
  });
