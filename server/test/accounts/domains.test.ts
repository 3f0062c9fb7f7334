import type { Client } from '@companyaccount/contract/client';
import type { CompanyDomain } from '@companyaccount/contract/company-domains';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimLicense } from '#features/licensing/index.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { type DnsServer, startDnsServer } from '../harness/dns-server.ts';
import { newLicense } from '../harness/licenses.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, companyId, LONG_PASSWORD, mailsTo, register } from '../security/attack.ts';

const DAY = 86_400_000;
let dns: DnsServer;
let test: TestApp;
let acme: string;
let anna: Client;
/** Opens Acme to whoever has it. */
let code: string;

beforeAll(async () => {
  dns = await startDnsServer();
  test = await startTestApp({ config: { dnsServer: dns.address } });
  acme = await companyId(test, 'Acme Logistics');
  anna = await test.as('anna@acme.example');
  const license = await newLicense(test);
  await transact(test.platform.db, SYSTEM, (tx) => claimLicense(tx, license.id, acme));
  code = license.code;
});
afterAll(async () => {
  await test.close();
  await dns.close();
});

const claim = (domain: string, by = anna, company = acme) =>
  by.addDomain({ params: { id: company }, body: { domain } });
const check = ({ id }: CompanyDomain, by = anna, company = acme) =>
  by.checkDomain({ params: { id: company, domainId: id } });
const give = ({ id }: CompanyDomain) => anna.removeDomain({ params: { id: acme, domainId: id } });
const publish = ({ record }: CompanyDomain) => {
  dns.zone[record.name] = { texts: ['v=spf1 -all', record.value] };
};
const listed = async () => (await anna.listDomains({ params: { id: acme } })).data;
const stateOf = async (domain: string) => (await listed()).find((one) => one.domain === domain)?.state;
const lookByCalendar = async () => {
  await enqueue(test.platform.db, 'domains.check', {});
  await test.runJobs();
};
/** As if so many days had passed for this domain. */
const age = async (domain: string, days: number) => {
  const { db } = test.platform;
  const { rows } = {
    rows: await db.selectFrom('app.company_domains').selectAll().where('domain', '=', domain).execute(),
  };
  for (const row of rows) {
    const earlier = (date: Date | null) => (date === null ? null : new Date(date.getTime() - days * DAY));
    await db
      .updateTable('app.company_domains')
      .set({ checked_at: earlier(row.checked_at), missing_since: earlier(row.missing_since) })
      .where('id', '=', row.id)
      .execute();
  }
};
const join = async (email: string) =>
  (await test.client().confirmRegistration({ body: { token: await register(test, code, email) } })).membership;
const subjectsTo = async (email: string) => (await mailsTo(test, email)).map(({ template }) => template);

