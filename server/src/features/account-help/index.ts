export { accountHelpTasks } from './account-help-jobs.ts';
export { accountHelpHandlers } from './account-help-routes.ts';
export { appointmentHandlers } from './appointments-routes.ts';
