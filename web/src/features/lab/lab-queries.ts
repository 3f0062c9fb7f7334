import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';
import { PAGE_BYTES } from './hex/byte-text.ts';

/** While an analysis runs, its steps appear about as fast as one reads. */
const RUNNING_MS = 1000;

/** A sample with its findings; fetched again each second while it is being analysed. */
export const sampleQuery = (sha256: string) =>
  queryOptions({
    queryKey: keys.sample(sha256),
    queryFn: ({ signal }) => api.getSample({ params: { sha256 }, signal }),
    refetchInterval: (query) => (query.state.data?.analysis?.state === 'running' ? RUNNING_MS : false),
  });

/** Requests in which a sample was sent, page after page. */
export const sampleRequestsQuery = (sha256: string) =>
  infiniteQueryOptions({
    queryKey: keys.sampleRequests(sha256),
    queryFn: ({ pageParam, signal }) =>
      api.listSampleRequests({
        params: { sha256 },
        query: { 'page[size]': 20, ...(pageParam === null ? {} : { 'page[after]': pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });

/** A page of the bytes of a sample. They never change. */
export const sampleBytesQuery = (sha256: string, offset: number) =>
  queryOptions({
    queryKey: keys.sampleBytes(sha256, offset),
    queryFn: ({ signal }) => api.getSampleBytes({ params: { sha256 }, query: { offset, length: PAGE_BYTES }, signal }),
    staleTime: Infinity,
  });

/** How a sample is built. It never changes; what reads it does. */
export const sampleStructureQuery = (sha256: string) =>
  queryOptions({
    queryKey: keys.sampleStructure(sha256),
    queryFn: ({ signal }) => api.getSampleStructure({ params: { sha256 }, signal }),
    staleTime: 600_000,
  });

/** The samples that are most like one; others come in all the time. */
export const similarSamplesQuery = (sha256: string) =>
  queryOptions({
    queryKey: keys.similarSamples(sha256),
    queryFn: ({ signal }) => api.listSimilarSamples({ params: { sha256 }, signal }),
  });

/** The readable texts of a sample, page after page. */
export const sampleStringsQuery = (sha256: string, q: string, min: number) =>
  infiniteQueryOptions({
    queryKey: keys.sampleStrings(sha256, q, min),
    queryFn: ({ pageParam, signal }) =>
      api.listSampleStrings({
        params: { sha256 },
        query: { offset: pageParam, min, ...(q === '' ? {} : { q }) },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    staleTime: Infinity,
  });

export interface StringsSearch {
  q?: string | undefined;
  /** Characters at least. */
  min?: number | undefined;
}

/** Reads the address bar; what it does not know it leaves out. */
export const readStringsSearch = ({ q, min }: Record<string, unknown>): StringsSearch => ({
  ...(typeof q === 'string' && q !== '' ? { q: q.slice(0, 100) } : {}),
  ...(Number.isInteger(min) && Number(min) >= 4 && Number(min) <= 100 ? { min: Number(min) } : {}),
});

export interface HexSearch {
  /** The first byte that is selected, and how many are. */
  at?: number | undefined;
  length?: number | undefined;
}

const isPlace = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Reads the address bar; what it does not know it leaves out. */
export const readHexSearch = ({ at, length }: Record<string, unknown>): HexSearch => ({
  ...(isPlace(at) ? { at } : {}),
  ...(isPlace(length) && length > 1 ? { length } : {}),
});
