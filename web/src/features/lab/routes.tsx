import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { queryClient } from '../../api/query-client.ts';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';
import { readQueueSearch } from '../requests/queue-search.ts';
import { readHexSearch, readStringsSearch, sampleQuery } from './lab-queries.ts';
import { prefetchRequest } from '../requests/request-queries.ts';

const loader = () => loadTexts('requests', 'licenses', 'bulk', 'files', 'lab', 'canned', 'help');

const lab = createRoute({
  getParentRoute: () => accountLayout,
  path: '/lab',
  validateSearch: readQueueSearch('lab'),
  beforeLoad: guard('desk'),
  loader,
  component: lazyRouteComponent(() => import('./lab-page.tsx'), 'LabPage'),
});

const request = createRoute({
  getParentRoute: () => lab,
  path: '/$requestId',
  loader: ({ params: { requestId } }) => prefetchRequest(queryClient, requestId),
});

const sample = createRoute({
  getParentRoute: () => accountLayout,
  path: '/lab/samples/$sha256',
  beforeLoad: guard('lab'),
  loader: ({ params: { sha256 } }) => {
    void queryClient.prefetchQuery(sampleQuery(sha256));
    return loadTexts('lab', 'verdicts', 'requests');
  },
  component: lazyRouteComponent(() => import('./sample-page.tsx'), 'SamplePage'),
});

const hex = createRoute({
  getParentRoute: () => accountLayout,
  path: '/lab/samples/$sha256/hex',
  validateSearch: readHexSearch,
  beforeLoad: guard('lab'),
  loader: () => loadTexts('lab'),
  component: lazyRouteComponent(() => import('./hex/hex-page.tsx'), 'HexPage'),
});

const structure = createRoute({
  getParentRoute: () => accountLayout,
  path: '/lab/samples/$sha256/structure',
  beforeLoad: guard('lab'),
  loader: () => loadTexts('lab'),
  component: lazyRouteComponent(() => import('./content/structure-page.tsx'), 'StructurePage'),
});

const strings = createRoute({
  getParentRoute: () => accountLayout,
  path: '/lab/samples/$sha256/strings',
  validateSearch: readStringsSearch,
  beforeLoad: guard('lab'),
  loader: () => loadTexts('lab'),
  component: lazyRouteComponent(() => import('./content/strings-page.tsx'), 'StringsPage'),
});

/** The pages of the Virus Lab. */
export const labRoutes = [lab.addChildren([request]), sample, structure, strings, hex] as const;
