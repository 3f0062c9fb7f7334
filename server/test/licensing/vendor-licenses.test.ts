import { isWellFormedActivationCode, normalizeActivationCode } from '@companyaccount/contract/activation-code';
import type { Client } from '@companyaccount/contract/client';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyKeyFile } from '#features/licensing/index.ts';
import { mailsTo } from '../security/attack.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { termsOf } from './catalogue-samples.ts';

let test: TestApp;
let admin: Client;
let anna: Client;
beforeAll(async () => {
  test = await startTestApp();
  await test.runJobs();
  admin = await test.as('admin@vendor.example');
  anna = await test.as('anna@acme.example');
});
afterAll(() => test.close());

const acmeLicense = async () => {
  const [first] = (await admin.listIssuedLicenses({ query: { q: 'acme' } })).data;
  if (first === undefined) throw new Error('Acme has no license');
  return first;
};
const templates = async (email: string) => (await mailsTo(test, email)).map(({ template }) => template);
const components = async (id: string) => {
  const cookie = await test.signIn('admin@vendor.example');
  const answer = await test.app.inject({ url: `/api/v1/admin/licenses/${id}/key-file`, headers: { cookie } });
  if (answer.statusCode !== 200) return answer.json().code as string;
  const keys = (await test.client().listLicenseKeys()).data;
  return Object.entries(unzipSync(answer.rawPayload))
    .filter(([name]) => name.endsWith('.key'))
    .map(([, bytes]) => verifyKeyFile(Buffer.from(bytes).toString(), keys, new Date()).license);
};

