import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { meQuery, vendorQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { currentLanguage, loadTexts } from '../../i18n/i18n.ts';
import { guard } from '../../routes/guards.ts';
import { accountLayout, publicLayout } from '../../routes/layouts.tsx';
import {
  articleQuery,
  articleRecordQuery,
  readArticlesSearch,
  readHelpSearch,
  readNewArticleSearch,
} from './help-queries.ts';

// Who reads decides what there is to read.
const readers = () =>
  Promise.all([loadTexts('help'), queryClient.ensureQueryData(vendorQuery), queryClient.ensureQueryData(meQuery)]);

const help = createRoute({
  getParentRoute: () => publicLayout,
  path: '/help',
  validateSearch: readHelpSearch,
  loader: readers,
  component: lazyRouteComponent(() => import('./help-page.tsx'), 'HelpPage'),
});

const article = createRoute({
  getParentRoute: () => publicLayout,
  path: '/help/$slug',
  loader: async ({ params: { slug } }) => {
    void queryClient.prefetchQuery(articleQuery(slug, currentLanguage()));
    await readers();
  },
  component: lazyRouteComponent(() => import('./article-page.tsx'), 'ArticlePage'),
});

const shared = {
  getParentRoute: () => accountLayout,
  beforeLoad: guard('staff'),
  loader: () => loadTexts('help'),
} as const;

const articles = createRoute({
  ...shared,
  path: '/desk/articles',
  validateSearch: readArticlesSearch,
  component: lazyRouteComponent(() => import('./articles-page.tsx'), 'ArticlesPage'),
});

const newArticle = createRoute({
  ...shared,
  path: '/desk/articles/new',
  validateSearch: readNewArticleSearch,
  component: lazyRouteComponent(() => import('./new-article-page.tsx'), 'NewArticlePage'),
});

const editArticle = createRoute({
  ...shared,
  path: '/desk/articles/$articleId',
  loader: ({ params: { articleId } }) => {
    void queryClient.prefetchQuery(articleRecordQuery(articleId));
    return loadTexts('help');
  },
  component: lazyRouteComponent(() => import('./edit-article-page.tsx'), 'EditArticlePage'),
});

/** The help centre, open to everybody. */
export const helpRoutes = [help, article] as const;
/** The pages on which articles are written. */
export const articleRoutes = [articles, newArticle, editArticle] as const;
