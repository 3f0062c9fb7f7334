// Requests that the server makes to addresses that somebody else has given: webhooks. Whatever leads into the vendor's own
// network is refused when it is saved and again when it is called; names are looked up once; nothing follows redirects;
// answers are bounded in size and time; and what signs the calls is shown once.
// Seen as: CVE-2026-34719 (Zammad), CVE-2026-41905 (FreeScout).
import { readFile } from 'node:fs/promises';
import type { Client } from '@companyaccount/contract/client';
import type { NewWebhook } from '@companyaccount/contract/webhooks';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createOutbound } from '#platform/outbound/outbound.ts';
import { type DnsServer, startDnsServer } from '../harness/dns-server.ts';
import { type Receiver, startReceiver } from '../harness/receiver.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId } from './attack.ts';

let dns: DnsServer;
let open: Receiver;
/** Stands for what the vendor's own network has: no operator has named it. */
let inner: Receiver;
let test: TestApp;
let acme: string;
let anna: Client;
let cookie: string;
const logged: string[] = [];
beforeAll(async () => {
  [dns, open, inner] = [await startDnsServer(), await startReceiver(), await startReceiver()];
  test = await startTestApp({
    config: { dnsServer: dns.address, webhookHosts: [{ host: '127.0.0.1', port: open.port }] },
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }) as never,
  });
  acme = await companyId(test, 'Acme Logistics');
  cookie = await test.signIn('anna@acme.example');
  anna = test.client(cookie);
});
beforeEach(async () => {
  open.answer((response) => void response.writeHead(204).end());
  // So many attempts would be too much for one person.
  await test.platform.database.pool.query('delete from app.throttles');
});
afterAll(async () => {
  await test.close();
  for (const server of [dns, open, inner]) await server.close();
});

const save = (url: string, by = cookie) =>
  attempt(test, 'createWebhook', {
    params: { id: acme },
    body: { name: 'Hook', url, events: ['request.created'] },
    cookie: by,
    headers: {},
  });
const create = async (url = `http://127.0.0.1:${open.port}/`): Promise<NewWebhook> => {
  const answer = await save(url);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<NewWebhook>();
};
/** Has a webhook called once; answers with what its log says of it. */
const call = async ({ id: webhookId }: NewWebhook) => {
  const params = { id: acme, webhookId };
  const { id: deliveryId } = await anna.testWebhook({ params });
  await test.runJobs();
  return anna.getDelivery({ params: { ...params, deliveryId } });
};
const remove = ({ id: webhookId }: { id: string }) => anna.removeWebhook({ params: { id: acme, webhookId } });

it.each([
  // Other schemes, people's names in front, and no address at all.
  'http://93.184.215.14/',
  'ftp://93.184.215.14/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'hooks',
  '//x',
  ' ',
  'https://user@93.184.215.14/',
  'https://user:word@93.184.215.14/',
  'https://:word@93.184.215.14/',
  'https://',
  // The machine itself, in every way to write it.
  'https://localhost/',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://127.0.0.1./',
  'https://0/',
  'https://[::1]/',
  'https://[::]/',
  'https://①②⑦.⓪.⓪.①/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  'https://localhost.localdomain/',
  // Its network, what clouds tell of machines, and IPv4 carried by IPv6.
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://100.64.0.1/',
  'https://0.0.0.0/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[fd00:ec2::254]/',
  'https://100.100.100.200/',
  'https://[fe80::1]/',
  'https://[fc00::1]/',
  'https://[fd12:3456::1]/',
  'https://[fec0::1]/',
  'https://[ff02::1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b:1::1]/',
  'https://[2002:7f00:1::]/',
  'https://[2001:0:1::1]/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://192.0.2.1/',
  'https://198.18.0.1/',
])('saves no webhook to %s', async (url) => {
  const answer = await save(url);
  expect(answer.statusCode).toBe(422);
  expect(answer.json()).toMatchObject({ code: 'webhook_address_refused', errors: [{ pointer: '/url' }] });
});

it('refuses by the same words whatever a name leads to, or whether there is such a name', async () => {
  dns.zone['private.evil.example'] = { addresses: [['10.0.0.7']] };
  dns.zone['both.evil.example'] = { addresses: [['93.184.215.14', '127.0.0.1']] };
  dns.zone['six.evil.example'] = { addresses: [['93.184.215.14', '::1']] };
  dns.zone['mapped.evil.example'] = { addresses: [['::ffff:169.254.169.254']] };
  const bodies = new Set<string>();
  for (const name of ['private', 'both', 'six', 'mapped', 'missing']) {
    const answer = await save(`https://${name}.evil.example/`);
    expect(answer.statusCode, name).toBe(422);
    bodies.add(JSON.stringify({ ...answer.json(), requestId: '' }));
  }
  expect(bodies.size).toBe(1);
});

