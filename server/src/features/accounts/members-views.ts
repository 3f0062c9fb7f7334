import type { Company, CompanyMember, Sharing } from '@companyaccount/contract/companies';
import type { Membership } from '@companyaccount/contract/accounts';
import type { MemberRole } from '@companyaccount/contract/permissions';
import { loadStanding } from '#features/licensing/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Member } from '#platform/http/actor.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

const isAdministrator = (actor: Member) => actor.membership.role === 'administrator';

/** The actor's company; only administrators learn how many wait to be let in. */
export async function loadCompany(tx: Tx, actor: Member, now: Date): Promise<Company> {
  const { companyId } = actor.membership;
  const row = await tx
    .selectFrom('app.companies as c')
    .select(['c.id', 'c.name', 'c.sharing', 'c.version'])
    .select((eb) =>
      eb
        .selectFrom('app.members as m')
        .select(eb.fn.countAll<number>().as('count'))
        .whereRef('m.company_id', '=', 'c.id')
        .where('m.state', '=', 'pending')
        .as('pending'),
    )
    .where('c.id', '=', companyId)
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    name: row.name,
    sharing: row.sharing as Sharing,
    standing: await loadStanding(tx, companyId, now),
    pendingMembers: isAdministrator(actor) ? Number(row.pending) : null,
    version: row.version,
  };
}

export interface MemberRow {
  id: string;
  person_id: string;
  name: string;
  email: string;
  bouncing_since: Date | null;
  role: string;
  state: string;
  created_at: Date;
}

const membersOf = (tx: Tx, companyId: string) =>
  tx
    .selectFrom('app.members as m')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .leftJoin('app.bouncing_addresses as b', 'b.address', 'p.email')
    .select(['m.id', 'm.person_id', 'p.name', 'p.email', 'm.role', 'm.state', 'm.created_at'])
    .select('b.since as bouncing_since')
    .where('m.company_id', '=', companyId);

/** Members of the actor's company in the order of joining, one more than a page; users see active ones only. */
export async function listMembers(
  tx: Tx,
  actor: Member,
  query: { state?: 'active' | 'pending'; q?: string; 'page[size]'?: number; 'page[after]'?: string },
): Promise<MemberRow[]> {
  const visible = isAdministrator(actor) ? ['active', 'pending'] : ['active'];
  const states = visible.filter((state) => query.state === undefined || query.state === state);
  return states.length === 0 ? [] : listMembersOf(tx, actor.membership.companyId, states, query);
}

/** Members of a company in the order of joining, one more than a page. */
export async function listMembersOf(
  tx: Tx,
  companyId: string,
  states: readonly string[],
  query: { q?: string; 'page[size]'?: number; 'page[after]'?: string },
): Promise<MemberRow[]> {
  const name = query.q?.trim() ?? '';
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return membersOf(tx, companyId)
    .where('m.state', 'in', states)
    .$if(name !== '', (q) => q.where('p.name', 'ilike', `%${name.replaceAll(/[\\%_]/gu, '\\$&')}%`))
    .$if(after !== null, (q) =>
      q.where((eb) =>
        eb(eb.refTuple('m.created_at', 'm.id'), '>', eb.tuple(new Date(after?.value ?? ''), after?.id ?? '')),
      ),
    )
    .orderBy('m.created_at')
    .orderBy('m.id')
    .limit(pageSize(query) + 1)
    .execute();
}

/** One member as the actor sees them. */
export async function loadMember(tx: Tx, actor: Member, id: string): Promise<CompanyMember> {
  const row = await membersOf(tx, actor.membership.companyId).where('m.id', '=', id).executeTakeFirstOrThrow();
  return presentMember(row, actor);
}

/** A member as the actor may see them: addresses are for administrators. */
export const presentMember = (row: MemberRow, actor: Member): CompanyMember => ({
  ...presentMemberOf(row),
  ...(isAdministrator(actor) ? {} : { email: null, emailBouncing: null }),
});

/** A member with everything, for whoever may see it. */
export const presentMemberOf = (row: MemberRow): CompanyMember => ({
  id: row.id,
  personId: row.person_id,
  name: row.name,
  email: row.email,
  emailBouncing: row.bouncing_since !== null,
  role: row.role as MemberRole,
  state: row.state as CompanyMember['state'],
  joinedAt: row.created_at.toISOString(),
});

/** What a person is in the company that has a license; undefined where they are nothing. */
export async function findMembershipByLicense(
  tx: Tx,
  personId: string,
  licenseId: string,
): Promise<Membership | undefined> {
  const row = await tx
    .selectFrom('app.licenses as l')
    .innerJoin('app.companies as c', 'c.id', 'l.company_id')
    .innerJoin('app.members as m', 'm.company_id', 'c.id')
    .select(['c.id', 'c.name', 'm.role', 'm.state'])
    .where('l.id', '=', licenseId)
    .where('m.person_id', '=', personId)
    .where('m.state', 'in', ['active', 'pending'])
    .executeTakeFirst();
  return (
    row && {
      companyId: row.id,
      companyName: row.name,
      role: row.role as MemberRole,
      state: row.state as Membership['state'],
    }
  );
}
