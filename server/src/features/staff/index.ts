export { openSetUp } from './open-set-up.ts';
export { staffTasks } from './staff-jobs.ts';
export { staffHandlers } from './staff-routes.ts';
