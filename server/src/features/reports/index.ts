export { reportTasks } from './reports-jobs.ts';
export { reportHandlers } from './reports-routes.ts';
