import { randomUUID } from 'node:crypto';
import type { License } from '@companyaccount/contract/licensing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeLicense, keyFileOf, newLicense } from '../harness/licenses.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, LONG_PASSWORD, mailsTo, register } from '../security/attack.ts';
import { openStream } from '../harness/live-reader.ts';

let test: TestApp;
let anna: string;
let acme: string;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.signIn('anna@acme.example');
  acme = await companyId(test, 'Acme Logistics');
});
afterAll(() => test.close());

const add = (cookie: string, body: unknown, key?: string) =>
  attempt(test, 'addLicense', { body, cookie, headers: key === undefined ? {} : { 'idempotency-key': key } });
const refused = async (cookie: string, body: unknown) => {
  const { statusCode, ...answer } = await add(cookie, body);
  const { code, errors } = answer.json();
  return { statusCode, code, fields: (errors as { pointer: string }[] | undefined)?.map(({ pointer }) => pointer) };
};
const licensesOf = async (cookie: string): Promise<string[]> =>
  (await test.client(cookie).listLicenses({ query: { 'page[size]': 100 } })).data.map(({ id }: License) => id);
const meOf = async (cookie: string) => test.client(cookie).getMe();
const memberAt = (personId: string, company: string) =>
  test.platform.db
    .selectFrom('app.members')
    .selectAll()
    .where('person_id', '=', personId)
    .where('company_id', '=', company)
    .executeTakeFirstOrThrow();

describe('an administrator adds a license to the company', () => {
  it('by code or by key file, seen at once by everybody there', async () => {
    const address = await test.listen();
    const stream = await openStream(address, await test.signIn('boris@acme.example'));
    const byCode = await newLicense(test);
    const answer = await add(anna, { activationCode: byCode.code });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ id: byCode.id, product: { name: 'Northlight Server' }, state: 'active' });
    await stream.hear(({ data }) => data['type'] === 'license_changed');
    stream.close();
    const byFile = await newLicense(test);
    expect((await add(anna, { keyFile: await keyFileOf(test, byFile.id) })).json()).toMatchObject({ id: byFile.id });
    expect(await licensesOf(await test.signIn('boris@acme.example'))).toEqual(
      expect.arrayContaining([byCode.id, byFile.id]),
    );
    // The key files, signed before, come along.
    const files = await test.platform.db
      .selectFrom('app.key_files')
      .select('company_id')
      .where('license_id', '=', byFile.id)
      .execute();
    expect(new Set(files.map(({ company_id }) => company_id))).toEqual(new Set([acme]));
  });

  it('once, however often the call is repeated, and one of two calls at the same moment', async () => {
    const { id, code } = await newLicense(test);
    const key = randomUUID();
    const calls = await Promise.all([1, 2, 3].map(() => add(anna, { activationCode: code }, key)));
    expect(calls.map((answer) => [answer.statusCode, answer.json().id])).toEqual([1, 2, 3].map(() => [201, id]));
    expect(await refused(anna, { activationCode: code })).toEqual({
      statusCode: 422,
      code: 'license_already_added',
      fields: ['/activationCode'],
    });
    const contested = await newLicense(test);
    const clara = await test.signIn('clara@globex.example');
    const both = await Promise.all([anna, clara].map((cookie) => add(cookie, { activationCode: contested.code })));
    expect(both.map((answer) => answer.statusCode).toSorted()).toEqual([201, 422]);
    expect(both.find((answer) => answer.statusCode === 422)?.json().code).toBe('license_claimed');
  });

  it('or comes too late for one that is being claimed by a registration at the same moment', async () => {
    const { id, code } = await newLicense(test);
    const token = await register(test, code, 'moment@new.example');
    const [added, confirmed] = await Promise.all([
      add(anna, { activationCode: code }),
      attempt(test, 'confirmRegistration', { body: { token } }),
    ]);
    const { company_id: owner } = await test.platform.db
      .selectFrom('app.licenses')
      .select('company_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    if (owner === acme) {
      expect(added.statusCode).toBe(201);
      expect(confirmed.json()).toMatchObject({ companyName: 'Acme Logistics', membership: 'pending' });
    } else {
      expect(added.json().code).toBe('license_claimed');
      expect(confirmed.json()).toMatchObject({ companyName: 'Newcomers', membership: 'active' });
    }
  });

  it('and is told what stands against it', async () => {
    const foreign = await newLicense(test);
    await add(await test.signIn('clara@globex.example'), { activationCode: foreign.code });
    const keyFile = await keyFileOf(test, foreign.id);
    expect(await refused(anna, { keyFile })).toEqual({
      statusCode: 422,
      code: 'license_claimed',
      fields: ['/keyFile'],
    });
    const { id, code } = await newLicense(test);
    for (const [change, expected] of [
      [{ state: 'suspended' }, 'license_suspended'],
      [{ state: 'revoked' }, 'license_revoked'],
      [{ state: 'active', validUntil: new Date('2026-02-01') }, 'license_expired'],
    ] as const) {
      await changeLicense(test, id, change);
      expect((await refused(anna, { activationCode: code })).code).toBe(expected);
    }
    expect(await refused(anna, {})).toMatchObject({
      code: 'validation_failed',
      fields: ['/activationCode', '/keyFile'],
    });
    expect(await refused(anna, { activationCode: 'AAAAA' })).toMatchObject({ code: 'activation_code_mistyped' });
    expect(await refused(anna, { keyFile: 'text' })).toMatchObject({
      code: 'key_file_malformed',
      fields: ['/keyFile'],
    });
  });

  it('which a user does not', async () => {
    const { code } = await newLicense(test);
    const boris = await test.signIn('boris@acme.example');
    expect(await refused(boris, { activationCode: code })).toMatchObject({ statusCode: 403, code: 'forbidden' });
  });
});

