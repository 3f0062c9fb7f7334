import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueKeyFiles, verifyKeyFile } from '#features/licensing/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { textsIn } from '../harness/zip.ts';
import { attempt } from '../security/attack.ts';

let test: TestApp;
let anna: string;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.signIn('anna@acme.example');
});
afterAll(() => test.close());

const endpointLicense = async () =>
  (await test.client(anna).listLicenses()).data.find(({ product }) => product.name === 'Northlight Endpoint')?.id ?? '';
const download = async (cookie = anna) =>
  attempt(test, 'downloadKeyFiles', { cookie, params: { id: await endpointLicense() } });
const ageSessions = (minutes: number) =>
  test.platform.db
    .updateTable('auth.sessions')
    .set({ signed_in_at: new Date(Date.now() - minutes * 60_000) })
    .execute();

describe('the key files of a license', () => {
  it('are asked for when there are none yet, and then there', async () => {
    await test.platform.db.deleteFrom('app.key_files').execute();
    const early = await download();
    expect([early.statusCode, early.json().code]).toEqual([409, 'key_files_not_ready']);
    await test.runJobs();
    expect((await download()).statusCode).toBe(200);
  });

  it('come as a ZIP with one file per component, each valid, and a list of what each fits', async () => {
    const answer = await download();
    expect(answer.headers).toMatchObject({
      'content-type': 'application/zip',
      'cache-control': 'private, no-store',
      'content-disposition': expect.stringMatching(/^attachment; filename=NL-\d+\.zip$/u),
    });
    const files = textsIn(answer.rawPayload);
    const names = Object.keys(files).map((name) => name.replace(/^NL-\d+-/u, ''));
    expect(names).toEqual(['windows.key', 'linux.key', 'console.key', 'What each file fits.txt']);
    expect(files['What each file fits.txt']).toMatch(/NL-\d+-linux\.key: Agent for Linux\r\n/u);

    const { data: keys } = await test.client().listLicenseKeys();
    const id = await endpointLicense();
    const license = await test.client(anna).getLicense({ params: { id } });
    for (const [name, text] of Object.entries(files).filter(([one]) => one.endsWith('.key'))) {
      const findings = verifyKeyFile(text, keys, new Date());
      expect(findings, name).toMatchObject({
        answer: 'valid',
        license: { licenseId: id, serial: license.serial, seats: license.seats, validUntil: license.validUntil },
      });
      expect(await test.client().verifyKeyFile({ body: { keyFile: text } })).toEqual(findings);
    }
  });

  it('are signed once, however often the job runs', async () => {
    const { db } = test.platform;
    const files = () => db.selectFrom('app.key_files').select(['id', 'text']).orderBy('id').execute();
    const before = await files();
    const licenses = await db.selectFrom('app.licenses').select('id').execute();
    await Promise.all([...licenses, ...licenses].map(({ id }) => issueKeyFiles(test.platform, id)));
    expect(await files()).toEqual(before);
  });

  it('leave an entry in the audit log', async () => {
    await download();
    const entry = await test.platform.db
      .selectFrom('app.audit_entries')
      .selectAll()
      .where('action', '=', 'key_files.downloaded')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    const me = await test.client(anna).getMe();
    expect(entry).toMatchObject({ person_id: me.id, company_id: me.company?.id, object_id: await endpointLicense() });
  });

  it('are given on a fresh sign-in only', async () => {
    await ageSessions(11);
    const stale = await download();
    expect([stale.statusCode, stale.json().code]).toEqual([403, 'fresh_sign_in_required']);
    await ageSessions(9);
    expect((await download()).statusCode).toBe(200);
  });

  it('of a revoked license are not given', async () => {
    const set = async (state: string) =>
      test.platform.db
        .updateTable('app.licenses')
        .set({ state })
        .where('id', '=', await endpointLicense())
        .execute();
    await set('revoked');
    expect((await download()).json().code).toBe('license_revoked');
    await set('active');
  });
});

describe('the public check', () => {
  it('tells what was signed elsewhere from what is no key file', async () => {
    const check = (keyFile: string) => test.client().verifyKeyFile({ body: { keyFile } });
    expect(await check('')).toEqual({ answer: 'malformed', license: null });
    const { text } = await test.platform.db
      .selectFrom('app.key_files')
      .select('text')
      .limit(1)
      .executeTakeFirstOrThrow();
    expect((await check(text)).answer).toBe('valid');
    expect((await check(text.replace(/\n/u, '\r\n'))).answer).toBe('malformed');
    const tooLong = await attempt(test, 'verifyKeyFile', { body: { keyFile: 'x'.repeat(16_385) } });
    expect(tooLong.statusCode).toBe(422);
  });

  it('is throttled', async () => {
    const call = () => attempt(test, 'verifyKeyFile', { body: { keyFile: '' }, from: '127.77.0.1' });
    for (let n = 0; n < 60; n += 1) expect((await call()).statusCode).toBe(200);
    expect((await call()).statusCode).toBe(429);
  });
});
