import type { Appointment, Candidate, DeskAppointment } from '@companyaccount/contract/appointments';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

type PageQuery = { 'page[size]'?: number; 'page[after]'?: string };

const selectAppointments = (tx: Tx) =>
  tx
    .selectFrom('app.appointments as a')
    .innerJoin('app.companies as c', 'c.id', 'a.company_id')
    .innerJoin('app.members as m', 'm.id', 'a.member_id')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .innerJoin('auth.people as by', 'by.id', 'a.appointed_by')
    .leftJoin('auth.people as ended', 'ended.id', 'a.ended_by')
    .selectAll('a')
    .select(['c.name as company_name', 'p.name as person', 'm.person_id'])
    .select(['by.name as appointed_by_name', 'ended.name as ended_by_name']);

export type AppointmentRow = Awaited<ReturnType<typeof loadAppointment>>;

/** One appointment, as the answer of a call. */
export const loadAppointment = (tx: Tx, id: string) =>
  selectAppointments(tx).where('a.id', '=', id).executeTakeFirstOrThrow();

/** Appointments in a company, newest first, a page and one more. */
export async function listAppointments(tx: Tx, companyId: string, query: PageQuery): Promise<AppointmentRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return selectAppointments(tx)
    .where('a.company_id', '=', companyId)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(a.created_at, a.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('a.created_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}

const SHOWN_OF_A_REQUEST = 10;

/** The newest appointments that rest on a request. */
export const listAppointmentsOf = (tx: Tx, requestId: string): Promise<AppointmentRow[]> =>
  selectAppointments(tx)
    .where('a.request_id', '=', requestId)
    .orderBy('a.created_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(SHOWN_OF_A_REQUEST)
    .execute();

/** What both sides see. */
const present = (row: AppointmentRow) => ({
  id: row.id,
  state: row.state as Appointment['state'],
  person: row.person,
  reason: row.reason,
  announcedAt: row.created_at.toISOString(),
  dueAt: row.due_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
});

/** An appointment as the company sees it. */
export const presentAppointment = (row: AppointmentRow, mayObject: boolean): Appointment => ({
  ...present(row),
  mayObject: mayObject && row.state === 'announced',
});

/** An appointment as the vendor sees it. */
export const presentDeskAppointment = (row: AppointmentRow): DeskAppointment => ({
  ...present(row),
  memberId: row.member_id,
  requestId: row.request_id,
  company: { id: row.company_id, name: row.company_name },
  checked: row.checked,
  appointedBy: row.appointed_by_name,
  endedBy: row.ended_by_name,
  objection: row.objection,
});

const LIKE_SIGNS = /[\\%_]/gu;

interface CandidateRow {
  id: string;
  name: string;
  email: string;
  role: string;
  state: string;
  created_at: Date;
}

/** Who could be appointed in a company, in the order of joining, a page and one more. */
export async function listCandidates(
  tx: Tx,
  companyId: string,
  query: PageQuery & { q?: string },
): Promise<CandidateRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  const part = query.q?.trim() ?? '';
  const like = `%${part.replaceAll(LIKE_SIGNS, String.raw`\$&`)}%`;
  return tx
    .selectFrom('app.members as m')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['m.id', 'p.name', 'p.email', 'm.role', 'm.state', 'm.created_at'])
    .where('m.company_id', '=', companyId)
    .where('m.state', 'in', ['active', 'pending'])
    .where((eb) => eb.not(eb.and([eb('m.state', '=', 'active'), eb('m.role', '=', 'administrator')])))
    .$if(part !== '', (q) => q.where((eb) => eb.or([eb('p.name', 'ilike', like), eb('p.email', 'ilike', like)])))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(m.created_at, m.id) > (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('m.created_at')
    .orderBy('m.id')
    .limit(pageSize(query) + 1)
    .execute();
}

export const presentCandidate = (row: CandidateRow): Candidate => ({
  memberId: row.id,
  name: row.name,
  email: row.email,
  role: row.role as Candidate['role'],
  state: row.state as Candidate['state'],
});

/** Active members of a company but one, administrators first, for mails. */
export async function listMembersToTell(tx: Tx, companyId: string, but: string | null) {
  return tx
    .selectFrom('app.members as m')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['m.id', 'm.role', 'p.name', 'p.email', 'p.language'])
    .where('m.company_id', '=', companyId)
    .where('m.state', '=', 'active')
    .$if(but !== null, (q) => q.where('m.id', '!=', but ?? ''))
    .orderBy('m.role')
    .orderBy('p.id')
    .execute();
}
