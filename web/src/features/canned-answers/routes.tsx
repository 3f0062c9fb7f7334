import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { queryClient } from '../../api/query-client.ts';
import { loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout } from '../../routes/layouts.tsx';
import { cannedAnswersQuery } from './canned-queries.ts';

const cannedAnswers = createRoute({
  getParentRoute: () => accountLayout,
  path: '/canned-answers',
  beforeLoad: guard('staff'),
  validateSearch: ({ q }: Record<string, unknown>): { q?: string } =>
    typeof q === 'string' && q !== '' ? { q: q.slice(0, 100) } : {},
  loader: () => {
    void queryClient.prefetchQuery(cannedAnswersQuery);
    return loadTexts('canned', 'requests');
  },
  component: lazyRouteComponent(() => import('./canned-answers-page.tsx'), 'CannedAnswersPage'),
});

/** Where staff keep their canned answers. */
export const cannedAnswerRoutes = [cannedAnswers] as const;