describe('a person adds a license for another company', () => {
  it('founds a new one, and goes on there', async () => {
    const { id, code } = await newLicense(test);
    const { cookie } = await addMember(test, { email: 'founder@acme.example' });
    const answer = await add(cookie, { activationCode: code, companyName: ' Second Company ' });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ id });
    const me = await meOf(cookie);
    expect(me.company).toMatchObject({ name: 'Second Company', role: 'administrator' });
    expect(me.memberships).toHaveLength(2);
    expect(await licensesOf(cookie)).toEqual([id]);
  });

  it('needs its name for an unclaimed license only', async () => {
    const { cookie } = await addMember(test, { email: 'nameless@acme.example', state: 'removed' });
    const { code } = await newLicense(test);
    expect(await refused(cookie, { activationCode: code })).toMatchObject({
      code: 'validation_failed',
      fields: ['/companyName'],
    });
    expect((await add(cookie, { activationCode: code, companyName: 'Own' })).statusCode).toBe(201);
    expect((await meOf(cookie)).company).toMatchObject({ name: 'Own' });
  });

  it('waits for the company that has the license, also after having been turned away or removed', async () => {
    const { code, id } = await newLicense(test);
    await add(anna, { activationCode: code });
    for (const state of ['pending', 'removed'] as const) {
      const email = `again-${state}@acme.example`;
      const { id: personId, cookie } = await addMember(test, { email, state });
      const before = (await mailsTo(test, 'anna@acme.example')).length;
      const answer = await add(cookie, { activationCode: code });
      expect(answer.json()).toEqual({
        companyId: acme,
        companyName: 'Acme Logistics',
        role: 'user',
        state: 'pending',
      });
      expect(await memberAt(personId, acme)).toMatchObject({ state: 'pending', role: 'user' });
      // Who waits already is not announced a second time.
      expect((await mailsTo(test, 'anna@acme.example')).length - before).toBe(state === 'pending' ? 0 : 1);
      await expect(test.client(cookie).getLicense({ params: { id } })).rejects.toMatchObject({ code: 'forbidden' });
    }
    // An administrator of another company waits like everybody, and keeps acting for the own one.
    const clara = await test.signIn('clara@globex.example');
    expect((await add(clara, { activationCode: code, companyName: 'Acme?' })).json()).toMatchObject({
      state: 'pending',
    });
    expect((await meOf(clara)).company).toMatchObject({ name: 'Globex Energy' });
  });

  it('is let in at once where the company has proved the domain of its address', async () => {
    const { id, code } = await newLicense(test);
    await add(anna, { activationCode: code });
    const token = await register(test, (await newLicense(test)).code, 'own@proved.example');
    await attempt(test, 'confirmRegistration', { body: { token } });
    const cookie = await test.signIn('own@proved.example', LONG_PASSWORD);
    await test.platform.db
      .insertInto('app.company_domains')
      .values({
        id: randomUUID(),
        company_id: acme,
        domain: 'proved.example',
        token: 'a token of this test',
        proof: 'vendor',
        proved_at: new Date(),
      })
      .execute();
    expect((await add(cookie, { activationCode: code, companyName: 'Acme' })).json()).toMatchObject({ id });
    expect((await meOf(cookie)).company).toMatchObject({ name: 'Acme Logistics', role: 'user' });
  });

  it('is told when it belongs there already', async () => {
    const { code } = await newLicense(test);
    await add(anna, { activationCode: code });
    const boris = await test.signIn('boris@acme.example');
    expect(await refused(boris, { activationCode: code, companyName: 'Acme' })).toMatchObject({
      code: 'license_already_added',
    });
  });

  it('answers a repeated call by what the person may see now', async () => {
    const { code } = await newLicense(test);
    await add(anna, { activationCode: code });
    const { id: personId, cookie } = await addMember(test, { email: 'repeats@acme.example', state: 'removed' });
    const key = randomUUID();
    expect((await add(cookie, { activationCode: code }, key)).json()).toMatchObject({ state: 'pending' });
    const { id: memberId } = await memberAt(personId, acme);
    await attempt(test, 'approveMember', { params: { id: acme, memberId }, cookie: anna });
    expect((await add(cookie, { activationCode: code }, key)).json()).toMatchObject({ state: 'active', seats: 10 });
    await attempt(test, 'removeMember', { params: { id: acme, memberId }, cookie: anna });
    await test.platform.db.deleteFrom('auth.sessions').where('person_id', '=', personId).execute();
    const back = await attempt(test, 'signIn', {
      body: { email: 'repeats@acme.example', password: 'demo demo demo' },
    });
    const again = back.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
    expect((await add(again, { activationCode: code }, key)).statusCode).toBe(404);
  });
});
