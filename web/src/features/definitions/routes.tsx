import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { meQuery, vendorQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout, publicLayout } from '../../routes/layouts.tsx';
import { detectionQuery, readAllowSearch, readDetectionSearch } from './definition-queries.ts';

const shared = {
  getParentRoute: () => accountLayout,
  beforeLoad: guard('lab'),
  loader: () => loadTexts('definitions'),
} as const;

const detections = createRoute({
  ...shared,
  path: '/lab/detections',
  validateSearch: readDetectionSearch,
  component: lazyRouteComponent(() => import('./detections-page.tsx'), 'DetectionsPage'),
});

const detection = createRoute({
  ...shared,
  path: '/lab/detections/$detectionId',
  loader: ({ params: { detectionId } }) => {
    void queryClient.prefetchQuery(detectionQuery(detectionId));
    return loadTexts('definitions');
  },
  component: lazyRouteComponent(() => import('./detection-page.tsx'), 'DetectionPage'),
});

const allowList = createRoute({
  ...shared,
  path: '/lab/detections/allow-list',
  validateSearch: readAllowSearch,
  component: lazyRouteComponent(() => import('./allow-list-page.tsx'), 'AllowListPage'),
});

const hashLists = createRoute({
  ...shared,
  path: '/lab/detections/hash-lists',
  component: lazyRouteComponent(() => import('./hash-lists-page.tsx'), 'HashListsPage'),
});

const cleanCollection = createRoute({
  ...shared,
  path: '/lab/detections/clean-collection',
  validateSearch: readAllowSearch,
  loader: () => loadTexts('definitions', 'files'),
  component: lazyRouteComponent(() => import('./clean-collection-page.tsx'), 'CleanCollectionPage'),
});

const releases = createRoute({
  ...shared,
  path: '/lab/detections/releases',
  loader: () => loadTexts('definitions', 'scanners'),
  component: lazyRouteComponent(() => import('./releases-page.tsx'), 'ReleasesPage'),
});

const reanalyses = createRoute({
  ...shared,
  path: '/lab/detections/reanalyses',
  loader: () => loadTexts('definitions', 'requests'),
  component: lazyRouteComponent(() => import('./reanalyses-page.tsx'), 'ReanalysesPage'),
});

const published = createRoute({
  getParentRoute: () => publicLayout,
  path: '/definitions',
  loader: () =>
    Promise.all([
      loadTexts('definitions', 'public'),
      queryClient.ensureQueryData(vendorQuery),
      queryClient.ensureQueryData(meQuery),
    ]),
  component: lazyRouteComponent(() => import('./published-page.tsx'), 'PublishedPage'),
});

/** The pages on which definitions are written and released. */
export const definitionRoutes = [
  detections,
  detection,
  hashLists,
  allowList,
  cleanCollection,
  releases,
  reanalyses,
] as const;
/** The page of what is published, open to everybody. */
export const publishedRoutes = [published] as const;
