import { sql } from 'kysely';
import type { SigningKey } from '#platform/crypto/signing-keys.ts';
import type { Tx } from '#platform/db/database.ts';
import { CHAIN_START, type ChainedEntry, type Head } from './chain.ts';

// Any number will do, as long as no other part locks it in the same database.
const SEALING_LOCK = 4_731_902_552;

/** Takes the right to seal until the transaction ends; false while another process has it. */
export async function lockSealing(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{
    free: boolean;
  }>`select pg_try_advisory_xact_lock(${SEALING_LOCK}::bigint) as free`.execute(tx);
  return rows[0]?.free === true;
}

/**
 * Where the chain ends. A head beyond the last seal counts: what was cut off is not filled up again, so the gap stays to
 * be seen.
 */
export async function findChainEnd(tx: Tx): Promise<{ number: number; hash: Buffer }> {
  const last = (table: 'app.audit_seals' | 'app.audit_heads') =>
    tx.selectFrom(table).select(['number', 'hash']).orderBy('number', 'desc').limit(1).executeTakeFirst();
  const [seal, head] = [await last('app.audit_seals'), await last('app.audit_heads')];
  const end = (head?.number ?? 0) > (seal?.number ?? 0) ? head : seal;
  return end ?? { number: 0, hash: CHAIN_START };
}

/** The columns that a hash covers. */
export const CHAINED = [
  'e.id',
  'e.at',
  'e.person_id as personId',
  'e.company_id as companyId',
  'e.session_id as sessionId',
  'e.token_id as tokenId',
  'e.action',
  'e.object_type as objectType',
  'e.object_id as objectId',
  sql<string>`e.data::text`.as('data'),
  'e.subject_hash as subjectHash',
] as const;

/** Committed entries that have no place yet, in the order of their ids. */
export async function listUnsealed(tx: Tx, limit: number): Promise<ChainedEntry[]> {
  return tx
    .selectFrom('app.audit_unsealed as u')
    .innerJoin('app.audit_entries as e', 'e.id', 'u.entry_id')
    .select(CHAINED)
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('app.audit_seals as s').select('s.number').whereRef('s.entry_id', '=', 'e.id'))),
    )
    .orderBy('u.entry_id')
    .limit(limit)
    .execute();
}

/** Gives entries their place, and notes the signed head they lead to. */
export async function insertSeals(
  tx: Tx,
  seals: readonly { number: number; entryId: number; hash: Buffer }[],
  head: Head & { kid: string; signature: Buffer },
): Promise<void> {
  await tx
    .insertInto('app.audit_seals')
    .values(seals.map(({ number, entryId, hash }) => ({ number, entry_id: entryId, hash })))
    .execute();
  const { number, hash, kid, signature, sealedAt } = head;
  await tx.insertInto('app.audit_heads').values({ number, hash, kid, signature, sealed_at: sealedAt }).execute();
  await tx
    .deleteFrom('app.audit_unsealed')
    .where(
      'entry_id',
      'in',
      seals.map(({ entryId }) => entryId),
    )
    .execute();
}

/** Every key that ever signed heads, newest first. */
export async function listAuditKeys(tx: Tx) {
  return tx.selectFrom('app.audit_keys').selectAll().orderBy('created_at', 'desc').orderBy('kid').execute();
}

/** Makes the public half of a new key known, and retires the one in use until now. */
export async function publishAuditKey(tx: Tx, { kid, publicKey }: SigningKey, now: Date): Promise<void> {
  await tx.updateTable('app.audit_keys').set({ retired_at: now }).where('retired_at', 'is', null).execute();
  await tx.insertInto('app.audit_keys').values({ kid, public_key: publicKey, created_at: now }).execute();
}

/** Deletes who a person was and where from, out of every entry; answers with how many said so. The chain stays whole. */
export async function eraseAuditSubject(tx: Tx, personId: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('app.audit_subjects')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
