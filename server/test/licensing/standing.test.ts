import type { Client } from '@companyaccount/contract/client';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
let anna: Client;
let engineer: Client;
let acme: string;
let licenses: string[];
beforeAll(async () => {
  test = await startTestApp({ config: { renewalContact: 'sales@vendor.example' } });
  anna = await test.as('anna@acme.example');
  engineer = await test.as('engineer@vendor.example');
  acme = (await anna.getMe()).company?.id ?? '';
  // Two are enough to tell them apart; what is revoked counts for nothing.
  const [one = '', two = '', ...others] = (await anna.listLicenses()).data.map(({ id }) => id);
  licenses = [one, two];
  await test.platform.db.updateTable('app.licenses').set({ state: 'revoked' }).where('id', 'in', others).execute();
});
afterAll(() => test.close());

const DAY = 86_400_000;
const set = (id: string | undefined, state: 'active' | 'suspended' | 'revoked', validUntil: Date | null = null) =>
  test.platform.db
    .updateTable('app.licenses')
    .set({ state, valid_until: validUntil })
    .where('id', '=', id ?? '')
    .execute();
const expire = (id: string | undefined) => set(id, 'active', new Date(Date.now() - DAY));
beforeEach(async () => {
  for (const id of licenses) await set(id, 'active');
});

const body = { kind: 'malfunction', subject: 'It stops', text: 'The service stops.' } as const;
const file = (desk: 'support' | 'lab') =>
  anna.createRequest({ body: desk === 'support' ? { ...body, desk } : { ...body, desk, kind: 'cure' } });
const standing = async () => (await anna.getCompany({ params: { id: acme } })).standing;

it('is that of the best license', async () => {
  await set(licenses[0], 'revoked');
  await expire(licenses[1]);
  expect(await standing()).toBe('expired');
  await set(licenses[0], 'suspended');
  expect(await standing()).toBe('expired');
  await set(licenses[1], 'active', new Date(Date.now() + DAY));
  expect(await standing()).toBe('active');
  await file('support');
});

it('leaves an expired company its history, answers and the lab, and says whom to ask', async () => {
  const { id } = await file('support');
  for (const license of licenses) await expire(license);
  await expect(file('support')).rejects.toMatchObject({ code: 'license_expired', status: 422 });
  await anna.createMessage({ params: { id }, body: { text: 'Still here.' } });
  await anna.patchRequest({ params: { id }, body: { subject: 'It stops often' }, version: 1 });
  // With the time of the slowest plan, so that it does not stand behind everybody for ever.
  expect((await file('lab')).promiseAt).toMatch(/^20/u);
  expect((await test.client().getVendor()).renewalContact).toBe('sales@vendor.example');
});

it.each(['suspended', 'revoked'] as const)('lets a company with only %s licenses read', async (state) => {
  const { id } = await file('support');
  for (const license of licenses) await set(license, state);
  const code = `license_${state}`;
  for (const desk of ['support', 'lab'] as const) await expect(file(desk)).rejects.toMatchObject({ code });
  await expect(anna.createMessage({ params: { id }, body: { text: 'Hello?' } })).rejects.toMatchObject({ code });
  const edit = { params: { id }, body: { subject: 'Changed' }, version: 1 };
  await expect(anna.patchRequest(edit)).rejects.toMatchObject({ code });
  expect(await anna.getRequest({ params: { id } })).toMatchObject({
    subject: 'It stops',
    actions: [],
    messageCount: 1,
  });
  expect((await anna.listMessages({ params: { id } })).data).toHaveLength(1);
  // The vendor goes on answering.
  await engineer.createMessage({ params: { id }, body: { text: 'We are looking into it.' } });
  expect((await anna.listMessages({ params: { id } })).data).toHaveLength(2);
});

it('of one company says nothing about another', async () => {
  for (const license of licenses) await set(license, 'revoked');
  const clara = await test.as('clara@globex.example');
  await clara.createRequest({ body: { ...body, desk: 'support' } });
});
