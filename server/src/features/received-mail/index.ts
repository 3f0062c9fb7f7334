export { findMailboxState, startMailbox } from './start-mailbox.ts';
export { receivedMailHandlers } from './received-mail-routes.ts';
export { receivedMailTasks } from './received-mail-jobs.ts';
