import { tokenRoutes } from '@companyaccount/contract/tokens';
import { type Scope, transact } from '#platform/db/scope.ts';
import type { Agent } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { listTokens, presentToken, type TokenRow } from './api-tokens-views.ts';
import { createToken } from './create-token.ts';
import { administrationScope, lockCompany, ownCompany } from './members-access.ts';
import { revokeToken } from './revoke-token.ts';

/** Handlers of tokens: a company's for its administrators, their own for staff. */
export function tokenHandlers({ db, clock }: Platform): Handlers<typeof tokenRoutes> {
  const own = ({ personId }: Agent): Scope => ({ side: 'vendor', personId });
  const present = (row: TokenRow) => presentToken(row, clock());
  const cursorOf = (row: TokenRow) => ({ value: row.created_at.toISOString(), id: row.id });
  return {
    listTokens: async ({ actor, params, query }) => {
      const companyId = ownCompany(actor, params.id);
      const rows = await transact(db, administrationScope(actor), (tx) => listTokens(tx, { companyId }, query));
      return page(tokenRoutes.listTokens, { params, query }, rows, present, cursorOf);
    },
    createToken: async ({ actor, params, body, idempotencyKey }) =>
      transact(db, administrationScope(actor), async (tx) => {
        await lockCompany(tx, actor, params.id);
        return createToken(tx, actor, { body, now: clock(), route: 'createToken', key: idempotencyKey });
      }),
    revokeToken: async ({ actor, params: { id, tokenId } }) =>
      transact(db, administrationScope(actor), async (tx) => {
        await lockCompany(tx, actor, id);
        await revokeToken(tx, tokenId, { companyId: id }, clock());
      }),
    listOwnTokens: async ({ actor, query }) => {
      const { personId } = actor;
      const rows = await transact(db, own(actor), (tx) => listTokens(tx, { personId }, query));
      return page(tokenRoutes.listOwnTokens, { query }, rows, present, cursorOf);
    },
    createOwnToken: async ({ actor, body, idempotencyKey }) =>
      transact(db, own(actor), (tx) =>
        createToken(tx, actor, { body, now: clock(), route: 'createOwnToken', key: idempotencyKey }),
      ),
    revokeOwnToken: async ({ actor, params: { id } }) =>
      transact(db, own(actor), (tx) => revokeToken(tx, id, { personId: actor.personId }, clock())),
  };
}
