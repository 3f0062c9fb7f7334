import type { Client } from '@companyaccount/contract/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { companyId, fileRequest, outsideRequest } from '../security/attack.ts';

let test: TestApp;
let anna: Client;
let engineer: Client;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.as('anna@acme.example');
  engineer = await test.as('engineer@vendor.example');
});
afterAll(() => test.close());

const customerOf = (id: string) => engineer.getCustomer({ params: { id } });

it('shows plan, licenses, environments and other requests of the company, and of no other', async () => {
  const id = await fileRequest(test);
  const [product] = (await anna.listProducts()).data;
  const acme = await companyId(test, 'Acme Logistics');
  await anna.createProductProfile({
    params: { id: acme },
    body: { name: 'Branch office', productId: product?.id ?? '', operatingSystem: 'Windows Server 2022' },
  });
  const before = await customerOf(id);
  const body = { desk: 'support', kind: 'malfunction', subject: 'The other one', text: 'Again.' } as const;
  const other = await anna.createRequest({ body });
  const clara = await test.as('clara@globex.example');
  await clara.createRequest({ body: { ...body, subject: 'Of somebody else' } });

  const found = await customerOf(id);
  expect(found.company).toMatchObject({ id: acme, name: 'Acme Logistics', members: 2 });
  expect(found.requests).toMatchObject({ open: before.requests.open + 1, total: before.requests.total + 1 });
  expect(found.requests.data[0]).toMatchObject({ id: other.id, number: other.number, subject: 'The other one' });
  expect(found.requests.data.map((one) => one.id)).not.toContain(id);
  expect(JSON.stringify(found)).not.toContain('Of somebody else');
  const own = await anna.listLicenses({});
  expect(found.licenses.total).toBe(own.data.length);
  expect(own.data.map(({ serial }) => serial)).toEqual(
    expect.arrayContaining(found.licenses.data.map(({ serial }) => serial)),
  );
  expect(found.environments.data.at(-1)).toMatchObject({ name: 'Branch office' });
});

it('shows valid licenses first, the plan that promises most, and none once nothing is valid', async () => {
  const id = await fileRequest(test);
  const { data } = (await customerOf(id)).licenses;
  const states = data.map(({ state }) => state === 'active');
  expect(states).toEqual(states.toSorted((one, other) => Number(other) - Number(one)));
  const { plan } = await customerOf(id);
  expect(data.filter(({ state }) => state === 'active').map((license) => license.plan)).toContain(plan);
  const acme = await companyId(test, 'Acme Logistics');
  await test.platform.db
    .updateTable('app.licenses')
    .set({ state: 'suspended' })
    .where('company_id', '=', acme)
    .execute();
  expect((await customerOf(id)).plan).toBeNull();
  await test.platform.db.updateTable('app.licenses').set({ state: 'active' }).where('company_id', '=', acme).execute();
});

it('counts what the company said of resolutions', async () => {
  const id = await fileRequest(test);
  const before = (await customerOf(id)).ratings;
  await engineer.createMessage({
    params: { id },
    body: { text: 'Done.', thenStatus: 'resolved', resolution: 'fixed' },
  });
  await anna.rateRequest({ params: { id }, body: { value: 'bad' } });
  expect((await customerOf(id)).ratings).toEqual({ ...before, bad: before.bad + 1 });
});

it('is nobody’s where no company filed the request', async () => {
  const { id } = await outsideRequest(test, 'stranger@new.example');
  await expect(customerOf(id)).rejects.toMatchObject({ status: 404 });
});
