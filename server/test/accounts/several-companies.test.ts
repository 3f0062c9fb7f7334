import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endSessionsOf } from '../../src/features/accounts/sessions-store.ts';
import { DEMO_PASSWORD } from '#features/accounts/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, fileRequest } from '../security/attack.ts';
import { openStream } from '../harness/live-reader.ts';
import { cookieOf } from './second-factors.ts';

let test: TestApp;
let acme: string;
let globex: string;
let request: string;
beforeAll(async () => {
  test = await startTestApp();
  [acme, globex] = [await companyId(test, 'Acme Logistics'), await companyId(test, 'Globex Energy')];
  request = await fileRequest(test);
});
afterAll(() => test.close());

/** A member of Acme who also belongs to Globex, in whatever way. */
async function double(email: string, state: 'active' | 'pending' | 'removed' = 'active') {
  const member = await addMember(test, { email });
  await test.platform.db
    .insertInto('app.members')
    .values({ id: randomUUID(), company_id: globex, person_id: member.id, role: 'user', state })
    .execute();
  return member;
}

const signInAnew = async (email: string) =>
  cookieOf(await attempt(test, 'signIn', { body: { email, password: DEMO_PASSWORD } }));

describe('the chosen company', () => {
  it('is the one of the next session too, but not of sessions that others began', async () => {
    const { id, cookie } = await double('anew@acme.example');
    const there = test.client(cookie);
    expect((await there.getMe()).company?.id).toBe(acme);
    expect((await there.chooseCompany({ body: { companyId: globex } })).company?.id).toBe(globex);
    const sessions = () =>
      test.platform.db.selectFrom('auth.sessions').select('company_id').where('person_id', '=', id).execute();
    expect(await sessions()).toEqual([{ company_id: globex }]);

    const next = test.client(await signInAnew('anew@acme.example'));
    expect((await next.getMe()).company?.id).toBe(globex);
    await next.chooseCompany({ body: { companyId: acme } });
    expect((await there.getMe()).company?.id).toBe(globex);
    expect((await sessions()).map((row) => row.company_id).toSorted()).toEqual([acme, globex].toSorted());
  });

  it('is forgotten where the person has been removed meanwhile', async () => {
    const { id, cookie } = await double('gone@acme.example');
    await test.client(cookie).chooseCompany({ body: { companyId: globex } });
    await transact(test.platform.db, SYSTEM, async (tx) => {
      await tx
        .updateTable('app.members')
        .set({ state: 'removed' })
        .where('person_id', '=', id)
        .where('company_id', '=', globex)
        .execute();
      await endSessionsOf(tx, id, null);
    });
    const next = test.client(await signInAnew('gone@acme.example'));
    expect((await next.getMe()).company?.id).toBe(acme);
  });

  it('ends the streams that were opened for the one before', async () => {
    const { cookie } = await double('stream@acme.example');
    const stream = await openStream(await test.listen(), cookie);
    await test.client(cookie).chooseCompany({ body: { companyId: globex } });
    await stream.ended();
  });
});

describe('a request of another company', () => {
  const ask = (cookie: string, id = request) => attempt(test, 'findCompanyOfRequest', { params: { id }, cookie });

  it('is told to whoever may see it there', async () => {
    const { cookie } = await double('seeks@acme.example');
    await test.client(cookie).chooseCompany({ body: { companyId: globex } });
    expect((await attempt(test, 'getRequest', { params: { id: request }, cookie })).statusCode).toBe(404);
    expect((await ask(cookie)).json()).toEqual({ id: acme, name: 'Acme Logistics' });
  });

  it('is to all others as one that does not exist', async () => {
    const clara = await test.signIn('clara@globex.example');
    // Belongs to Globex, and waits for Acme or was turned away there.
    const waits = await addMember(test, { email: 'waits@acme.example', state: 'pending' });
    const removed = await addMember(test, { email: 'removed@acme.example', state: 'removed' });
    for (const { id } of [waits, removed])
      await test.platform.db
        .insertInto('app.members')
        .values({ id: randomUUID(), company_id: globex, person_id: id, role: 'administrator', state: 'active' })
        .execute();
    // Under sharing `own` a member sees what they filed or take part in, from outside too.
    const colleague = await double('colleague@acme.example');
    await test.client(colleague.cookie).chooseCompany({ body: { companyId: globex } });
    await test.platform.db.updateTable('app.companies').set({ sharing: 'own' }).where('id', '=', acme).execute();
    for (const cookie of [clara, waits.cookie, removed.cookie, colleague.cookie]) {
      const [known, unknown] = [await ask(cookie), await ask(cookie, randomUUID())];
      expect(known.statusCode).toBe(404);
      expect({ ...known.json(), requestId: '' }).toEqual({ ...unknown.json(), requestId: '' });
    }
    await test.platform.db
      .insertInto('app.request_participants')
      .values({ request_id: request, person_id: colleague.id, company_id: acme })
      .execute();
    expect((await ask(colleague.cookie)).statusCode).toBe(200);
    await test.platform.db.updateTable('app.companies').set({ sharing: 'company' }).where('id', '=', acme).execute();
  });
});
