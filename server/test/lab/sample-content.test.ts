import { randomBytes } from 'node:crypto';
import type { RouteName } from '@companyaccount/contract/routes';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#features/accounts/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt } from '../security/attack.ts';
import { keepSample } from './lab-calls.ts';

const ANALYST = 'analyst@vendor.example';
let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const keep = (content: Buffer) => keepSample(test, content);
const entriesOf = async (action: string) =>
  (
    await test.platform.db.selectFrom('app.audit_entries').select('object_id').where('action', '=', action).execute()
  ).map((row) => row.object_id);

describe('a sample leaves the lab', () => {
  const get = async (link: string, cookie: string) =>
    test.app.inject({ method: 'GET', url: link, headers: { cookie } });

  it('as an encrypted archive, once, by a link', async () => {
    const content = randomBytes(200_000);
    const sha256 = await keep(content);
    const cookie = await test.signIn(ANALYST);
    const { link } = await test.client(cookie).prepareSampleDownload({ params: { sha256 } });
    const answer = await get(link, cookie);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${sha256}.zip"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
    });
    const archive = answer.rawPayload;
    expect(archive.includes(content.subarray(1000, 1016))).toBe(false);
    const [entry, ...others] = await new ZipReader(new Uint8ArrayReader(archive)).getEntries();
    expect(others).toEqual([]);
    if (entry === undefined || entry.directory) throw new Error('a file expected');
    expect(entry).toMatchObject({ filename: sha256, encrypted: true, zipCrypto: false });
    await expect(entry.getData(new Uint8ArrayWriter(), { password: 'virus' })).rejects.toThrow(/password/iu);
    const out = await entry.getData(new Uint8ArrayWriter(), { password: 'infected' });
    expect(Buffer.from(out).equals(content)).toBe(true);
    expect((await get(link, cookie)).statusCode).toBe(410);
    expect(await entriesOf('sample.link_made')).toHaveLength(1);
    expect(await entriesOf('sample.downloaded')).toHaveLength(1);
  });

  it('only by the session that asked, for the sample asked, and not for long', async () => {
    const [sha256, other] = [await keep(randomBytes(10)), await keep(randomBytes(10))];
    const cookie = await test.signIn(ANALYST);
    const linkNow = async () => (await test.client(cookie).prepareSampleDownload({ params: { sha256 } })).link;
    const link = await linkNow();
    const again = await attempt(test, 'signIn', { body: { email: ANALYST, password: DEMO_PASSWORD } });
    const elsewhere = String([again.headers['set-cookie']].flat()[0]).split(';')[0] ?? '';
    expect((await get(link, elsewhere)).statusCode).toBe(410);
    expect((await get(link, await test.signIn('lead@vendor.example'))).statusCode).toBe(410);
    expect((await get(link, await test.signIn('anna@acme.example'))).statusCode).toBe(403);
    expect((await get(link, '')).statusCode).toBe(401);
    expect((await get(link.replace(sha256, other), cookie)).statusCode).toBe(410);
    expect((await get(link, cookie)).statusCode).toBe(200);
    const late = await linkNow();
    await test.platform.db.updateTable('app.sample_links').set({ expires_at: new Date() }).execute();
    expect((await get(late, cookie)).statusCode).toBe(410);
    const twice = await linkNow();
    const both = await Promise.all([get(twice, cookie), get(twice, cookie)]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 410]);
  });

  it('and whoever looks at one is in the record, once an hour', async () => {
    const sha256 = await keep(randomBytes(10));
    const before = (await entriesOf('sample.viewed')).length;
    const [first, second] = [await test.as(ANALYST), await test.as('analyst2@vendor.example')];
    for (const client of [first, first, second, first]) await client.getSample({ params: { sha256 } });
    expect((await entriesOf('sample.viewed')).length - before).toBe(2);
  });
});

describe('the bytes of a sample', () => {
  it('are read by ranges, across segments, to the end', async () => {
    const content = randomBytes(200_001);
    const params = { sha256: await keep(content) };
    const analyst = await test.as(ANALYST);
    for (const [offset, length] of [
      [0, 16],
      [65_530, 20],
      [131_000, 65_536],
      [199_990, 100],
      [200_001, 10],
    ] as const) {
      const part = await analyst.getSampleBytes({ params, query: { offset, length } });
      expect(part).toEqual({
        offset,
        size: content.length,
        hex: content.subarray(offset, offset + length).toString('hex'),
      });
    }
    await expect(analyst.getSampleBytes({ params, query: { offset: 200_002 } })).rejects.toMatchObject({
      code: 'range_not_satisfiable',
    });
    const empty = await analyst.getSampleBytes({ params: { sha256: await keep(Buffer.alloc(0)) } });
    expect(empty).toEqual({ offset: 0, size: 0, hex: '' });
  });

  it('are found, also where two segments meet, and looked through piece by piece', async () => {
    const content = Buffer.alloc(65 * 1024 ** 2);
    const wanted = Buffer.from('needle');
    for (const at of [65_533, content.length - 6]) wanted.copy(content, at);
    const params = { sha256: await keep(content) };
    const analyst = await test.as(ANALYST);
    const find = (offset: number) => analyst.findInSample({ params, query: { bytes: wanted.toString('hex'), offset } });
    expect(await find(0)).toEqual({ offset: 65_533, next: null });
    const half = await find(65_534);
    expect(half).toEqual({ offset: null, next: 65_534 + 64 * 1024 ** 2 });
    expect(await find(half.next ?? 0)).toEqual({ offset: content.length - 6, next: null });
    expect(await find(content.length - 5)).toEqual({ offset: null, next: null });
  });

  it('are asked for only in the form that is known', async () => {
    const params = { sha256: await keep(randomBytes(10)) };
    const cookie = await test.signIn(ANALYST);
    const status = async (name: RouteName, query: Record<string, unknown>) =>
      (await attempt(test, name, { params, query, cookie })).statusCode;
    for (const query of [{ offset: -1 }, { offset: 'x' }, { offset: 1e300 }, { length: 65_537 }, { length: 0 }]) {
      expect(await status('getSampleBytes', query), JSON.stringify(query)).toBe(422);
    }
    for (const bytes of ['', 'a', 'zz', 'ab'.repeat(129)]) expect(await status('findInSample', { bytes })).toBe(422);
  });
});
