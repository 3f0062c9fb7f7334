import type { Client } from '@companyaccount/contract/client';
import type { CreateRequest } from '@companyaccount/contract/requests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, companyId } from '../security/attack.ts';

let test: TestApp;
let acme: string;
let anna: Client;
let boris: Client;
let borisId: string;
let engineer: Client;
let helper: { id: string; client: Client };
beforeAll(async () => {
  test = await startTestApp();
  acme = await companyId(test, 'Acme Logistics');
  anna = await test.as('anna@acme.example');
  boris = await test.as('boris@acme.example');
  borisId = (await boris.getMe()).id;
  engineer = await test.as('engineer@vendor.example');
  await test.platform.db.updateTable('app.companies').set({ sharing: 'own' }).where('id', '=', acme).execute();
  helper = await newMember('helper@acme.example');
});
afterAll(() => test.close());

const newMember = async (email: string) => {
  const { id, cookie } = await addMember(test, { email });
  return { id, client: test.client(cookie) };
};
const file = async (more: Partial<CreateRequest> = {}, client = boris): Promise<string> =>
  (
    await client.createRequest({
      body: { desk: 'support', kind: 'malfunction', subject: 'It stops', text: 'Wallabyword.', ...more },
    })
  ).id;
const add = (client: Client, id: string, personId: string) =>
  client.addParticipant({ params: { id }, body: { personId } });
const remove = (client: Client, id: string, personId: string) => client.removeParticipant({ params: { id, personId } });
const participants = async (client: Client, id: string) =>
  (await client.listParticipants({ params: { id } })).data.map((one) => one.id);

describe('somebody who takes part', () => {
  it('sees, finds and answers the request although everyone has their own, until they are taken out', async () => {
    const id = await file();
    await expect(helper.client.getRequest({ params: { id } })).rejects.toMatchObject({ code: 'not_found' });
    expect(await add(boris, id, helper.id)).toEqual({ id: helper.id, name: 'helper', side: 'customer' });
    expect(await helper.client.getRequest({ params: { id } })).toMatchObject({
      unread: true,
      actions: expect.not.arrayContaining(['edit']),
    });
    expect((await helper.client.listRequests({ query: { q: 'wallabyword' } })).data.map((one) => one.id)).toEqual([id]);
    await helper.client.createMessage({ params: { id }, body: { text: 'I was there.' } });
    expect(await participants(helper.client, id)).toEqual([helper.id]);
    await remove(boris, id, helper.id);
    await expect(helper.client.getRequest({ params: { id } })).rejects.toMatchObject({ code: 'not_found' });
    expect((await helper.client.listRequests({ query: { q: 'wallabyword' } })).data).toEqual([]);
    // What they said stays, with their name.
    const { data } = await boris.listMessages({ params: { id } });
    expect(data.at(-1)).toMatchObject({ text: 'I was there.', author: { name: 'helper' } });
    const timeline = await boris.listTimeline({ params: { id } });
    expect(timeline.data.map(({ type, to }) => [type, to])).toEqual([
      ['created', null],
      ['participant_added', 'helper'],
      ['participant_removed', 'helper'],
    ]);
  });

  it('may take part from the beginning', async () => {
    const id = await file({ participants: [helper.id] });
    expect(await participants(engineer, id)).toEqual([helper.id]);
    expect((await helper.client.listRequests()).data.map((one) => one.id)).toContain(id);
    expect((await engineer.listTimeline({ params: { id } })).data.map(({ type }) => type)).toEqual([
      'created',
      'participant_added',
    ]);
    await remove(boris, id, helper.id);
  });

  it('may leave, but neither add nor remove others', async () => {
    const id = await file({ participants: [helper.id] });
    const { id: other } = await newMember('other@acme.example');
    await expect(add(helper.client, id, other)).rejects.toMatchObject({ code: 'forbidden' });
    await add(anna, id, other);
    await expect(remove(helper.client, id, other)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(helper.client.listColleagues({ params: { id } })).rejects.toMatchObject({ code: 'forbidden' });
    await remove(helper.client, id, helper.id);
    expect(await participants(boris, id)).toEqual([other]);
    await expect(remove(helper.client, id, helper.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('takes part no more once they have left the company', async () => {
    const leaver = await newMember('leaver@acme.example');
    const id = await file({ participants: [leaver.id] });
    await test.platform.db
      .updateTable('app.members')
      .set({ state: 'removed' })
      .where('person_id', '=', leaver.id)
      .execute();
    expect(await participants(boris, id)).toEqual([]);
  });
});

describe('people of a request', () => {
  it('are chosen by its author, an administrator, and the desk, once each', async () => {
    const id = await file();
    for (const client of [boris, anna, engineer]) await add(client, id, helper.id);
    expect(await participants(boris, id)).toEqual([helper.id]);
    expect((await boris.listTimeline({ params: { id } })).data).toHaveLength(2);
    const names = (await engineer.listColleagues({ params: { id } })).data.map(({ name }) => name);
    expect(names).toContain('Anna Acker');
    expect(names).not.toContain('Boris Belov');
    expect(names).not.toContain('helper');
    const found = await boris.listColleagues({ params: { id }, query: { q: 'NNA' } });
    expect(found.data.map(({ name }) => name)).toEqual(['Anna Acker']);
    expect((await boris.listColleagues({ params: { id }, query: { q: '%' } })).data).toEqual([]);
  });

  it('are members of its company, other than its author', async () => {
    const id = await file();
    const { id: clara } = await (await test.as('clara@globex.example')).getMe();
    const { id: pending } = await addMember(test, { email: 'pending@acme.example', state: 'pending' });
    const { id: removed } = await addMember(test, { email: 'removed@acme.example', state: 'removed' });
    const { id: staff } = await engineer.getMe();
    for (const person of [clara, pending, removed, staff, borisId, id]) {
      for (const client of [boris, engineer]) {
        await expect(add(client, id, person)).rejects.toMatchObject({
          fields: [{ pointer: '/personId', code: 'not_one_of' }],
        });
      }
      await expect(file({ participants: [helper.id, person] })).rejects.toMatchObject({
        fields: [{ pointer: '/participants', code: 'not_one_of' }],
      });
    }
    expect(await participants(boris, id)).toEqual([]);
  });

  it('are twenty at most', async () => {
    const id = await file();
    for (let n = 0; n < 20; n += 1) await add(boris, id, (await newMember(`crowd${n}@acme.example`)).id);
    await expect(add(boris, id, helper.id)).rejects.toMatchObject({ code: 'too_many_participants', status: 409 });
    const first = await boris.listParticipants({ params: { id }, query: { 'page[size]': 15 } });
    expect([first.data.length, first.meta.hasMore]).toEqual([15, true]);
  });
});

it('finds members by part of their name', async () => {
  const found = await boris.listMembers({ params: { id: acme }, query: { q: 'belo' } });
  expect(found.data.map(({ name }) => name)).toEqual(['Boris Belov']);
});