it('refuses a changed address the same way, and keeps the old one', async () => {
  const webhook = await create();
  const changed = await attempt(test, 'changeWebhook', {
    params: { id: acme, webhookId: webhook.id },
    body: { url: `https://127.0.0.1:${inner.port}/` },
    cookie,
    headers: { 'if-match': '"1"' },
  });
  expect(changed.json()).toMatchObject({ code: 'webhook_address_refused' });
  const { data } = await anna.listWebhooks({ params: { id: acme } });
  expect(data.find(({ id }) => id === webhook.id)?.url).toBe(webhook.url);
  await remove(webhook);
});

it('looks at the address again when it calls: a name that has moved to the inside is not called', async () => {
  dns.zone['rebind.evil.example'] = { addresses: [['93.184.215.14'], ['127.0.0.1']] };
  const webhook = await create(`https://rebind.evil.example:${inner.port}/`);
  const seen = await call(webhook);
  expect(seen).toMatchObject({ state: 'failed', lastStatus: null, lastFault: 'address_refused' });
  expect(inner.calls).toEqual([]);
  await remove(webhook);
});

it('calls the very address that it has looked at, though the name gives another a moment later', async () => {
  dns.zone['flips.evil.example'] = { addresses: [['93.184.215.14'], ['93.184.215.14'], ['127.0.0.1']] };
  const webhook = await create(`https://flips.evil.example:${inner.port}/`);
  const before = dns.asked.length;
  const seen = await call(webhook);
  // The guard of these tests lets nothing out, so the public address is not reached; the inner one was never tried.
  expect(seen).toMatchObject({ state: 'failed', lastStatus: null });
  expect(seen.lastFault).not.toBe('address_refused');
  expect(dns.asked.slice(before)).toEqual(['flips.evil.example', 'flips.evil.example']);
  expect(inner.calls).toEqual([]);
  await remove(webhook);
});

it('lets the operator name a host on one port, and opens no other port of it', async () => {
  expect((await save(`http://127.0.0.1:${inner.port}/`)).statusCode).toBe(422);
  expect((await save(`http://localhost:${open.port}/`)).statusCode).toBe(422);
  await remove(await create());
});

it.each([301, 302, 303, 307, 308])('does not follow a redirect (%i) to the inside', async (status) => {
  open.answer((response) => {
    response
      .writeHead(status, { location: `http://127.0.0.1:${inner.port}/`, refresh: '0; url=http://127.0.0.1/' })
      .end();
  });
  const webhook = await create();
  expect(await call(webhook)).toMatchObject({ state: 'failed', lastStatus: status });
  expect(inner.calls).toEqual([]);
  await remove(webhook);
});

it('reads no more of an endless answer than it needs, and keeps a line of it', async () => {
  let sent = 0;
  open.answer((response) => {
    response.writeHead(200);
    const more = () => {
      sent += 65_536;
      // Whoever goes on reading is sent 64 MB.
      if (sent < 67_108_864) response.write(`\u0000<b>${'x'.repeat(65_532)}`, (error) => error ?? more());
    };
    more();
  });
  const webhook = await create();
  const seen = await call(webhook);
  expect(seen).toMatchObject({ state: 'delivered', lastStatus: 200 });
  expect(seen.tries[0]?.answer).toHaveLength(1000);
  expect(seen.tries[0]?.answer).not.toContain('\u0000');
  expect(sent).toBeLessThan(33_554_432);
  await remove(webhook);
});

it('waits no longer than its time for a server that says nothing, or says it drop by drop', async () => {
  const hosts = [{ host: '127.0.0.1', port: null }];
  const hurried = createOutbound(hosts, test.platform.dns, 400);
  const post = () => hurried.post(`http://127.0.0.1:${open.port}/`, { headers: {}, body: '{}' });
  open.answer(() => undefined);
  expect(await post()).toBe('timed_out');
  const drip = (head: string) =>
    open.answer((response) => {
      response.socket?.write(head);
      const drops = setInterval(() => void response.socket?.write('x'), 50);
      response.socket?.on('close', () => clearInterval(drops));
    });
  drip('HTTP/1.1 200 OK\r\nx-drop: ');
  expect(await post()).toBe('timed_out');
  // The status has come, and is what counts.
  drip('HTTP/1.1 200 OK\r\n\r\n');
  expect(await post()).toMatchObject({ status: 200, text: expect.stringMatching(/^x+$/u) });
});

