import { DETECTION_STATES, type DetectionState } from '@companyaccount/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';
import { pick } from '../../ui/pick.ts';

/** The search and the filter of the list of detections, in the address bar. */
export interface DetectionSearch {
  q?: string | undefined;
  state?: DetectionState | undefined;
  /** SHA-256 of a sample for which a detection is begun at once. */
  sample?: string | undefined;
  /** Bytes in hex that its first signature looks for. */
  pattern?: string | undefined;
}

/** Reads the address bar; what it does not know it leaves out. */
export const readDetectionSearch = (search: Record<string, unknown>): DetectionSearch => {
  const { q, sample, pattern } = search;
  return {
    ...(typeof q === 'string' && q.trim() !== '' ? { q: q.trim().slice(0, 100) } : {}),
    ...pick('state', DETECTION_STATES, search),
    ...(typeof sample === 'string' && isHash(sample) ? { sample: sample.toLowerCase() } : {}),
    ...(typeof pattern === 'string' && /^(?:[0-9a-f]{2}){1,512}$/u.test(pattern) ? { pattern } : {}),
  };
};

/** `file`: the SHA-256 of a file that is to be allowed, or kept as clean. */
export const readAllowSearch = ({ file }: Record<string, unknown>): { file?: string } =>
  typeof file === 'string' && isHash(file) ? { file: file.toLowerCase() } : {};

const after = (cursor: string | null) => (cursor === null ? {} : { 'page[after]': cursor });
const paged = { initialPageParam: null as string | null, getNextPageParam: nextPage };

/** Detections, page after page. */
export const detectionsQuery = ({ q, state }: DetectionSearch) =>
  infiniteQueryOptions({
    queryKey: [...keys.definitions, 'detections', q, state],
    queryFn: ({ pageParam, signal }) =>
      api.listDetections({
        query: { ...(q === undefined ? {} : { q }), ...(state === undefined ? {} : { state }), ...after(pageParam) },
        signal,
      }),
    ...paged,
  });

export const detectionQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.definitions, 'detection', id],
    queryFn: ({ signal }) => api.getDetection({ params: { id }, signal }),
  });

/** The allow-list, page after page. */
export const allowListQuery = infiniteQueryOptions({
  queryKey: [...keys.definitions, 'allow-list'],
  queryFn: ({ pageParam, signal }) => api.listAllowList({ query: after(pageParam), signal }),
  ...paged,
});

/** Imported lists of hashes, page after page. */
export const hashListsQuery = infiniteQueryOptions({
  queryKey: [...keys.definitions, 'hash-lists'],
  queryFn: ({ pageParam, signal }) => api.listHashLists({ query: after(pageParam), signal }),
  ...paged,
});

/** The clean folders, and how much has been added. */
export const cleanCollectionQuery = queryOptions({
  queryKey: [...keys.definitions, 'clean-collection'],
  queryFn: ({ signal }) => api.getCleanCollection({ signal }),
});

/** Clean files that analysts have added, page after page. */
export const cleanFilesQuery = infiniteQueryOptions({
  queryKey: [...keys.definitions, 'clean-files'],
  queryFn: ({ pageParam, signal }) => api.listCleanFiles({ query: after(pageParam), signal }),
  ...paged,
});

export const pendingQuery = queryOptions({
  queryKey: [...keys.definitions, 'pending'],
  queryFn: ({ signal }) => api.getPendingRelease({ signal }),
});

/** Releases in every state, page after page. */
export const labReleasesQuery = infiniteQueryOptions({
  queryKey: [...keys.definitions, 'releases'],
  queryFn: ({ pageParam, signal }) => api.listLabReleases({ query: after(pageParam), signal }),
  ...paged,
});

/** What is published, page after page. */
export const publishedQuery = infiniteQueryOptions({
  queryKey: ['published-releases'],
  queryFn: ({ pageParam, signal }) => api.listReleases({ query: { 'page[size]': 20, ...after(pageParam) }, signal }),
  ...paged,
});

export const publishedReleaseQuery = (number: string) =>
  queryOptions({
    queryKey: ['published-releases', number],
    queryFn: ({ signal }) => api.getRelease({ params: { number }, signal }),
    staleTime: Infinity,
  });

export const lookUpQuery = (text: string) =>
  queryOptions({
    queryKey: ['published-releases', 'lookup', text],
    queryFn: ({ signal }) =>
      api.lookUpDefinition({ query: isHash(text) ? { hash: text } : { name: detectionName(text) }, signal }),
    enabled: text !== '',
  });

export const isHash = (text: string): boolean => /^[0-9a-fA-F]{64}$/u.test(text);

/** The name of a detection in what a scanner reported: `YARA.…`, `.UNOFFICIAL` and the numbers at the end are its own. */
export const detectionName = (reported: string): string => {
  const bare = reported.replace(/\.UNOFFICIAL$/u, '');
  const rule = /^YARA\.(\w+)_\d+_\d+$/u.exec(bare)?.[1];
  if (rule === undefined) return bare.replace(/-\d+-\d+$/u, '');
  // The parts of a family may hold dashes of their own, so only what cannot be one is read as a point.
  const [type = '', platform = '', ...rest] = rule.split('_');
  const variant = rest.pop() ?? '';
  return [type, platform, rest.join('_'), variant].join('.');
};
