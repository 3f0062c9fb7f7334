import type { Client } from '@companyaccount/contract/client';
import type { NewWebhook, WebhookEventType } from '@companyaccount/contract/webhooks';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { isSignedBy, type Receiver, startReceiver } from '../harness/receiver.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { releaseNow } from '../definitions/definition-calls.ts';
import { judgedRequest } from '../lab/verdict-calls.ts';
import { companyId } from '../security/attack.ts';

let receiver: Receiver;
let test: TestApp;
let acme: string;
let anna: Client;
const made: string[] = [];
beforeAll(async () => {
  receiver = await startReceiver();
  test = await startTestApp({ config: { webhookHosts: [{ host: '127.0.0.1', port: receiver.port }] } });
  acme = await companyId(test, 'Acme Logistics');
  anna = await test.as('anna@acme.example');
});
afterEach(async () => {
  for (const webhookId of made.splice(0)) await anna.removeWebhook({ params: { id: acme, webhookId } });
  receiver.calls.length = 0;
  receiver.answer((response) => void response.writeHead(204).end());
});
afterAll(async () => {
  await test.close();
  await receiver.close();
});

const create = async (events: WebhookEventType[], path = '/hook'): Promise<NewWebhook> => {
  const url = `http://127.0.0.1:${receiver.port}${path}`;
  const webhook = await anna.createWebhook({ params: { id: acme }, body: { name: 'Bridge', url, events } });
  made.push(webhook.id);
  return webhook;
};
const of = ({ id: webhookId }: { id: string }) => ({ params: { id: acme, webhookId } });
const load = async ({ id }: { id: string }) =>
  (await anna.listWebhooks({ params: { id: acme } })).data.find((one) => one.id === id);
const bodies = () =>
  receiver.calls.map(({ body }) => JSON.parse(body) as { type: string; timestamp: string; data: never });
const file = (client: Client = anna, subject = 'The scanner does not start') =>
  client.createRequest({
    body: { desk: 'support', kind: 'malfunction', severity: 3, subject, text: 'It stops at once.', language: 'en' },
  });

it('tells of requests, public messages and statuses, signed, and never of internal notes', async () => {
  const { secret } = await create(['request.created', 'request.status_changed', 'message.created']);
  const request = await file();
  const engineer = await test.as('engineer@vendor.example');
  const params = { id: request.id };
  await engineer.createMessage({ params, body: { visibility: 'internal', text: 'Customer is on an old build.' } });
  await engineer.createMessage({
    params,
    body: { visibility: 'public', text: 'Please restart it.', thenStatus: 'resolved', resolution: 'answered' },
  });
  await test.runJobs();
  const told = bodies();
  expect(told.map(({ type }) => type).toSorted()).toEqual([
    'message.created',
    'request.created',
    'request.status_changed',
  ]);
  expect(JSON.stringify(told)).not.toContain('old build');
  const data = (type: string) => told.find((one) => one.type === type)?.data;
  expect(data('request.created')).toMatchObject({ company: { id: acme }, request: { id: request.id } });
  expect(data('request.status_changed')).toMatchObject({ from: 'new', to: 'resolved' });
  expect(data('message.created')).toMatchObject({
    message: { text: 'Please restart it.', textIsCut: false, author: { side: 'vendor' } },
    request: { number: request.number, status: 'resolved' },
  });
  for (const call of receiver.calls) {
    expect(isSignedBy(call, secret)).toBe(true);
    expect(isSignedBy({ ...call, body: `${call.body} ` }, secret)).toBe(false);
    expect(call.headers['content-type']).toBe('application/json');
    expect(Math.abs(Date.now() / 1000 - Number(call.headers['webhook-timestamp']))).toBeLessThan(60);
  }
  expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
});

it('tells a company nothing of another, and nothing that it did not choose', async () => {
  await create(['member.changed']);
  await file();
  await file(await test.as('clara@globex.example'));
  await test.runJobs();
  expect(receiver.calls).toEqual([]);
  await create(['request.created'], '/requests');
  await file(await test.as('clara@globex.example'));
  await file(anna, 'Ours');
  await test.runJobs();
  expect(bodies().map(({ data }) => (data as { request: { subject: string } }).request.subject)).toEqual(['Ours']);
});

it('tells nothing of a deed that was taken back with its transaction', async () => {
  await create(['request.created']);
  const cookie = await test.signIn('anna@acme.example');
  const body = { desk: 'support', kind: 'malfunction', severity: 3, subject: 'x', text: 'y', language: 'en' };
  const refused = await test.app.inject({
    method: 'POST',
    url: '/api/v1/requests',
    headers: { cookie },
    payload: { ...body, uploads: ['0198f5b0-0000-7000-8000-000000000000'] },
  });
  expect(refused.statusCode).toBeGreaterThanOrEqual(400);
  await test.runJobs();
  expect(receiver.calls).toEqual([]);
});

