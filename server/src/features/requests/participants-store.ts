import { PARTICIPANTS_MAX } from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';

/** Of these people, those who are members of the company now. */
export async function membersAmong(tx: Tx, companyId: string, personIds: readonly string[]): Promise<string[]> {
  if (personIds.length === 0) return [];
  const rows = await tx
    .selectFrom('app.members')
    .select('person_id')
    .where('company_id', '=', companyId)
    .where('state', '=', 'active')
    .where('person_id', 'in', personIds)
    .execute();
  return rows.map(({ person_id }) => person_id);
}

/** Everybody who was ever added to a request and not removed, past members too. */
export async function participantsOf(tx: Tx, requestId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.request_participants')
    .select('person_id')
    .where('request_id', '=', requestId)
    .execute();
  return rows.map(({ person_id }) => person_id);
}

export interface NewParticipant {
  requestId: string;
  companyId: string;
  personId: string;
  at: Date;
}

/** Adds somebody to a locked request; false when they take part already. */
export async function insertParticipant(tx: Tx, p: NewParticipant): Promise<boolean> {
  const present = await tx
    .selectFrom('app.request_participants')
    .select('person_id')
    .where('request_id', '=', p.requestId)
    .execute();
  if (present.some(({ person_id }) => person_id === p.personId)) return false;
  if (present.length >= PARTICIPANTS_MAX) throw new Refusal('too_many_participants');
  await tx
    .insertInto('app.request_participants')
    .values({ request_id: p.requestId, person_id: p.personId, company_id: p.companyId, added_at: p.at })
    .execute();
  return true;
}

export async function takesPart(tx: Tx, requestId: string, personId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('app.request_participants')
    .select('person_id')
    .where('request_id', '=', requestId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteParticipant(tx: Tx, requestId: string, personId: string): Promise<void> {
  await tx
    .deleteFrom('app.request_participants')
    .where('request_id', '=', requestId)
    .where('person_id', '=', personId)
    .execute();
}
