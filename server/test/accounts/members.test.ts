import { ApiError, type Client } from '@companyaccount/contract/client';
import type { ErrorCode } from '@companyaccount/contract/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertMember } from '#features/accounts/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, mailsTo } from '../security/attack.ts';

let test: TestApp;
let acme: string;
let anna: Client;
let boris: Client;
beforeAll(async () => {
  test = await startTestApp();
  acme = await companyId(test, 'Acme Logistics');
  anna = await test.as('anna@acme.example');
  boris = await test.as('boris@acme.example');
});
afterAll(() => test.close());

const everyone = async (client: Client = anna) => (await client.listMembers({ params: { id: acme } })).data;
const find = async (email: string) => {
  const member = (await everyone()).find((one) => one.email === email);
  if (member === undefined) throw new Error(`${email} is no member`);
  return member;
};
const memberParams = async (email: string) => ({ params: { id: acme, memberId: (await find(email)).id } });
const refusedWith = async (call: Promise<unknown>, code: ErrorCode) => {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).code).toBe(code);
};
const auditsOf = (memberId: string) =>
  test.platform.db
    .selectFrom('app.audit_entries')
    .select(['action', 'company_id'])
    .where('object_type', '=', 'member')
    .where('object_id', '=', memberId)
    .execute();

describe('the company', () => {
  it('is read by its members; only administrators learn how many wait', async () => {
    await addMember(test, { email: 'waits@acme.example', state: 'pending' });
    expect(await boris.getCompany({ params: { id: acme } })).toMatchObject({
      sharing: 'company',
      pendingMembers: null,
    });
    expect((await anna.getCompany({ params: { id: acme } })).pendingMembers).toBe(1);
  });

  it('is changed at the version that was read, and every other company is not found', async () => {
    const before = await anna.getCompany({ params: { id: acme } });
    const change = { params: { id: acme }, version: before.version };
    const after = await anna.patchCompany({ ...change, body: { name: ' Acme Freight ', sharing: 'own' } });
    expect(after).toMatchObject({ name: 'Acme Freight', sharing: 'own', version: before.version + 1 });
    await refusedWith(anna.patchCompany({ ...change, body: { name: 'Too late' } }), 'version_moved');
    const same = { params: { id: acme }, version: after.version, body: { sharing: 'own' as const } };
    expect((await anna.patchCompany(same)).version).toBe(after.version);
    const globex = await companyId(test, 'Globex Energy');
    await refusedWith(anna.getCompany({ params: { id: globex } }), 'not_found');
    await refusedWith(anna.patchCompany({ params: { id: globex }, version: 1, body: { name: 'Mine' } }), 'not_found');
    await refusedWith(boris.patchCompany({ ...same, body: { sharing: 'company' } }), 'forbidden');
    await anna.patchCompany({ ...same, body: { name: before.name, sharing: 'company' } });
  });
});

describe('the list of members', () => {
  it('shows names and roles to users, addresses and who waits to administrators only', async () => {
    const waiting = await find('waits@acme.example');
    expect(waiting).toMatchObject({ state: 'pending', role: 'user' });
    const seen = await everyone(boris);
    expect(seen.map(({ email, state }) => [email, state])).toEqual(seen.map(() => [null, 'active']));
    expect(seen.length).toBe((await everyone()).filter(({ state }) => state === 'active').length);
    expect((await boris.listMembers({ params: { id: acme }, query: { state: 'pending' } })).data).toEqual([]);
    const pending = await anna.listMembers({ params: { id: acme }, query: { state: 'pending' } });
    expect(pending.data.map(({ id }) => id)).toEqual([waiting.id]);
  });

  it('goes on at the cursor', async () => {
    const all = await everyone();
    const found: string[] = [];
    let after: string | null = null;
    do {
      const query: Record<string, string | number> = {
        'page[size]': 1,
        ...(after === null ? {} : { 'page[after]': after }),
      };
      const answer = await anna.listMembers({ params: { id: acme }, query });
      found.push(...answer.data.map(({ id }) => id));
      after =
        answer.links.next === null ? null : new URL(answer.links.next, 'http://x').searchParams.get('page[after]');
    } while (after !== null);
    expect(found).toEqual(all.map(({ id }) => id));
  });
});