it('takes an answer that is no HTTP, or too much of a header, for a failure', async () => {
  const webhook = await create();
  open.answer((response) => void response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n'));
  expect(await call(webhook)).toMatchObject({ state: 'failed', lastFault: 'broken' });
  open.answer((response) => void response.socket?.end(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(200_000)}\r\n\r\n`));
  expect(await call(webhook)).toMatchObject({ state: 'failed', lastFault: 'broken' });
  await remove(webhook);
});

it('sends none of the program’s own secrets, and no header that a webhook could name', async () => {
  const webhook = await create();
  open.calls.length = 0;
  await call(webhook);
  expect(Object.keys(open.calls[0]?.headers ?? {}).toSorted()).toEqual([
    'connection',
    'content-length',
    'content-type',
    'host',
    'user-agent',
    'webhook-id',
    'webhook-signature',
    'webhook-timestamp',
  ]);
  const split = await save(`http://127.0.0.1:${open.port}/\r\nx-evil: 1`);
  if (split.statusCode === 201) {
    await call(split.json<NewWebhook>());
    expect(open.calls.at(-1)?.headers).not.toHaveProperty('x-evil');
    await remove(split.json<NewWebhook>());
  }
  await remove(webhook);
});

it('shows a secret once, stores it sealed, and logs it nowhere', async () => {
  const webhook = await create();
  const params = { id: acme, webhookId: webhook.id };
  const { secret: second } = await anna.rotateWebhookSecret({ params, body: { endOldNow: false } });
  const seen = await call(webhook);
  const shown = [
    JSON.stringify(await anna.listWebhooks({ params: { id: acme } })),
    JSON.stringify(await anna.listDeliveries({ params })),
    JSON.stringify(seen),
    JSON.stringify(await anna.listCompanyAudit({ params: { id: acme } })),
    logged.join('\n'),
  ].join('\n');
  const { rows } = await test.platform.database.pool.query<{ row: string }>(
    `select s::text as row from app.webhook_secrets s union all select w::text from app.webhooks w
     union all select d::text from app.webhook_deliveries d union all select a::text from app.audit_entries a`,
  );
  const stored = rows.map(({ row }) => row).join('\n');
  for (const secret of [webhook.secret, second]) {
    const bytes = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(bytes).toHaveLength(32);
    for (const form of [secret.slice(6), bytes.toString('hex'), bytes.toString('base64url')]) {
      expect(shown).not.toContain(form);
      expect(stored).not.toContain(form);
    }
  }
  await remove(webhook);
});

it('is closed to users, other companies and staff, and opens none of one’s own through another id', async () => {
  const webhook = await create();
  const { id: deliveryId } = await call(webhook);
  const clara = await test.signIn('clara@globex.example');
  const globex = await companyId(test, 'Globex Energy');
  const body = { name: 'Mine', url: webhook.url, events: ['request.created'], endOldNow: true };
  const tries: Record<string, { body?: unknown; headers?: Record<string, string> }> = {
    listDeliveries: {},
    getDelivery: {},
    redeliver: {},
    testWebhook: {},
    rotateWebhookSecret: { body: { endOldNow: true } },
    changeWebhook: { body: { name: 'Mine' }, headers: { 'if-match': '"1"' } },
    removeWebhook: {},
  };
  const params = { id: acme, webhookId: webhook.id, deliveryId };
  for (const [name, more] of Object.entries(tries)) {
    const by = async (who: string, through = params) =>
      (await attempt(test, name as 'testWebhook', { params: through, cookie: who, ...more })).statusCode;
    for (const email of ['boris@acme.example', 'engineer@vendor.example', 'admin@vendor.example'] as const)
      expect(await by(await test.signIn(email)), `${name} ${email}`).toBe(403);
    expect(await by(clara), name).toBe(404);
    expect(await by(clara, { ...params, id: globex }), name).toBe(404);
  }
  const other = await attempt(test, 'createWebhook', { params: { id: acme }, body: { ...body }, cookie: clara });
  expect(other.statusCode).toBeGreaterThanOrEqual(400);
  const { data } = await anna.listWebhooks({ params: { id: acme } });
  expect(data.find(({ id }) => id === webhook.id)).toMatchObject({ version: 1, name: 'Hook', oldSecretEndsAt: null });
  await remove(webhook);
});

it('takes the right away with the role, at once', async () => {
  const { id, cookie: late } = await addMember(test, { email: 'late-admin@acme.example', role: 'administrator' });
  const webhook = await create();
  await test.platform.database.pool.query(`update app.members set role = 'user' where person_id = $1`, [id]);
  expect((await save(webhook.url, late)).statusCode).toBe(403);
  await remove(webhook);
});

it('is the only place of the program that calls addresses of others', async () => {
  const source = await readFile(new URL('../../src/features/webhooks/send-deliveries.ts', import.meta.url), 'utf8');
  expect(source).not.toMatch(/node:https?|fetch\(/u);
});
