import type { AccountCase } from '@companyaccount/contract/account-cases';
import { sql } from 'kysely';
import { listAppointmentsOf, presentDeskAppointment } from './appointments-views.ts';
import type { Tx } from '#platform/db/database.ts';

type Connected = AccountCase['companies'][number];

/**
 * The companies that a request about an account has to do with: its own, the one somebody waits for, the one whose code
 * was typed, and those that the confirmed address belongs to or waits for.
 */
export async function loadConnectedCompanies(tx: Tx, requestId: string): Promise<Connected[]> {
  const { rows } = await sql<Connected>`
    select distinct on (c.id) c.id, c.name, found.through
    from (
      select r.company_id, 'request' as through, 1 as rank from app.requests r where r.id = ${requestId}
      union all
      select a.company_id, a.reason, 2 from app.account_cases a where a.request_id = ${requestId}
      union all
      select m.company_id, 'membership', 3
      from app.requests r
        join app.submitters s on s.id = r.submitter_id and s.confirmed_at is not null
        join auth.people p on p.email = s.email
        join app.members m on m.person_id = p.id and m.state in ('active', 'pending')
      where r.id = ${requestId}
      union all
      select l.company_id, 'code', 4
      from app.account_cases a join app.licenses l on l.id = a.license_id
      where a.request_id = ${requestId}
    ) found join app.companies c on c.id = found.company_id
    order by c.id, found.rank`.execute(tx);
  return rows;
}

/** Whom an appointment by this request would likely be about: who waits, else who has the confirmed address. */
async function findSuggested(tx: Tx, requestId: string): Promise<AccountCase['suggested']> {
  const row = await tx
    .selectFrom('app.requests as r')
    .leftJoin('app.account_cases as a', 'a.request_id', 'r.id')
    .leftJoin('app.submitters as s', (join) =>
      join.onRef('s.id', '=', 'r.submitter_id').on('s.confirmed_at', 'is not', null),
    )
    .innerJoin('auth.people as p', (join) => join.onTrue())
    .innerJoin('app.members as m', 'm.person_id', 'p.id')
    .select(['m.company_id as companyId', 'm.id as memberId', 'p.name'])
    .where('r.id', '=', requestId)
    .where((eb) => eb.or([eb('m.id', '=', eb.ref('a.member_id')), eb('p.email', '=', eb.ref('s.email'))]))
    .where('m.state', 'in', ['active', 'pending'])
    .where((eb) => eb.not(eb.and([eb('m.state', '=', 'active'), eb('m.role', '=', 'administrator')])))
    .orderBy(sql`m.id = a.member_id`, (order) => order.desc().nullsLast())
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** What stands behind a request about an account, for the desk. */
export async function loadCase(tx: Tx, requestId: string): Promise<AccountCase> {
  const row = await tx
    .selectFrom('app.account_cases as a')
    .leftJoin('app.licenses as l', 'l.id', 'a.license_id')
    .leftJoin('app.members as m', 'm.id', 'a.member_id')
    .leftJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['a.reason', 'a.company_name', 'a.code_hint', 'a.code_mistyped', 'a.license_id', 'a.waiting_since'])
    .select(['l.company_id as license_company', 'l.serial', 'm.id as member_id', 'm.state as member_state', 'p.name'])
    .where('a.request_id', '=', requestId)
    .executeTakeFirst();
  const known = {
    companies: await loadConnectedCompanies(tx, requestId),
    suggested: await findSuggested(tx, requestId),
    appointments: (await listAppointmentsOf(tx, requestId)).map(presentDeskAppointment),
  };
  if (row === undefined) return { reason: null, companyName: null, code: null, waiting: null, ...known };
  const codeState = row.code_mistyped
    ? 'mistyped'
    : row.license_id === null
      ? 'unknown'
      : row.license_company === null
        ? 'unclaimed'
        : 'claimed';
  return {
    reason: row.reason as AccountCase['reason'],
    companyName: row.company_name,
    code: row.code_hint === null ? null : { hint: row.code_hint, state: codeState, serial: row.serial },
    waiting:
      row.member_id === null || row.waiting_since === null
        ? null
        : {
            memberId: row.member_id,
            name: row.name ?? '',
            since: row.waiting_since.toISOString(),
            state: row.member_state as 'pending' | 'active' | 'removed',
          },
    ...known,
  };
}