it('tries again with the same id and body until it is taken, and says how it stands', async () => {
  const webhook = await create(['request.created']);
  receiver.answer((response) => void response.writeHead(503).end('try later\u0000'));
  await file();
  await test.runJobs();
  const [delivery] = (await anna.listDeliveries(of(webhook))).data;
  expect(delivery).toMatchObject({ state: 'waiting', attempts: 1, lastStatus: 503, lastFault: null });
  expect(await load(webhook)).toMatchObject({ state: 'failing', succeededAt: null });

  receiver.answer((response) => void response.writeHead(200).end('ok'));
  await anna.redeliver({ params: { ...of(webhook).params, deliveryId: delivery?.id ?? '' } });
  await test.runJobs();
  const [first, second] = receiver.calls;
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.body).toBe(first?.body);
  const seen = await anna.getDelivery({ params: { ...of(webhook).params, deliveryId: delivery?.id ?? '' } });
  expect(seen).toMatchObject({ state: 'delivered', attempts: 2, lastStatus: 200, payload: first?.body });
  expect(seen.tries.map(({ status, answer }) => [status, answer])).toEqual([
    [200, 'ok'],
    [503, 'try later'],
  ]);
  expect(await load(webhook)).toMatchObject({ state: 'active', failingSince: null });
});

it('gives up after ten tries, warns after a day, stops after five and tells the administrators', async () => {
  const webhook = await create(['request.created']);
  receiver.answer((response) => void response.writeHead(500).end());
  await file();
  await test.runJobs();
  const past = async (hours: number) => {
    await test.platform.database.pool.query(
      `update app.webhooks set not_before = '-infinity', failing_since = now() - make_interval(hours => $2)
       where id = $1`,
      [webhook.id, hours],
    );
    await test.platform.database.pool.query(
      `update app.webhook_deliveries set next_try_at = now() where webhook_id = $1 and state = 'waiting'`,
      [webhook.id],
    );
    await test.runLaterJobs();
  };
  for (let tries = 2; tries <= 10; tries += 1) await past(20);
  const [delivery] = (await anna.listDeliveries({ ...of(webhook), query: { state: 'failed' } })).data;
  expect(delivery).toMatchObject({ attempts: 10, nextTryAt: null });
  expect(receiver.calls).toHaveLength(10);

  const mails = async () =>
    (
      await test.platform.db
        .selectFrom('app.mails')
        .select(['template', 'recipient'])
        .where('template', 'like', 'webhook%')
        .orderBy('created_at')
        .execute()
    ).map(({ template, recipient }) => `${template} ${recipient}`);
  await file();
  await test.runJobs();
  await past(25);
  await past(26);
  expect(await mails()).toEqual(['webhook_failing anna@acme.example']);
  await past(121);
  expect(await mails()).toEqual(['webhook_failing anna@acme.example', 'webhook_stopped anna@acme.example']);
  expect(await load(webhook)).toMatchObject({ state: 'stopped', failingSince: null });
  const calls = receiver.calls.length;
  await file();
  await test.runLaterJobs();
  expect(receiver.calls).toHaveLength(calls);
  const stopped = await load(webhook);
  await anna.changeWebhook({ ...of(webhook), body: { active: true }, version: stopped?.version ?? 0 });
  expect(await load(webhook)).toMatchObject({ state: 'active' });
});

it('signs with both secrets for a day after a new one was made, or with the new one alone', async () => {
  const webhook = await create(['request.created']);
  const rotated = await anna.rotateWebhookSecret({ ...of(webhook), body: { endOldNow: false } });
  expect(rotated.oldSecretEndsAt).not.toBeNull();
  await anna.testWebhook(of(webhook));
  await test.runJobs();
  const last = await anna.rotateWebhookSecret({ ...of(webhook), body: { endOldNow: true } });
  await anna.testWebhook(of(webhook));
  await test.runJobs();
  const [both, alone] = receiver.calls;
  if (both === undefined || alone === undefined) throw new Error('two calls were expected');
  expect([isSignedBy(both, webhook.secret), isSignedBy(both, rotated.secret)]).toEqual([true, true]);
  expect([webhook, rotated, last].map(({ secret }) => isSignedBy(alone, secret))).toEqual([false, false, true]);
  expect(JSON.parse(alone.body)).toMatchObject({ type: 'webhook.test', data: { webhookId: webhook.id } });
});

it('tells nothing while it is paused, but can be tried by hand', async () => {
  const webhook = await create(['request.created']);
  await anna.changeWebhook({ ...of(webhook), body: { active: false, name: ' Bridge 2 ' }, version: webhook.version });
  expect(await load(webhook)).toMatchObject({ state: 'paused', name: 'Bridge 2', version: 2 });
  await file();
  await anna.testWebhook(of(webhook));
  await test.runJobs();
  expect(bodies().map(({ type }) => type)).toEqual(['webhook.test']);
  await expect(
    anna.changeWebhook({ ...of(webhook), body: { name: 'Late' }, version: webhook.version }),
  ).rejects.toMatchObject({ code: 'version_moved' });
});

