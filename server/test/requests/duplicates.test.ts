import type { Client } from '@companyaccount/contract/client';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { submitPublic } from '../submissions/submission-calls.ts';
import { fileAs } from './merge-calls.ts';

let test: TestApp;
let anna: Client;
let boris: Client;
let engineer: Client;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.as('anna@acme.example');
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
});
afterAll(() => test.close());

const suggested = async (id: string, client = engineer) =>
  (await client.listDuplicates({ params: { id } })).data.map((one) => one.id);

it('suggests open requests of the same customer that say nearly the same', async () => {
  const subject = 'Обновление баз не проходит на шлюзе';
  const request = await fileAs(boris, { subject, text: 'С утра ошибка 0x7b, журнал приложен.' });
  const same = await fileAs(anna, { subject: 'На шлюзе не проходит обновление баз', text: 'Ошибка 0x7b.' });
  const byText = await fileAs(anna, { subject: 'Срочно', text: `${subject}. С утра ошибка 0x7b, журнал приложен.` });
  await fileAs(boris, { subject: 'Как продлить лицензию', text: 'Срок кончается в мае.' });
  const clara = await test.as('clara@globex.example');
  await fileAs(clara, { subject, text: 'С утра ошибка 0x7b, журнал приложен.' });
  const ended = await fileAs(boris, { subject });
  await boris.closeRequest({ params: { id: ended.id } });
  await fileAs(boris, { desk: 'lab', kind: 'unknown_malware', subject });
  expect(new Set(await suggested(request.id))).toEqual(new Set([same.id, byText.id]));
  // What was merged is no duplicate any more.
  await engineer.mergeRequest({ params: { id: same.id }, body: { number: request.number } });
  expect(await suggested(request.id)).toEqual([byText.id]);
});

it('suggests to a submitter’s request those of the same confirmed address', async () => {
  const text = 'This file came by mail and nobody knows what it is.';
  const sent = async (email: string) => (await submitPublic(test, {}, { email, text })).id;
  const [one, two, unconfirmed] = [
    await sent('a@out.example'),
    await sent('a@out.example'),
    await sent('b@out.example'),
  ];
  const analyst = await test.as('analyst@vendor.example');
  expect(await suggested(one, analyst)).toEqual([]);
  await test.platform.db
    .updateTable('app.submitters')
    .set({ confirmed_at: new Date() })
    .where('email', '=', 'a@out.example')
    .execute();
  expect(await suggested(one, analyst)).toEqual([two]);
  expect(await suggested(unconfirmed, analyst)).toEqual([]);
});

it('finds a customer’s open requests by an index', async () => {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select id from app.requests
    where company_id = ${crypto.randomUUID()} and desk = 'support' and status in ('new', 'open', 'waiting_for_customer')
    order by created_at desc limit 300`.execute(test.platform.db);
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('requests_company');
});
