// Approval by mail domain, attacked: somebody else's domain, names that look alike, records that are not ours, and DNS
// servers that lie, loop, flood or never answer.
// Seen as: dangling records and look-alike names in products that let people in by the domain of their address.
import type { Client } from '@companyaccount/contract/client';
import type { CompanyDomain } from '@companyaccount/contract/company-domains';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enqueue } from '#platform/db/enqueue.ts';
import { type DnsServer, startDnsServer } from '../harness/dns-server.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId } from './attack.ts';

let dns: DnsServer;
let test: TestApp;
let acme: string;
let globex: string;
let anna: Client;
let clara: Client;
beforeAll(async () => {
  dns = await startDnsServer();
  test = await startTestApp({ config: { dnsServer: dns.address } });
  [acme, globex] = [await companyId(test, 'Acme Logistics'), await companyId(test, 'Globex Energy')];
  [anna, clara] = [await test.as('anna@acme.example'), await test.as('clara@globex.example')];
});
afterAll(async () => {
  await test.close();
  await dns.close();
});

const claim = (client: Client, company: string, domain: string) =>
  client.addDomain({ params: { id: company }, body: { domain } });
const check = (client: Client, company: string, { id }: CompanyDomain) =>
  client.checkDomain({ params: { id: company, domainId: id } });
const publish = (...domains: CompanyDomain[]) => {
  const [first] = domains;
  if (first !== undefined) dns.zone[first.record.name] = { texts: domains.map(({ record }) => record.value) };
};

it('takes no name that belongs to many or to nobody', async () => {
  const cookie = await test.signIn('anna@acme.example');
  const codeOf = async (domain: string) =>
    (await attempt(test, 'addDomain', { params: { id: acme }, body: { domain }, cookie })).json();
  for (const domain of ['co.uk', 'com.au', 'github.io', 'blogspot.com', 'xn--p1ai.xn--p1ai'.slice(9)])
    expect((await codeOf(domain)).errors[0].pointer, domain).toBe('/domain');
  for (const domain of ['gmail.com', 'GMAIL.COM.', 'ｇmail.com', 'a.mail.ru', 'outlook.de'])
    expect(await codeOf(domain), domain).toMatchObject({ code: 'free_mail_domain' });
  for (const domain of ['localhost', '127.0.0.1', '*.acme.com', 'acme.com/..', 'acme.com\\@evil.com', 'a\u202ebc.com'])
    expect(await codeOf(domain), domain).toMatchObject({ code: 'validation_failed' });
});

it('tells apart names that look alike', async () => {
  const real = await claim(anna, acme, 'paypal-acme.com');
  const fake = await claim(clara, globex, 'раypal-acme.com');
  publish(real);
  await check(anna, acme, real);
  expect(fake.domain).toMatch(/^xn--/u);
  expect((await check(clara, globex, fake)).state).toBe('waiting');
});

it('lets one company prove a domain, and the second ask the vendor, also at the same moment', async () => {
  for (let round = 0; round < 5; round += 1) {
    const name = `contested${round}.com`;
    const [one, other] = [await claim(anna, acme, name), await claim(clara, globex, name)];
    expect(one.record.value).not.toBe(other.record.value);
    publish(one, other);
    const results = await Promise.allSettled([check(anna, acme, one), check(clara, globex, other)]);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: 'domain_taken' });
  }
});

it('does not tell whose domain it is to a company that has not proved it too', async () => {
  const taken = await claim(anna, acme, 'secretly-acme.com');
  publish(taken);
  await check(anna, acme, taken);
  const curious = await claim(clara, globex, 'secretly-acme.com');
  const fresh = await claim(clara, globex, 'nobody-has-this.com');
  expect({ ...curious, id: '', domain: '', displayName: '', record: '', createdAt: '' }).toEqual({
    ...fresh,
    id: '',
    domain: '',
    displayName: '',
    record: '',
    createdAt: '',
  });
  // Acme's record stands there, Clara's does not.
  expect(await check(clara, globex, curious)).toMatchObject({ state: 'waiting', finding: 'other_value' });
});

