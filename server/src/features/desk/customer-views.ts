import { type Customer, CUSTOMER_ROWS } from '@companyaccount/contract/customers';
import { COUNT_MAX } from '@companyaccount/contract/desk';
import type { Desk, RequestStatus } from '@companyaccount/contract/requests';
import { sql } from 'kysely';
import { findPlan, listBestLicenses, presentLicense } from '#features/licensing/index.ts';
import { presentProfile, profileRows } from '#features/product-profiles/index.ts';
import { formatNumber } from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';

/** Counted up to COUNT_MAX, so that a large company costs no more than a small one. */
const some = (rows: ReturnType<typeof sql>) =>
  sql<number>`(select count(*)::int from (select ${rows} limit ${COUNT_MAX}) counted)`;

/** The company behind a request, and how much there is of what it has. Throws `not_found` where there is none. */
async function loadCompany(tx: Tx, requestId: string) {
  const row = await tx
    .selectFrom('app.requests as r')
    .innerJoin('app.companies as c', 'c.id', 'r.company_id')
    .where('r.id', '=', requestId)
    .select(['c.id', 'c.name', 'c.created_at'])
    .select([
      some(sql`from app.members m where m.company_id = c.id and m.state = 'active'`).as('members'),
      some(sql`from app.licenses l where l.company_id = c.id`).as('licenses'),
      some(sql`from app.product_profiles f where f.company_id = c.id`).as('profiles'),
      some(sql`from app.requests o where o.company_id = c.id and o.id <> r.id`).as('requests'),
      some(
        sql`from app.requests o where o.company_id = c.id and o.id <> r.id
          and o.status in ('new', 'open', 'waiting_for_customer')`,
      ).as('open'),
      sql<number>`(select count(*)::int from app.request_ratings g where g.company_id = c.id and g.value = 'good')`.as(
        'good',
      ),
      sql<number>`(select count(*)::int from app.request_ratings g where g.company_id = c.id and g.value = 'bad')`.as(
        'bad',
      ),
    ])
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

/** What a desk knows of the company behind a request. Throws `not_found` where nobody's company filed it. */
export async function loadCustomer(tx: Tx, requestId: string, now: Date): Promise<Customer> {
  const company = await loadCompany(tx, requestId);
  const plan = await findPlan(tx, company.id, now);
  const licenses = await listBestLicenses(tx, company.id, CUSTOMER_ROWS, now);
  const profiles = await profileRows(tx)
    .where('f.company_id', '=', company.id)
    .orderBy('f.created_at')
    .orderBy('f.id')
    .limit(CUSTOMER_ROWS)
    .execute();
  const requests = await tx
    .selectFrom('app.requests as r')
    .select(['r.id', 'r.desk', 'r.number', 'r.subject', 'r.status', 'r.created_at'])
    .where('r.company_id', '=', company.id)
    .where('r.id', '<>', requestId)
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(CUSTOMER_ROWS)
    .execute();
  return {
    company: { id: company.id, name: company.name, since: company.created_at.toISOString(), members: company.members },
    plan: plan?.name ?? null,
    licenses: { total: company.licenses, data: licenses.map((row) => presentLicense(row, now)) },
    environments: { total: company.profiles, data: profiles.map(presentProfile) },
    requests: {
      open: company.open,
      total: company.requests,
      data: requests.map(({ id, desk, number, subject, status, created_at }) => ({
        id,
        desk: desk as Desk,
        number: formatNumber(desk as Desk, number),
        subject,
        status: status as RequestStatus,
        createdAt: created_at.toISOString(),
      })),
    },
    ratings: { good: company.good, bad: company.bad },
  };
}
