export { exportTasks } from './exports-jobs.ts';
export { exportHandlers } from './exports-routes.ts';