it('is closed to users, to who waits, and to other companies, whatever id they know', async () => {
  const domain = await claim(anna, acme, 'closed.com');
  publish(domain);
  const params = { id: acme, domainId: domain.id };
  const waiting = await addMember(test, { email: 'waiting@closed.com', state: 'pending' });
  for (const [cookie, status] of [
    [await test.signIn('boris@acme.example'), 403],
    [waiting.cookie, 403],
    [await test.signIn('clara@globex.example'), 404],
    [await test.signIn('admin@vendor.example'), 403],
  ] as const) {
    for (const name of ['checkDomain', 'removeDomain', 'listDomains'] as const)
      expect((await attempt(test, name, { params, cookie })).statusCode, name).toBe(status);
    const added = await attempt(test, 'addDomain', { params, body: { domain: 'mine.com' }, cookie });
    expect(added.statusCode).toBe(status);
  }
  const through = { id: globex, domainId: domain.id };
  const cookie = await test.signIn('clara@globex.example');
  for (const name of ['checkDomain', 'removeDomain'] as const)
    expect((await attempt(test, name, { params: through, cookie })).statusCode).toBe(404);
  expect((await anna.listDomains({ params: { id: acme } })).data.find(({ id }) => id === domain.id)?.state).toBe(
    'waiting',
  );
});

it('is not misled or held up by DNS servers that lie, loop, flood, fail or keep silent', async () => {
  const bad: Record<string, CompanyDomain> = {};
  for (const name of ['alias', 'loop', 'flood', 'huge', 'parts', 'failing', 'silent', 'empty'])
    bad[name] = await claim(anna, acme, `${name}-server.com`);
  const zone = (name: string) => bad[name]?.record.name ?? '';
  const value = (name: string) => bad[name]?.record.value ?? '';
  dns.zone[zone('alias')] = { alias: 'elsewhere.evil.com' };
  dns.zone['elsewhere.evil.com'] = { texts: [value('loop')] };
  dns.zone[zone('loop')] = { alias: zone('loop') };
  dns.zone[zone('flood')] = { texts: [...Array.from({ length: 400 }, (_, n) => `text ${n}`), value('flood')] };
  dns.zone[zone('huge')] = { texts: ['x'.repeat(60_000)] };
  dns.zone[zone('parts')] = { texts: [value('parts').slice(0, -1), value('parts').slice(-1)] };
  dns.zone[zone('failing')] = 'failing';
  dns.zone[zone('silent')] = 'silent';
  dns.zone[zone('empty')] = { texts: ['', 'companyaccount-domain='] };
  const began = performance.now();
  const found = await Promise.all(
    Object.entries(bad).map(async ([name, domain]) => [name, (await check(anna, acme, domain)).finding] as const),
  );
  expect(performance.now() - began).toBeLessThan(12_000);
  expect(Object.fromEntries(found)).toEqual({
    alias: 'missing',
    loop: 'missing',
    // Nobody needs a hundred records before ours.
    flood: 'other_value',
    huge: 'other_value',
    parts: 'other_value',
    failing: 'no_answer',
    silent: 'no_answer',
    empty: 'other_value',
  });
}, 20_000);

it('goes on with the others by the calendar while one server keeps silent', async () => {
  for (const name of ['silent1.com', 'silent2.com']) dns.zone[(await claim(anna, acme, name)).record.name] = 'silent';
  const good = await claim(anna, acme, 'good-server.com');
  publish(good);
  await enqueue(test.platform.db, 'domains.check', {});
  await test.runJobs();
  const { data } = await anna.listDomains({ params: { id: acme } });
  expect(data.find(({ id }) => id === good.id)?.state).toBe('confirmed');
}, 60_000);

it('throttles looking, and bounds how many domains a company claims', async () => {
  const cookie = await test.signIn('clara@globex.example');
  const { data } = await clara.listDomains({ params: { id: globex } });
  const params = { id: globex, domainId: data[0]?.id ?? '' };
  const statuses: number[] = [];
  for (let n = 0; n < 41; n += 1) statuses.push((await attempt(test, 'checkDomain', { params, cookie })).statusCode);
  expect(statuses).toContain(429);
  const added: number[] = [];
  for (let n = 0; n < 52; n += 1)
    added.push((await attempt(test, 'addDomain', { params, body: { domain: `many${n}.com` }, cookie })).statusCode);
  expect(added.filter((status) => status === 201).length + data.length).toBe(50);
  expect(added.at(-1)).toBe(409);
});
