export { draftHandlers } from './drafts-routes.ts';
export { moveDrafts, returnDrafts } from './drafts-store.ts';
export { sendDraft } from './send-draft.ts';
