import { ratingRoutes } from '@companyaccount/contract/ratings';
import { sendDraft } from '#features/drafts/index.ts';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { rateByLink, showAsked } from './rate-by-link.ts';
import { listCompanyRatings, listRatingRows, peopleOf, presentGiven, ratingCursor } from './ratings-views.ts';
import { loadRequest } from './requests-access.ts';
import { showRequest } from './requests-routes.ts';
import { loadNames } from './requests-views.ts';
import { settleRating } from './settle-rating.ts';

/** Handlers of what customers say of resolutions: by the link in a mail, and as staff see to it. */
export function ratingHandlers(platform: Platform): Handlers<typeof ratingRoutes> {
  const { db, clock } = platform;
  return {
    getRatedRequest: async ({ request }) => showAsked(platform, request.headers.authorization),

    rateByLink: async ({ request, body }) => rateByLink(platform, request.headers.authorization, body),

    listRatings: async ({ actor, query }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const rows = await listRatingRows(tx, query);
        const present = presentGiven(await loadNames(tx, rows.flatMap(peopleOf)));
        return page(ratingRoutes.listRatings, { query }, rows, present, ratingCursor);
      }),

    settleRating: async ({ actor, params: { id }, query, body: { note } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await settleRating(tx, actor, id, note, clock());
        await sendDraft(tx, actor, `settling:${id}`, query.draft);
        return showRequest(tx, actor, id, clock());
      }),

    getCompanyRatings: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const { company_id: companyId } = await loadRequest(tx, actor, id);
        const rows = companyId === null ? [] : await listCompanyRatings(tx, companyId);
        return { recent: rows.map(presentGiven(await loadNames(tx, rows.flatMap(peopleOf)))) };
      }),
  };
}