describe('a person who waits', () => {
  it('is let in once, told by mail in their language, and sees the company from then on', async () => {
    const { id, cookie } = await addMember(test, { email: 'nina@acme.example', state: 'pending' });
    await test.platform.db.updateTable('auth.people').set({ language: 'ru' }).where('id', '=', id).execute();
    const nina = test.client(cookie);
    expect((await nina.getMe()).company).toBeNull();
    await refusedWith(nina.getCompany({ params: { id: acme } }), 'forbidden');
    const call = await memberParams('nina@acme.example');
    const answers = await Promise.all([anna.approveMember(call), anna.approveMember(call)]);
    for (const answer of answers) expect(answer).toMatchObject({ state: 'active', role: 'user' });
    expect((await nina.getMe()).company?.id).toBe(acme);
    expect((await mailsTo(test, 'nina@acme.example')).map(({ subject }) => subject)).toEqual([
      'Вам открыт доступ к компании Acme Logistics',
    ]);
    expect(await auditsOf(call.params.memberId)).toEqual([{ action: 'member.approved', company_id: acme }]);
    await refusedWith(anna.rejectMember(call), 'conflict');
  });

  it('is turned away for good', async () => {
    const { cookie } = await addMember(test, { email: 'stranger@acme.example', state: 'pending' });
    const call = await memberParams('stranger@acme.example');
    await refusedWith(anna.changeMemberRole({ ...call, body: { role: 'administrator' } }), 'conflict');
    await refusedWith(anna.removeMember(call), 'conflict');
    await anna.rejectMember(call);
    await refusedWith(anna.approveMember(call), 'not_found');
    expect((await test.client(cookie).getMe()).memberships).toEqual([]);
    expect(await mailsTo(test, 'stranger@acme.example')).toEqual([]);
  });

  it('cannot let in themselves, nor can a user or another company', async () => {
    const { cookie } = await addMember(test, { email: 'eager@acme.example', state: 'pending' });
    const call = await memberParams('eager@acme.example');
    await refusedWith(test.client(cookie).approveMember(call), 'forbidden');
    await refusedWith(boris.approveMember(call), 'forbidden');
    const clara = await test.as('clara@globex.example');
    const globex = await companyId(test, 'Globex Energy');
    await refusedWith(clara.approveMember(call), 'not_found');
    await refusedWith(clara.approveMember({ params: { ...call.params, id: globex } }), 'not_found');
    expect((await find('eager@acme.example')).state).toBe('pending');
  });
});

describe('roles', () => {
  it('change what a member may do at once', async () => {
    const { cookie } = await addMember(test, { email: 'rises@acme.example' });
    const call = await memberParams('rises@acme.example');
    const rising = test.client(cookie);
    await anna.changeMemberRole({ ...call, body: { role: 'administrator' } });
    expect((await rising.getCompany({ params: { id: acme } })).pendingMembers).toBeGreaterThan(0);
    await anna.changeMemberRole({ ...call, body: { role: 'user' } });
    await refusedWith(rising.changeMemberRole({ ...call, body: { role: 'administrator' } }), 'forbidden');
    expect((await auditsOf(call.params.memberId)).length).toBe(2);
  });

  it('leave the company its last administrator', async () => {
    const call = await memberParams('anna@acme.example');
    await refusedWith(anna.changeMemberRole({ ...call, body: { role: 'user' } }), 'last_administrator');
    await refusedWith(anna.removeMember(call), 'last_administrator');
    expect(await find('anna@acme.example')).toMatchObject({ role: 'administrator', state: 'active' });
  });

  it('leave one administrator when two demote or remove each other at the same moment', async () => {
    const { db } = test.platform;
    const administrators = () =>
      db
        .selectFrom('app.members')
        .select('id')
        .where('company_id', '=', acme)
        .where('role', '=', 'administrator')
        .where('state', '=', 'active')
        .execute();
    for (const [round, how] of (['demote', 'remove', 'demote', 'remove'] as const).entries()) {
      const emails = [`one${round}@acme.example`, `other${round}@acme.example`] as const;
      const [one, other] = await Promise.all(
        emails.map(async (email) => {
          const { cookie } = await addMember(test, { email, role: 'administrator' });
          return { client: test.client(cookie), ...(await memberParams(email)) };
        }),
      );
      if (one === undefined || other === undefined) throw new Error('two are needed');
      // Only the two are left.
      const others = (await administrators()).map(({ id }) => id);
      const rivals = [one.params.memberId, other.params.memberId];
      const aside = others.filter((id) => !rivals.includes(id));
      await db.updateTable('app.members').set({ role: 'user' }).where('id', 'in', aside).execute();
      const act = (by: typeof one, { params }: typeof one) =>
        how === 'demote'
          ? by.client.changeMemberRole({ params, body: { role: 'user' } })
          : by.client.removeMember({ params });
      const results = await Promise.allSettled([act(one, other), act(other, one)]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await administrators()).toHaveLength(1);
      await db.updateTable('app.members').set({ role: 'administrator' }).where('id', 'in', aside).execute();
      await db.updateTable('app.members').set({ role: 'user' }).where('id', 'in', rivals).execute();
    }
  });
});

describe('removal', () => {
  it('ends the sessions for this company, keeps the requests, and is refused a second time', async () => {
    const cookie = await test.signIn('clara@globex.example');
    const clara = test.client(cookie);
    const globex = await companyId(test, 'Globex Energy');
    const { data } = await clara.listRequests();
    const { data: members } = await clara.listMembers({ params: { id: globex } });
    const own = members.find(({ email }) => email === 'clara@globex.example');
    const call = { params: { id: globex, memberId: own?.id ?? '' } };
    // Another administrator, so that Clara may leave herself.
    const { id: other } = await test.platform.db
      .selectFrom('auth.people')
      .select('id')
      .where('email', '=', 'boris@acme.example')
      .executeTakeFirstOrThrow();
    await transact(test.platform.db, SYSTEM, (tx) => insertMember(tx, globex, other, 'administrator', 'active'));
    await clara.removeMember(call);
    expect((await attempt(test, 'getMe', { cookie })).statusCode).toBe(401);
    await boris.chooseCompany({ body: { companyId: globex } });
    expect((await boris.listRequests()).data.map(({ id }) => id)).toEqual(data.map(({ id }) => id));
    await refusedWith(boris.removeMember(call), 'not_found');
  });
});
