import { randomUUID } from 'node:crypto';

/** How the routes of drafts are called by every kind of actor: each has drafts of their own. */
export const draftCases = {
  listDrafts: {},
  getDraft: { given: () => ({ params: { key: 'request:new' } }) },
  putDraft: {
    given: () => ({
      params: { key: `note:${randomUUID()}` },
      body: { content: { text: 'It stops.' } },
      headers: { 'if-none-match': '*' },
    }),
  },
  deleteDraft: { given: () => ({ params: { key: `reply:${randomUUID()}` }, headers: { 'if-match': '"1"' } }) },
};