it('calls other webhooks and does other jobs while one server keeps silent', async () => {
  const silent = await create(['request.created'], '/silent');
  await create(['request.created'], '/quick');
  const held: (() => void)[] = [];
  receiver.answer((response, { path }) => {
    if (path === '/silent') held.push(() => void response.writeHead(204).end());
    else response.writeHead(204).end();
  });
  for (let n = 0; n < 3; n += 1) await file();
  const running = test.runJobs();
  await expect.poll(() => receiver.calls.filter(({ path }) => path === '/quick').length, { timeout: 10_000 }).toBe(3);
  // One at a time.
  expect(held).toHaveLength(1);
  receiver.answer((response) => void response.writeHead(204).end());
  held[0]?.();
  await running;
  expect((await anna.listDeliveries({ ...of(silent), query: { state: 'delivered' } })).data).toHaveLength(3);
});

it('tells of members without their addresses', async () => {
  await create(['member.changed']);
  const { data } = await anna.listMembers({ params: { id: acme } });
  const boris = data.find(({ email }) => email === 'boris@acme.example');
  const params = { id: acme, memberId: boris?.id ?? '' };
  await anna.changeMemberRole({ params, body: { role: 'administrator' } });
  await anna.changeMemberRole({ params, body: { role: 'user' } });
  await test.runJobs();
  const told = bodies();
  expect(told.map(({ type }) => type)).toEqual(['member.changed', 'member.changed']);
  expect(told[0]?.data).toMatchObject({ deed: 'member.role_changed', member: { name: boris?.name } });
  expect(JSON.stringify(told)).not.toContain('boris@acme.example');
});

it('tells of verdicts, licenses and releases, companies of their own and the vendor of all', async () => {
  const admin = await test.as('admin@vendor.example');
  const types = ['verdict.given', 'license.changed', 'release.published'] as const;
  await create([...types], '/acme');
  const url = `http://127.0.0.1:${receiver.port}/vendor`;
  const { id } = await admin.createVendorWebhook({ body: { name: 'Vendor', url, events: [...types] } });

  const ours = await judgedRequest(test, 'anna@acme.example');
  const theirs = await judgedRequest(test, 'clara@globex.example');
  const { data: licenses } = await anna.listLicenses();
  const license = licenses[0]?.id ?? '';
  await admin.suspendLicense({ params: { id: license }, body: { reason: 'Unpaid' } });
  await admin.resumeLicense({ params: { id: license } });
  const { number } = (await releaseNow(test)).release;
  await test.runJobs();

  const told = (path: string) =>
    receiver.calls
      .filter((call) => call.path === path)
      .map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, Record<string, unknown>> });
  const requests = (path: string) =>
    told(path).flatMap(({ type, data }) => (type === 'verdict.given' ? [data['request']?.['id']] : []));
  expect(requests('/acme')).toEqual([ours]);
  expect(requests('/vendor')).toEqual([ours, theirs]);
  const data = (type: string) => told('/acme').find((one) => one.type === type)?.data;
  expect(data('verdict.given')).toMatchObject({ objects: [{ name: 'tool.exe', verdict: 'malware' }] });
  expect(data('license.changed')).toMatchObject({ deed: 'license.suspended', license: { id: license } });
  expect(data('release.published')).toMatchObject({ company: null, release: { number } });
  expect(told('/vendor').map(({ type }) => type)).toContain('release.published');

  const { data: log } = await admin.listWebhookLog();
  expect(new Set(log.map(({ webhook }) => webhook.company?.name ?? null))).toEqual(new Set([null, 'Acme Logistics']));
  expect(JSON.stringify(log)).not.toContain(`${receiver.port}`);
  await expect(admin.testVendorWebhook({ params: { id: made[0] ?? '' } })).rejects.toMatchObject({ code: 'not_found' });
  await admin.removeVendorWebhook({ params: { id } });
});

it('pages through what was told, and forgets it after thirty days', async () => {
  const webhook = await create(['request.created']);
  for (let n = 0; n < 3; n += 1) await anna.testWebhook(of(webhook));
  await test.runJobs();
  const first = await anna.listDeliveries({ ...of(webhook), query: { 'page[size]': 2 } });
  expect([first.data.length, first.meta.hasMore]).toEqual([2, true]);
  const after = new URL(first.links.next ?? '', 'http://x').searchParams.get('page[after]') ?? '';
  const rest = await anna.listDeliveries({ ...of(webhook), query: { 'page[size]': 2, 'page[after]': after } });
  expect(rest.data).toHaveLength(1);
  const { pool } = test.platform.database;
  await pool.query(`update app.webhook_deliveries set created_at = created_at - interval '31 days'`);
  await pool.query(`select app.enqueue('webhook.forget', '{}')`);
  await test.runJobs();
  expect((await anna.listDeliveries(of(webhook))).data).toEqual([]);
});

it('makes one webhook of a call that is repeated, shows its secret once, and allows twenty', async () => {
  const body = { name: 'Once', url: `http://127.0.0.1:${receiver.port}/`, events: ['request.created' as const] };
  const call = { params: { id: acme }, body, idempotencyKey: 'webhook-made-once' };
  made.push((await anna.createWebhook(call)).id);
  await expect(anna.createWebhook(call)).rejects.toMatchObject({ code: 'secret_already_shown' });
  for (let n = 1; n < 20; n += 1) await create(['request.created']);
  await expect(create(['request.created'])).rejects.toMatchObject({ code: 'too_many_webhooks' });
});