describe('a license', () => {
  it('is issued once per key, with a serial, a code that can be shown, and key files', async () => {
    const body = await termsOf(test, { reference: 'Order 4711', validUntil: '2099-12-31T23:59:59.999Z' });
    const issued = await admin.issueLicense({ body, idempotencyKey: 'issued-only-once' });
    expect(issued).toMatchObject({
      serial: expect.stringMatching(/^NL-\d+$/u),
      company: null,
      state: 'active',
      seats: 25,
      reference: 'Order 4711',
      version: 1,
    });
    expect((await admin.issueLicense({ body, idempotencyKey: 'issued-only-once' })).id).toBe(issued.id);
    const other = { ...body, seats: 26 };
    await expect(admin.issueLicense({ body: other, idempotencyKey: 'issued-only-once' })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    const { activationCode } = await admin.showIssuedCode({ params: { id: issued.id } });
    expect(activationCode).toMatch(/^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/u);
    expect(isWellFormedActivationCode(normalizeActivationCode(activationCode))).toBe(true);
    expect(await admin.findIssuedLicense({ body: { activationCode: activationCode.toLowerCase() } })).toEqual({
      id: issued.id,
    });
    await test.runJobs();
    expect(await components(issued.id)).toContainEqual(expect.objectContaining({ serial: issued.serial, seats: 25 }));
  });

  it('is refused on terms that cannot be sold', async () => {
    const good = await termsOf(test);
    const archived = await admin.createPlan({
      body: { name: 'Old', targets: (await admin.listCataloguePlans()).data[0]?.targets ?? ({} as never) },
    });
    await admin.patchPlan({ params: { id: archived.id }, version: 1, body: { archived: true } });
    for (const [change, pointer, code] of [
      [{ productId: archived.id }, '/productId', 'not_one_of'],
      [{ planId: archived.id }, '/planId', 'not_one_of'],
      [{ seats: 0 }, '/seats', 'too_small'],
      [{ seats: 1e308 }, '/seats', 'too_large'],
      [{ seats: 2.5 }, '/seats', 'wrong_type'],
      [{ validUntil: '2020-01-01T00:00:00Z' }, '/validUntil', 'too_small'],
      [{ validUntil: 'tomorrow' }, '/validUntil', 'wrong_format'],
      [{ reference: 'x'.repeat(201) }, '/reference', 'too_long'],
    ] as const) {
      await expect(admin.issueLicense({ body: { ...good, ...change } as typeof good }), pointer).rejects.toMatchObject({
        fields: [expect.objectContaining({ pointer, code })],
      });
    }
  });

  it('that is renewed has its key files signed anew, and its company is told', async () => {
    const { id, version, seats } = await acmeLicense();
    const renewed = await admin.patchLicense({
      params: { id },
      version,
      body: { validUntil: '2099-12-31T23:59:59.999Z', seats: seats + 50 },
    });
    expect(renewed).toMatchObject({ seats: seats + 50, version: version + 1, validUntil: '2099-12-31T23:59:59.999Z' });
    expect(await components(id)).toBe('key_files_not_ready');
    const mail = (await mailsTo(test, 'anna@acme.example')).at(-1);
    expect(mail?.template).toBe('license_renewed');
    expect(mail?.text).toContain('December 31, 2099');
    const files = await components(id);
    expect(files).toContainEqual(
      expect.objectContaining({ seats: seats + 50, validUntil: '2099-12-31T23:59:59.999Z' }),
    );
    await expect(admin.patchLicense({ params: { id }, version, body: { seats: 1 } })).rejects.toMatchObject({
      code: 'version_moved',
    });
    // What changes nothing that is signed leaves the files alone, and needs no mail.
    await admin.patchLicense({ params: { id }, version: version + 1, body: { reference: 'PO 77', seats: seats + 50 } });
    expect(await components(id)).toEqual(files);
    expect((await templates('anna@acme.example')).filter((one) => one === 'license_renewed')).toHaveLength(1);
  });

  it('is suspended with a reason, resumed, and revoked for good', async () => {
    const { id } = await acmeLicense();
    const own = async () => (await anna.getLicense({ params: { id } })).state;
    const suspended = await admin.suspendLicense({ params: { id }, body: { reason: 'The invoice is unpaid' } });
    expect(suspended).toMatchObject({ state: 'suspended', stateReason: 'The invoice is unpaid' });
    expect(await own()).toBe('suspended');
    const mail = (await mailsTo(test, 'anna@acme.example')).at(-1);
    expect(mail?.text).toContain('The invoice is unpaid');
    await expect(admin.suspendLicense({ params: { id }, body: { reason: 'Again' } })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await admin.resumeLicense({ params: { id } })).toMatchObject({ state: 'active', stateReason: null });
    await admin.revokeLicense({ params: { id }, body: { reason: 'Refunded' } });
    expect(await own()).toBe('revoked');
    expect(await components(id)).toBe('license_revoked');
    await test.runJobs();
    expect(await components(id)).toBe('license_revoked');
    await expect(admin.resumeLicense({ params: { id } })).rejects.toMatchObject({ code: 'conflict' });
    const { version } = await admin.getIssuedLicense({ params: { id } });
    await expect(admin.patchLicense({ params: { id }, version, body: { seats: 9 } })).rejects.toMatchObject({
      code: 'license_revoked',
    });
    expect((await templates('anna@acme.example')).slice(-3)).toEqual([
      'license_suspended',
      'license_resumed',
      'license_revoked',
    ]);
    // Users are not written to, and other companies hear nothing.
    expect(await templates('boris@acme.example')).toEqual([]);
    expect(await templates('clara@globex.example')).toEqual([]);
  });
});

describe('the list of licenses', () => {
  const serials = async (query: object) =>
    (await admin.listIssuedLicenses({ query })).data.map(({ serial, state, company }) => [
      serial,
      state,
      company?.name,
    ]);

  it('is searched by serial, its number, reference and company, and filtered', async () => {
    const body = await termsOf(test, {
      reference: 'PO-2026/118',
      validUntil: new Date(Date.now() + 9e8).toISOString(),
    });
    const { serial, id } = await admin.issueLicense({ body });
    for (const q of [serial, serial.toLowerCase(), serial.split('-')[1], 'PO-2026/118']) {
      expect(await serials({ q }), q).toEqual([[serial, 'active', undefined]]);
    }
    expect(new Set((await serials({ q: 'GLOBEX en' })).map((row) => row[2]))).toEqual(new Set(['Globex Energy']));
    expect(await serials({ q: '%' })).toEqual([]);
    expect(await serials({ state: 'revoked' })).toHaveLength(1);
    expect(await serials({ state: 'expired' })).toEqual([]);
    expect((await serials({ claim: 'claimed' })).every((row) => row[2] !== undefined)).toBe(true);
    const soon = { endsBefore: new Date(Date.now() + 1e9).toISOString(), state: 'active', sort: 'end' };
    expect(await serials(soon)).toEqual([[serial, 'active', undefined]]);
    await test.platform.db
      .updateTable('app.licenses')
      .set({ valid_from: new Date('2020-01-01'), valid_until: new Date('2021-01-01') })
      .where('id', '=', id)
      .execute();
    expect(await serials({ state: 'expired', sort: '-end' })).toEqual([[serial, 'expired', undefined]]);
  });

  it('is walked to its end in every order, each license once', async () => {
    for (const sort of ['-created', 'end', '-end'] as const) {
      const whole = (await admin.listIssuedLicenses({ query: { sort, 'page[size]': 100 } })).data;
      const seen: string[] = [];
      let after: string | null | undefined;
      do {
        const query = { sort, 'page[size]': 2, ...(after == null ? {} : { 'page[after]': after }) };
        const { data, links } = await admin.listIssuedLicenses({ query });
        seen.push(...data.map(({ id }) => id));
        after = links.next === null ? null : new URL(links.next, 'http://x').searchParams.get('page[after]');
      } while (after !== null);
      expect(whole.length).toBeGreaterThan(3);
      expect(seen, sort).toEqual(whole.map(({ id }) => id));
    }
  });
});
