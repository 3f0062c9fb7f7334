import type { Client } from '@companyaccount/contract/client';
import { sql } from 'kysely';
import type { TestApp } from '../harness/test-app.ts';
import { companyId, outsideRequest } from '../security/attack.ts';

/** Runs a job of the calendar as if `hours` had passed. */
export async function runLater(test: TestApp, task: string, hours: number): Promise<void> {
  const { clock } = test.platform;
  await sql`select app.enqueue(${task}, '{}'::json)`.execute(test.platform.db);
  test.platform.clock = () => new Date(clock().getTime() + hours * 3_600_000);
  try {
    await test.runJobs();
  } finally {
    test.platform.clock = clock;
  }
}

/** What a person is in Acme. */
export const memberOf = async (test: TestApp, email: string) =>
  test.platform.db
    .selectFrom('app.members as m')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['m.id', 'm.role', 'm.state', 'm.person_id'])
    .where('p.email', '=', email)
    .where('m.company_id', '=', await companyId(test, 'Acme Logistics'))
    .executeTakeFirstOrThrow();

/** Announces, by the lead, that a person of Acme becomes its administrator; by a call for help of that person. */
export async function appoint(test: TestApp, email: string, lead?: Client) {
  const client = lead ?? (await test.as('lead@vendor.example'));
  const { id: requestId } = await outsideRequest(test, email);
  const { id: memberId } = await memberOf(test, email);
  const params = { id: await companyId(test, 'Acme Logistics') };
  const body = { requestId, memberId, reason: 'Nobody answers.', checked: 'Called the switchboard.' };
  return client.createAppointment({ params, body });
}
