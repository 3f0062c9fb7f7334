import type { TokenScope } from '@companyaccount/contract/token-scopes';
import type { Db, Tx } from '#platform/db/database.ts';

export interface StoredToken {
  id: string;
  hash: Buffer;
  hint: string;
  personId: string;
  companyId: string | null;
  name: string;
  scopes: readonly TokenScope[];
  createdAt: Date;
  expiresAt: Date;
}

/** Keeps what is needed to recognise a new token; the token itself is not. */
export async function insertToken(tx: Tx, token: StoredToken): Promise<void> {
  await tx
    .insertInto('app.api_tokens')
    .values({
      id: token.id,
      hash: token.hash,
      hint: token.hint,
      person_id: token.personId,
      company_id: token.companyId,
      name: token.name,
      scopes: [...token.scopes],
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    })
    .execute();
}

/** Ends a token of a company, or of a member of staff; answers with its person, null when it ended before or never was. */
export async function endToken(
  tx: Tx,
  id: string,
  owner: { companyId: string } | { personId: string },
  now: Date,
): Promise<string | null> {
  const ended = await tx
    .updateTable('app.api_tokens')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where((eb) =>
      'companyId' in owner
        ? eb('company_id', '=', owner.companyId)
        : eb.and([eb('person_id', '=', owner.personId), eb('company_id', 'is', null)]),
    )
    .returning('person_id')
    .executeTakeFirst();
  return ended?.person_id ?? null;
}

/** Ends what a person's programs do for a company, for good: coming back opens none of their tokens again. */
export async function endTokensFor(tx: Tx, personId: string, companyId: string): Promise<void> {
  await tx
    .updateTable('app.api_tokens')
    .set((eb) => ({ revoked_at: eb.fn('now') }))
    .where('person_id', '=', personId)
    .where('company_id', '=', companyId)
    .where('revoked_at', 'is', null)
    .execute();
}

/** Notes that a token is in use, and from where. */
export async function noteTokenUse(db: Db, id: string, now: Date, address: string): Promise<void> {
  await db
    .updateTable('app.api_tokens')
    .set({ last_used_at: now, last_used_from: address })
    .where('id', '=', id)
    .execute();
}
