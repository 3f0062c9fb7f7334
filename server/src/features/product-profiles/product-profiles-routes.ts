import { productProfileRoutes } from '@companyaccount/contract/product-profiles';
import { ownCompany } from '#features/accounts/index.ts';
import { sendDraft } from '#features/drafts/index.ts';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { createProfile, deleteProfile, editProfile } from './edit-product-profiles.ts';
import { loadProfile } from './product-profiles-access.ts';
import { listProfiles, presentProfile } from './product-profiles-views.ts';

/** Handlers of a company's product profiles. */
export function productProfileHandlers({ db, clock }: Platform): Handlers<typeof productProfileRoutes> {
  return {
    listProductProfiles: async ({ actor, params, query }) => {
      ownCompany(actor, params.id);
      return page(
        productProfileRoutes.listProductProfiles,
        { params, query },
        await transact(db, scopeOf(actor), (tx) => listProfiles(tx, query)),
        presentProfile,
        (row) => ({ value: row.created_at.toISOString(), id: row.id }),
      );
    },
    createProductProfile: async ({ actor, params, query, body, idempotencyKey: key }) => {
      const companyId = ownCompany(actor, params.id);
      const { personId } = actor;
      return transact(db, scopeOf(actor), async (tx) => {
        const id = await once(tx, { personId, companyId, route: 'createProductProfile', key, body }, () =>
          createProfile(tx, actor, body, clock()),
        );
        await sendDraft(tx, actor, 'environment:new', query.draft);
        return presentProfile(await loadProfile(tx, id));
      });
    },
    patchProductProfile: async ({ actor, params, query, body, version }) => {
      ownCompany(actor, params.id);
      return transact(db, scopeOf(actor), async (tx) => {
        await editProfile(tx, actor, params.profileId, version, body);
        await sendDraft(tx, actor, `environment:${params.profileId}`, query.draft);
        return presentProfile(await loadProfile(tx, params.profileId));
      });
    },
    deleteProductProfile: async ({ actor, params }) => {
      ownCompany(actor, params.id);
      await transact(db, scopeOf(actor), (tx) => deleteProfile(tx, actor, params.profileId));
    },
  };
}
