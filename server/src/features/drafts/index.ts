export { draftHandlers } from './drafts-routes.ts';
export { sendDraft } from './send-draft.ts';
