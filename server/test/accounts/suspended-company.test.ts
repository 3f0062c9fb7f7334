import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, GOOD_BODIES } from '../security/attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('leaves the members of a suspended company to its administrators, and its requests to be read', async () => {
  const acme = await companyId(test, 'Acme Logistics');
  const waits = await addMember(test, { email: 'waits@acme.example', state: 'pending' });
  const leaves = await addMember(test, { email: 'leaves@acme.example' });
  await test.platform.db
    .updateTable('app.licenses')
    .set({ state: 'suspended' })
    .where('company_id', '=', acme)
    .execute();
  const anna = await test.as('anna@acme.example');
  expect((await anna.getCompany({ params: { id: acme } })).standing).toBe('suspended');
  expect((await anna.listRequests()).data.length).toBeGreaterThan(0);
  const cookie = await test.signIn('anna@acme.example');
  const filed = await attempt(test, 'createRequest', { body: GOOD_BODIES.createRequest, cookie });
  expect(filed.json()).toMatchObject({ code: 'license_suspended' });

  const memberOf = async (personId: string) =>
    await test.platform.db
      .selectFrom('app.members')
      .select(['id', 'state'])
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
  await anna.approveMember({ params: { id: acme, memberId: (await memberOf(waits.id)).id } });
  await anna.removeMember({ params: { id: acme, memberId: (await memberOf(leaves.id)).id } });
  expect((await memberOf(waits.id)).state).toBe('active');
  expect((await attempt(test, 'getMe', { cookie: leaves.cookie })).statusCode).toBe(401);
});
