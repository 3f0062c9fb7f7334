import { randomUUID } from 'node:crypto';
import { ApiError, type Client } from '@companyaccount/contract/client';
import { PROFILES_MAX } from '@companyaccount/contract/product-profiles';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#platform/ids.ts';
import { transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId } from '../security/attack.ts';

let test: TestApp;
let acme: string;
let anna: Client;
let boris: Client;
let clara: Client;
let productId: string;
beforeAll(async () => {
  test = await startTestApp();
  acme = await companyId(test, 'Acme Logistics');
  anna = await test.as('anna@acme.example');
  boris = await test.as('boris@acme.example');
  clara = await test.as('clara@globex.example');
  productId = (await anna.listProducts()).data[0]?.id ?? '';
});
afterAll(() => test.close());
beforeEach(() => test.platform.db.deleteFrom('app.product_profiles').execute());

const params = () => ({ id: acme });
const create = (body: Partial<Parameters<Client['createProductProfile']>[0]['body']> = {}, by: Client = boris) =>
  by.createProductProfile({ params: params(), body: { name: 'Head office', productId, ...body } });
const list = async (by: Client = anna) => (await by.listProductProfiles({ params: params() })).data;
const refusal = async (call: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error('the call was not refused');
  return error;
};

describe('a product profile', () => {
  it('is saved by any member and seen by all of the company', async () => {
    const made = await create({
      productVersion: ' 12.4.1 build 7 ',
      operatingSystem: 'Windows Server 2022',
      notes: 'x',
    });
    expect(made).toMatchObject({
      name: 'Head office',
      product: { id: productId },
      productVersion: '12.4.1 build 7',
      operatingSystem: 'Windows Server 2022',
      version: 1,
    });
    expect(await list(anna)).toEqual([made]);
  });

  it('is changed at the version that was read, and emptied field by field', async () => {
    const { id: profileId } = await create({ notes: 'Behind a proxy', operatingSystem: 'Debian 12' });
    const call = { params: { id: acme, profileId }, version: 1 };
    const changed = await anna.patchProductProfile({ ...call, body: { notes: null, name: 'Branch' } });
    expect(changed).toMatchObject({ name: 'Branch', notes: null, operatingSystem: 'Debian 12', version: 2 });
    expect((await refusal(boris.patchProductProfile({ ...call, body: { name: 'Late' } }))).code).toBe('version_moved');
    // What changes nothing counts as no change.
    expect((await boris.patchProductProfile({ ...call, version: 2, body: { name: 'Branch' } })).version).toBe(2);
    await boris.deleteProductProfile({ params: call.params });
    expect((await refusal(boris.deleteProductProfile({ params: call.params }))).code).toBe('not_found');
  });

  it('has a name of its own in whatever case, and a product that exists', async () => {
    await create();
    const other = await create({ name: 'Branch' });
    expect((await refusal(create({ name: ' HEAD OFFICE ' }))).fields).toEqual([{ pointer: '/name', code: 'taken' }]);
    const rename = boris.patchProductProfile({
      params: { id: acme, profileId: other.id },
      version: 1,
      body: { name: 'head office' },
    });
    expect((await refusal(rename)).fields).toEqual([{ pointer: '/name', code: 'taken' }]);
    expect((await refusal(create({ name: 'Third', productId: randomUUID() }))).fields).toEqual([
      { pointer: '/productId', code: 'not_one_of' },
    ]);
    // Another company may use the same name.
    const globex = await companyId(test, 'Globex Energy');
    await clara.createProductProfile({ params: { id: globex }, body: { name: 'Head office', productId } });
  });

  it('is one when it is sent twice, and as many as the company may have', async () => {
    const body = { name: 'Once', productId };
    const sent = { params: params(), body, idempotencyKey: 'the-same-key' };
    const [one, two] = await Promise.all([boris.createProductProfile(sent), boris.createProductProfile(sent)]);
    expect(one.id).toBe(two.id);
    const rows = Array.from({ length: PROFILES_MAX - 2 }, (_, n) => ({
      id: newId(),
      company_id: acme,
      name: `Environment ${n}`,
      product_id: productId,
      created_at: new Date(),
    }));
    await test.platform.db.insertInto('app.product_profiles').values(rows).execute();
    const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => create({ name })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await refusal(create({ name: 'One too many' }))).code).toBe('too_many_profiles');
  });

  it('is listed in the order of making, page by page', async () => {
    for (const name of ['c', 'a', 'b']) await create({ name });
    const first = await anna.listProductProfiles({ params: params(), query: { 'page[size]': 2 } });
    expect(first.data.map(({ name }) => name)).toEqual(['c', 'a']);
    const after = new URL(first.links.next ?? '', 'http://x').searchParams.get('page[after]') ?? '';
    const rest = await anna.listProductProfiles({ params: params(), query: { 'page[after]': after } });
    expect(rest.data.map(({ name }) => name)).toEqual(['b']);
  });
});

describe('the wall', () => {
  it('shows and gives nothing to another company, to who waits, or to who was removed', async () => {
    const { id: profileId } = await create({ notes: 'A secret of Acme' });
    const globex = await companyId(test, 'Globex Energy');
    const strangers: [string, string, number][] = [
      [await test.signIn('clara@globex.example'), acme, 404],
      // Under their own company's address, with the id of another's profile.
      [await test.signIn('clara@globex.example'), globex, 404],
      [(await addMember(test, { email: 'pending@acme.example', state: 'pending' })).cookie, acme, 403],
      [(await addMember(test, { email: 'removed@acme.example', state: 'removed' })).cookie, acme, 403],
      [await test.signIn('engineer@vendor.example'), acme, 403],
    ];
    for (const [cookie, id, status] of strangers) {
      const patch = await attempt(test, 'patchProductProfile', {
        cookie,
        params: { id, profileId },
        body: { notes: 'mine' },
        headers: { 'if-match': '"1"' },
      });
      const drop = await attempt(test, 'deleteProductProfile', { cookie, params: { id, profileId } });
      expect([patch.statusCode, drop.statusCode]).toEqual([status, status]);
      const seen = await attempt(test, 'listProductProfiles', { cookie, params: { id } });
      expect(seen.body).not.toContain('A secret of Acme');
    }
    expect(await list()).toMatchObject([{ id: profileId, notes: 'A secret of Acme', version: 1 }]);
  });

  it('holds in the database too', async () => {
    const { id } = await create();
    const me = await clara.getMe();
    const scope = { side: 'customer', companyId: me.company?.id ?? '', personId: me.id } as const;
    const run = await transact(test.platform.db, scope, async (tx) => ({
      seen: await tx.selectFrom('app.product_profiles').select('id').execute(),
      changed: await tx.updateTable('app.product_profiles').set({ notes: 'x' }).where('id', '=', id).executeTakeFirst(),
      dropped: await tx.deleteFrom('app.product_profiles').where('id', '=', id).executeTakeFirst(),
    }));
    expect(run).toMatchObject({ seen: [], changed: { numUpdatedRows: 0n }, dropped: { numDeletedRows: 0n } });
    const row = { id: newId(), company_id: acme, name: 'x', product_id: productId, created_at: new Date() };
    await expect(
      transact(test.platform.db, scope, (tx) => tx.insertInto('app.product_profiles').values(row).execute()),
    ).rejects.toThrow(/row-level security/u);
  });
});
