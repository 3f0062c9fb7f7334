export { submissionHandlers } from './submissions-routes.ts';
export { submissionTasks } from './submissions-jobs.ts';
