// Merging and splitting as a side door: customers, the other desk, another customer's request, doors that stay open behind
// a pointer, and merges that race.
// Seen as: CVE-2026-41190, CVE-2026-39384 (FreeScout), CVE-2026-34722 (Zammad).
import type { Client } from '@companyaccount/contract/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { fileAs, textsOf } from '../requests/merge-calls.ts';
import { submitPublic } from '../submissions/submission-calls.ts';
import { addMember, attempt, companyId } from './attack.ts';

let test: TestApp;
let boris: Client;
let engineer: Client;
let cookie: string;
beforeAll(async () => {
  test = await startTestApp();
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
  cookie = await test.signIn('engineer@vendor.example');
});
afterAll(() => test.close());

const merge = (id: string, number: string, by = cookie) =>
  attempt(test, 'mergeRequest', { params: { id }, body: { number }, cookie: by });
const pointerOf = async (id: string) => (await engineer.getRequest({ params: { id } })).mergedInto?.id ?? null;

it('is for staff of the desk alone', async () => {
  const [one, two] = [await fileAs(boris), await fileAs(boris)];
  for (const who of ['boris@acme.example', 'clara@globex.example', 'admin@vendor.example', 'analyst@vendor.example']) {
    const by = await test.signIn(who);
    const answers = [
      await merge(one.id, two.number, by),
      await attempt(test, 'unmergeRequest', { params: { id: one.id }, cookie: by }),
      await attempt(test, 'splitRequest', {
        params: { id: one.id },
        body: { subject: 'Mine now', messageIds: [one.id] },
        cookie: by,
      }),
    ];
    for (const { statusCode } of answers) expect([403, 409], who).toContain(statusCode);
  }
  expect(await pointerOf(one.id)).toBeNull();
});

it('never joins what two customers said, nor what an address said that nobody confirmed', async () => {
  const clara = await test.as('clara@globex.example');
  const [hers, his] = [await fileAs(clara), await fileAs(boris)];
  expect((await merge(hers.id, his.number)).json()).toMatchObject({ code: 'merge_other_customer' });
  expect(await textsOf(clara, hers.id)).toHaveLength(1);
  const analyst = await test.signIn('analyst@vendor.example');
  const email = 'victim@outside.example';
  const [real, claimed] = [await submitPublic(test, {}, { email }), await submitPublic(test, {}, { email })];
  const { db } = test.platform;
  const { submitter_id } = await db
    .selectFrom('app.requests')
    .select('submitter_id')
    .where('id', '=', real.id)
    .executeTakeFirstOrThrow();
  await db.updateTable('app.submitters').set({ confirmed_at: new Date() }).where('id', '=', submitter_id).execute();
  expect((await merge(claimed.id, real.number, analyst)).json()).toMatchObject({ code: 'merge_other_customer' });
  const nameless = [await submitPublic(test, {}), await submitPublic(test, {})];
  const answer = await merge(nameless[0]?.id ?? '', nameless[1]?.number ?? '', analyst);
  expect(answer.json()).toMatchObject({ code: 'merge_other_customer' });
  const ours = await fileAs(boris, { desk: 'lab', kind: 'unknown_malware' });
  expect((await merge(real.id, ours.number, analyst)).json()).toMatchObject({ code: 'merge_other_customer' });
});

it('opens nothing behind the pointer to whoever may not see it', async () => {
  const mate = await addMember(test, { email: 'mate@acme.example' });
  const colleague = test.client(mate.cookie);
  const [his, theirs] = [await fileAs(boris), await fileAs(colleague)];
  const acme = await companyId(test, 'Acme Logistics');
  const { db } = test.platform;
  await db.updateTable('app.companies').set({ sharing: 'own' }).where('id', '=', acme).execute();
  await engineer.mergeRequest({ params: { id: theirs.id }, body: { number: his.number } });
  expect(await textsOf(colleague, theirs.id)).toHaveLength(2);
  await boris.removeParticipant({ params: { id: his.id, personId: mate.id } });
  const tries = [
    attempt(test, 'listMessages', { params: { id: theirs.id }, cookie: mate.cookie }),
    attempt(test, 'createMessage', { params: { id: theirs.id }, body: { text: 'In?' }, cookie: mate.cookie }),
  ];
  for (const answer of await Promise.all(tries)) expect(answer.statusCode).toBe(404);
  expect((await colleague.getRequest({ params: { id: theirs.id } })).mergedInto).toBeNull();
  await db.updateTable('app.companies').set({ sharing: 'company' }).where('id', '=', acme).execute();
});

it('makes no circle and no second pointer, however many merge at once', async () => {
  const [one, two, three] = [await fileAs(boris), await fileAs(boris), await fileAs(boris)];
  const answers = await Promise.all([
    merge(one.id, two.number),
    merge(two.id, one.number),
    merge(one.id, three.number),
    merge(two.id, three.number),
    merge(three.id, one.number),
  ]);
  const statuses = answers.map(({ statusCode }) => statusCode);
  expect(new Set(statuses)).toEqual(new Set([200, 409]));
  const pointers = [await pointerOf(one.id), await pointerOf(two.id), await pointerOf(three.id)];
  const ends = pointers.filter((pointer) => pointer === null);
  expect(ends).toHaveLength(1);
  expect(statuses.filter((status) => status === 200).length).toBe(2);
});

it('loses no message that is written while its request is merged', async () => {
  const [one, two] = [await fileAs(boris), await fileAs(boris)];
  const said = Array.from({ length: 4 }, (_, at) =>
    boris.createMessage({ params: { id: one.id }, body: { text: `Said ${at}` } }).then(
      () => 1,
      () => 0,
    ),
  );
  const [written] = await Promise.all([Promise.all(said), merge(one.id, two.number)]);
  const taken = written.reduce<number>((sum, each) => sum + each, 0);
  const goesOn = (await pointerOf(one.id)) ?? one.id;
  expect((await textsOf(engineer, goesOn)).filter((text) => text.startsWith('Said'))).toHaveLength(taken);
});