describe('a mail domain', () => {
  it('opens nothing until its record is found; then people of it are let in at once, and administrators are told', async () => {
    const domain = await claim('Freight.Acme-Logistics.com.');
    expect(domain).toMatchObject({
      domain: 'freight.acme-logistics.com',
      state: 'waiting',
      proof: null,
      checkedAt: null,
    });
    expect(domain.record.name).toBe('_companyaccount.freight.acme-logistics.com');
    expect(await check(domain)).toMatchObject({ state: 'waiting', finding: 'missing' });
    expect(await join('early@freight.acme-logistics.com')).toBe('pending');

    dns.zone[domain.record.name] = { texts: ['companyaccount-domain=something else'] };
    expect(await check(domain)).toMatchObject({ state: 'waiting', finding: 'other_value' });
    publish(domain);
    expect(await check(domain)).toMatchObject({ state: 'confirmed', proof: 'dns', finding: 'found' });
    expect(await subjectsTo('anna@acme.example')).toContain('domain_confirmed');

    expect(await join('nora@freight.acme-logistics.com')).toBe('active');
    const nora = test.client(await test.signIn('nora@freight.acme-logistics.com', LONG_PASSWORD));
    expect((await nora.getMe()).company).toMatchObject({ id: acme, role: 'user' });
    expect(await subjectsTo('anna@acme.example')).toContain('member_joined');
    const deeds = await test.platform.db
      .selectFrom('app.audit_entries')
      .select('action')
      .where('company_id', '=', acme)
      .where('object_type', 'in', ['domain', 'person'])
      .orderBy('id')
      .execute();
    expect(deeds.map(({ action }) => action)).toEqual([
      'domain.claimed',
      'domain.checked',
      'member.waiting',
      'domain.checked',
      'domain.confirmed',
      'member.joined_by_domain',
    ]);
  });

  it('approves nobody of a domain above, below or beside it', async () => {
    for (const email of [
      'a@acme-logistics.com',
      'b@x.freight.acme-logistics.com',
      'c@freight.acme-logistics.com.evil.com',
      'd@xfreight.acme-logistics.com',
    ])
      expect(await join(email), email).toBe('pending');
  });

  it('does not let in again whom an administrator turned away', async () => {
    const { data } = await anna.listMembers({ params: { id: acme } });
    const nora = data.find(({ email }) => email === 'nora@freight.acme-logistics.com');
    await anna.removeMember({ params: { id: acme, memberId: nora?.id ?? '' } });
    const license = await newLicense(test);
    await transact(test.platform.db, SYSTEM, (tx) => claimLicense(tx, license.id, acme));
    const back = await attempt(test, 'signIn', {
      body: { email: 'nora@freight.acme-logistics.com', password: LONG_PASSWORD },
    });
    const cookie = back.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
    const answer = await attempt(test, 'addLicense', { cookie, body: { activationCode: license.code } });
    expect(answer.json()).toMatchObject({ companyId: acme, state: 'pending' });
  });

  it('is listed once, however often it is claimed, and given up when nobody wants it any more', async () => {
    const [one, other] = await Promise.all([claim('twice.com'), claim('TWICE.com')]);
    expect(one).toEqual(other);
    publish(one);
    await check(one);
    await give(one);
    expect(await stateOf('twice.com')).toBeUndefined();
    expect(await join('late@twice.com')).toBe('pending');
    // A new claim has a new record: the old one proves nothing.
    expect(await check(await claim('twice.com'))).toMatchObject({ state: 'waiting', finding: 'other_value' });
  });

  it('goes on at the cursor', async () => {
    const all = await listed();
    const first = await anna.listDomains({ params: { id: acme }, query: { 'page[size]': 1 } });
    const after = new URL(first.links.next ?? '', 'http://x').searchParams.get('page[after]') ?? '';
    const rest = await anna.listDomains({ params: { id: acme }, query: { 'page[after]': after } });
    expect([...first.data, ...rest.data]).toEqual(all);
  });
});

describe('by the calendar', () => {
  it('a claim of the last days is confirmed without being asked for', async () => {
    publish(await claim('calendar.com'));
    await lookByCalendar();
    expect(await stateOf('calendar.com')).toBe('confirmed');
  });

  it('a record that is gone ends the confirmation after 14 days, with a warning before, and not when it comes back', async () => {
    const domain = await claim('vanishes.com');
    publish(domain);
    await check(domain);
    const told = async () =>
      (await mailsTo(test, 'anna@acme.example'))
        .filter(({ text }) => text.includes(' vanishes.com '))
        .map((m) => m.template);
    delete dns.zone[domain.record.name];
    await age('vanishes.com', 1);
    await lookByCalendar();
    const missing = (await listed()).find(({ id }) => id === domain.id);
    expect(missing?.state).toBe('record_missing');
    expect(Date.parse(missing?.endsAt ?? '') - Date.now()).toBeGreaterThan(13.9 * DAY);
    expect(await join('still@vanishes.com')).toBe('active');

    publish(domain);
    await age('vanishes.com', 1);
    await lookByCalendar();
    expect(await stateOf('vanishes.com')).toBe('confirmed');

    dns.zone[domain.record.name] = 'failing';
    for (const days of [1, 6, 1]) {
      await age('vanishes.com', days);
      await lookByCalendar();
    }
    expect(await told()).toEqual(['domain_confirmed', 'domain_record_missing']);
    await age('vanishes.com', 7);
    await lookByCalendar();
    expect(await stateOf('vanishes.com')).toBe('ended');
    expect(await told()).toEqual(['domain_confirmed', 'domain_record_missing', 'domain_ended']);
    expect(await join('after@vanishes.com')).toBe('pending');
    // It is not looked for any more, until an administrator asks.
    publish(domain);
    await lookByCalendar();
    expect(await stateOf('vanishes.com')).toBe('ended');
    expect((await check(domain)).state).toBe('confirmed');
  });
});
