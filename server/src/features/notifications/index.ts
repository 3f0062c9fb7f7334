export { liveHandlers } from './live-routes.ts';
export { notificationHandlers } from './notifications-routes.ts';
export { notificationTasks } from './notifications-jobs.ts';
