import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';

export interface Person {
  id: string;
  email: string;
  language: string;
}

/** A person, locked until the transaction ends. */
export async function loadPersonForErasure(tx: Tx, id: string): Promise<Person | undefined> {
  return tx
    .selectFrom('auth.people')
    .select(['id', 'email', 'language'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Whether the person still works for the vendor. */
export async function isOpenStaff(tx: Tx, personId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('app.agents')
    .select('person_id')
    .where('person_id', '=', personId)
    .where('active', '=', true)
    .executeTakeFirst();
  return row !== undefined;
}

/** The companies that a person belongs to or waits for, always in the same order. */
export async function findMemberships(tx: Tx, personId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.members')
    .select('company_id')
    .where('person_id', '=', personId)
    .where('state', '!=', 'removed')
    .orderBy('company_id')
    .execute();
  return rows.map((row) => row.company_id);
}

/** Answers with false where the person is being erased already. */
export async function insertErasure(
  tx: Tx,
  { id, personId, askedBy, at }: { id: string; personId: string; askedBy: string; at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('app.erasures')
    .values({ id, person_id: personId, asked_by: askedBy, created_at: at })
    .onConflict((conflict) => conflict.column('person_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** An erasure that is not finished, locked; how many steps are done, and whom it is about. */
export async function findErasure(tx: Tx, id: string): Promise<{ done: number; person: Person } | undefined> {
  const row = await tx
    .selectFrom('app.erasures as e')
    .innerJoin('auth.people as p', 'p.id', 'e.person_id')
    .select(['e.done', 'p.id', 'p.email', 'p.language'])
    .where('e.id', '=', id)
    .where('e.finished_at', 'is', null)
    .forUpdate('e')
    .executeTakeFirst();
  return row === undefined ? undefined : { done: row.done, person: row };
}

export async function noteStep(tx: Tx, id: string, done: number, finishedAt: Date | null): Promise<void> {
  await tx.updateTable('app.erasures').set({ done, finished_at: finishedAt }).where('id', '=', id).execute();
}

async function runAll(tx: Tx, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  for (const statement of statements) await statement.execute(tx);
}

/** Everything by which a person gets in: password, second factors, sessions, links, tokens. */
export async function lockOut(tx: Tx, { id, email }: Person): Promise<void> {
  await runAll(tx, [
    sql`delete from auth.accounts where person_id = ${id}`,
    sql`delete from auth.authenticators where person_id = ${id}`,
    sql`delete from auth.passkeys where person_id = ${id}`,
    sql`delete from auth.recovery_codes where person_id = ${id}`,
    sql`delete from auth.challenges where person_id = ${id}`,
    sql`delete from auth.verifications where value = ${id} or identifier = ${email}`,
    sql`delete from auth.sessions where person_id = ${id}`,
    // The record of deeds names tokens, so their rows stay.
    sql`update app.api_tokens set revoked_at = coalesce(revoked_at, now()), name = hint, last_used_from = null
      where person_id = ${id}`,
    sql`delete from app.registrations where email = ${email}`,
    sql`delete from app.account_help_forms where email = ${email}`,
  ]);
}

/** What a person kept for themselves, and marks of where they took part. What they wrote is their company's. */
export async function deleteOwn(tx: Tx, { id, email }: Person, at: Date): Promise<void> {
  await runAll(tx, [
    sql`delete from app.drafts where person_id = ${id}`,
    sql`delete from app.saved_views where person_id = ${id} and not shared`,
    sql`delete from app.notification_settings where person_id = ${id}`,
    sql`delete from app.digest_entries where person_id = ${id}`,
    sql`delete from app.request_participants where person_id = ${id}`,
    sql`delete from app.request_reads where person_id = ${id}`,
    sql`delete from app.idempotency_keys where person_id = ${id}`,
    sql`update app.article_feedback set person_id = null where person_id = ${id}`,
    // Jobs delete the files of these within the hour.
    sql`update app.exports set state = 'deleted', expires_at = ${at} where person_id = ${id}`,
    sql`update app.uploads set expires_at = ${at} where person_id = ${id}`,
    sql`delete from app.bouncing_addresses where address = ${email}`,
  ]);
}

const AT_ONCE = 1000;

/** Mails to the person, with what they said; true while there are more. */
export async function deleteMails(tx: Tx, { id, email }: Person): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from app.mails where id in (
    select id from app.mails where recipient_id = ${id} or recipient ilike ${email.replaceAll(/[\\%_]/gu, '\\$&')} limit ${AT_ONCE})`.execute(
    tx,
  );
  return numAffectedRows === BigInt(AT_ONCE);
}

/** Name, address and browser beside the person's entries in the record of deeds; the entries stay. */
export async function deleteTrail(tx: Tx, { id }: Person): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from app.audit_subjects where entry_id in (
    select entry_id from app.audit_subjects where person_id = ${id} limit ${AT_ONCE})`.execute(tx);
  return numAffectedRows === BigInt(AT_ONCE);
}

/** The person themselves, and what they sent under the same address without signing in. The last step: the others need the address. */
export async function replaceName(
  tx: Tx,
  person: Person,
  { name, email }: { name: string; email: string },
): Promise<void> {
  await runAll(tx, [
    sql`update app.submitters set name = ${name}, email = null, confirmed_at = null, link_version = link_version + 1
      where email = ${person.email}`,
    sql`update auth.people set name = ${name}, email = ${email}, email_verified = false, image = null,
      time_zone = 'UTC', chosen_company_id = null, version = version + 1, updated_at = now() where id = ${person.id}`,
  ]);
}
