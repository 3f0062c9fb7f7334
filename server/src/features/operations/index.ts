export { housekeepingTasks } from './housekeeping-jobs.ts';
export { operationHandlers } from './operations-routes.ts';
