import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { queryClient } from '../../api/query-client.ts';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';
import { readQueueSearch } from '../requests/queue-search.ts';
import { prefetchRequest } from '../requests/request-queries.ts';

const loader = () => loadTexts('requests', 'licenses', 'bulk', 'files', 'appointments', 'canned', 'help');

const desk = createRoute({
  getParentRoute: () => accountLayout,
  path: '/desk',
  validateSearch: readQueueSearch('support'),
  beforeLoad: guard('desk'),
  loader,
  component: lazyRouteComponent(() => import('./desk-page.tsx'), 'DeskPage'),
});

const request = createRoute({
  getParentRoute: () => desk,
  path: '/$requestId',
  loader: ({ params: { requestId } }) => prefetchRequest(queryClient, requestId),
});

/** The pages of Technical Support. */
export const deskRoutes = [desk.addChildren([request])] as const;
