import { newId } from '#platform/ids.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';

export interface NewAppointment {
  companyId: string;
  requestId: string;
  memberId: string;
  reason: string;
  checked: string;
  appointedBy: string;
  at: Date;
  dueAt: Date;
}

/** Announces an appointment; answers with its id. */
export async function insertAppointment(tx: Tx, a: NewAppointment): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.appointments')
    .values({
      id,
      company_id: a.companyId,
      request_id: a.requestId,
      member_id: a.memberId,
      reason: a.reason,
      checked: a.checked,
      appointed_by: a.appointedBy,
      created_at: a.at,
      due_at: a.dueAt,
    })
    .execute();
  return id;
}

/** Ends an announced appointment, one way or the other. */
export async function endAppointment(
  tx: Tx,
  id: string,
  end: { state: 'done' | 'objected' | 'cancelled' | 'lapsed'; by: string | null; objection?: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('app.appointments')
    .set({ state: end.state, ended_by: end.by, ended_at: end.at, objection: end.objection ?? null })
    .where('id', '=', id)
    .execute();
}

/** Locks a company: whatever decides who administers it waits for each other here. */
export async function lockCompanyRow(tx: Tx, id: string): Promise<{ id: string; name: string }> {
  const row = await tx
    .selectFrom('app.companies')
    .select(['id', 'name'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

/** An appointment of a locked company that is still announced; one that has ended is a `conflict`. */
export async function findAnnounced(tx: Tx, companyId: string, id: string) {
  const row = await tx
    .selectFrom('app.appointments as a')
    .innerJoin('app.members as m', 'm.id', 'a.member_id')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select([
      'a.id',
      'a.state',
      'a.request_id',
      'a.member_id',
      'a.appointed_by',
      'a.company_id',
      'a.due_at',
      'a.created_at',
    ])
    .select([
      'm.person_id',
      'm.created_at as joined_at',
      'm.state as member_state',
      'm.role',
      'p.name',
      'p.email',
      'p.language',
    ])
    .where('a.company_id', '=', companyId)
    .where('a.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  if (row.state !== 'announced') throw new Refusal('conflict');
  return row;
}

/** Whether an appointment is announced in the company. */
export async function hasAnnounced(tx: Tx, companyId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('app.appointments')
    .select('id')
    .where('company_id', '=', companyId)
    .where('state', '=', 'announced')
    .executeTakeFirst();
  return row !== undefined;
}

/** Announced appointments whose time has come. */
export const listDue = (db: Db, now: Date): Promise<{ id: string; company_id: string }[]> =>
  db
    .selectFrom('app.appointments')
    .select(['id', 'company_id'])
    .where('state', '=', 'announced')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(100)
    .execute();

/** Somebody of the company who could be appointed; an administrator could not, nor a stranger. */
export async function findCandidate(tx: Tx, companyId: string, memberId: string) {
  const row = await tx
    .selectFrom('app.members as m')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['m.id', 'm.person_id', 'm.role', 'm.state', 'p.name'])
    .where('m.company_id', '=', companyId)
    .where('m.id', '=', memberId)
    .where('m.state', 'in', ['active', 'pending'])
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  if (row.state === 'active' && row.role === 'administrator') throw new Refusal('conflict');
  return row;
}

/** What a person is in a locked company at this moment. */
export const findActiveMember = (tx: Tx, companyId: string, personId: string) =>
  tx
    .selectFrom('app.members')
    .select(['id', 'role'])
    .where('company_id', '=', companyId)
    .where('person_id', '=', personId)
    .where('state', '=', 'active')
    .executeTakeFirst();

export async function requestKind(tx: Tx, requestId: string): Promise<string | undefined> {
  const row = await tx.selectFrom('app.requests').select('kind').where('id', '=', requestId).executeTakeFirst();
  return row?.kind;
}
