export { erasureTasks } from './erasure-jobs.ts';
export { erasureHandlers } from './erasures-routes.ts';
