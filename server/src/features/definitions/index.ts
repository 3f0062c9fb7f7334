export { createReleaseMatcher } from './find-hits.ts';
export { findReleased } from './releases-views.ts';
export { definitionHandlers } from './definitions-routes.ts';
export { PUBLISHED_TASK } from './publish-release.ts';
export { hashListHandlers } from './hash-lists-routes.ts';
export { definitionTasks } from './releases-jobs.ts';
export { releaseHandlers } from './releases-routes.ts';
export { SIGN_TASK } from './publish-release.ts';
export { findPublishedFile, findPublishedFiles } from './releases-views.ts';
