import type { Client } from '@companyaccount/contract/client';
import type { CreateRequest } from '@companyaccount/contract/requests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, companyId } from '../security/attack.ts';

let test: TestApp;
let boris: Client;
let colleague: Client;
let clara: Client;
beforeAll(async () => {
  test = await startTestApp();
  boris = await test.as('boris@acme.example');
  clara = await test.as('clara@globex.example');
  colleague = test.client((await addMember(test, { email: 'colleague@acme.example' })).cookie);
});
afterAll(() => test.close());

const file = (client: Client, more: Partial<CreateRequest> = {}) =>
  client.createRequest({
    body: { desk: 'support', kind: 'malfunction', subject: 'It stops', text: 'Every hour.', ...more },
  });
const toLab = { desk: 'lab', kind: 'unknown_malware' } as const;

it('links what is filed with the other desk from here, and says so in both', async () => {
  const origin = await file(boris);
  const later = await file(boris, { ...toLab, originId: origin.id });
  expect(later.links).toMatchObject([
    { kind: 'other_desk', direction: 'earlier', request: { id: origin.id, number: origin.number } },
  ]);
  expect((await boris.getRequest({ params: { id: origin.id } })).links).toMatchObject([
    { kind: 'other_desk', direction: 'later', request: { id: later.id, number: later.number } },
  ]);
  const told = async (id: string) =>
    (await boris.listTimeline({ params: { id } })).data
      .filter(({ type }) => type === 'linked')
      .map(({ field, from, to }) => ({ field, from, to }));
  expect(await told(origin.id)).toEqual([{ field: 'other_desk', from: null, to: later.number }]);
  expect(await told(later.id)).toEqual([{ field: 'other_desk', from: origin.number, to: null }]);
});

it('goes on from a request of the same desk', async () => {
  const origin = await file(boris);
  const later = await file(boris, { originId: origin.id });
  expect(later.links).toMatchObject([{ kind: 'follow_up', direction: 'earlier' }]);
});

it('comes from no request that the writer may not see, and shows no link to one', async () => {
  const hers = await file(clara);
  const unseen = file(boris, { originId: hers.id });
  await expect(unseen).rejects.toMatchObject({ fields: [{ pointer: '/originId', code: 'not_one_of' }] });
  expect((await clara.getRequest({ params: { id: hers.id } })).links).toEqual([]);

  const origin = await file(boris);
  const later = await file(colleague, { ...toLab, originId: origin.id });
  const acme = await companyId(test, 'Acme Logistics');
  await test.platform.db.updateTable('app.companies').set({ sharing: 'own' }).where('id', '=', acme).execute();
  await expect(file(colleague, { originId: origin.id })).rejects.toMatchObject({
    fields: [{ pointer: '/originId', code: 'not_one_of' }],
  });
  expect((await boris.getRequest({ params: { id: origin.id } })).links).toEqual([]);
  expect((await colleague.getRequest({ params: { id: later.id } })).links).toEqual([]);
});

describe('a link by hand', () => {
  const linkTo = async (id: string, number: string) =>
    (await test.as('engineer@vendor.example')).linkRequest({ params: { id }, body: { number } });

  it('is seen and told on both sides, made once, and taken back', async () => {
    const [one, other] = [await file(boris), await file(boris, toLab)];
    expect((await linkTo(one.id, ` ${other.number.toLowerCase()} `)).links).toMatchObject([
      { kind: 'related', direction: 'later', request: { id: other.id } },
    ]);
    await linkTo(one.id, other.number);
    const links = async (id: string) =>
      (await boris.getRequest({ params: { id } })).links.map(({ request }) => request.id);
    expect([await links(one.id), await links(other.id)]).toEqual([[other.id], [one.id]]);
    const engineer = await test.as('engineer@vendor.example');
    await engineer.unlinkRequest({ params: { id: one.id, otherId: other.id } });
    await engineer.unlinkRequest({ params: { id: one.id, otherId: other.id } });
    expect([await links(one.id), await links(other.id)]).toEqual([[], []]);
    const told = (await boris.listTimeline({ params: { id: other.id } })).data
      .filter(({ type }) => type === 'linked')
      .map(({ field, from, to }) => ({ field, from, to }));
    expect(told).toEqual([
      { field: 'related', from: null, to: one.number },
      { field: 'related', from: one.number, to: null },
    ]);
  });

  it('takes a bare number for one of the same desk, and refuses what is none of the company’s', async () => {
    const [one, other, hers] = [await file(boris), await file(boris), await file(clara)];
    expect((await linkTo(one.id, other.number.slice(3))).links).toHaveLength(1);
    for (const number of [hers.number, one.number, 'TS-1', 'no number', '999999999999999']) {
      await expect(linkTo(one.id, number), number).rejects.toMatchObject({
        fields: [{ pointer: '/number', code: 'not_one_of' }],
      });
    }
  });

  it('leaves a link alone that came by filing', async () => {
    const origin = await file(boris);
    const later = await file(boris, { originId: origin.id });
    const engineer = await test.as('engineer@vendor.example');
    await engineer.unlinkRequest({ params: { id: origin.id, otherId: later.id } });
    await linkTo(origin.id, later.number);
    expect((await boris.getRequest({ params: { id: origin.id } })).links).toMatchObject([{ kind: 'follow_up' }]);
  });
});
