export { attachmentTasks } from './attachment-jobs.ts';
export { attachmentHandlers } from './attachments-routes.ts';
export { findFinishedUploads, keepUploads } from './kept-uploads-store.ts';
export { attachUploads } from './attachments-store.ts';
export { attachmentsOf } from './attachments-views.ts';
