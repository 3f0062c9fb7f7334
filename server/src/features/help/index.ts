export { articleHandlers } from './articles-routes.ts';
export { publishArticle } from './publish-article.ts';
export { createArticle, writeArticle } from './write-article.ts';
export { helpTasks } from './help-jobs.ts';
export { helpHandlers } from './help-routes.ts';
