// Lost key files: the public form tells nobody whether a code or an address is known, not by its answer and not by its
// time; the files go to administrators of the license's company alone, few times a day, and are seen by nobody else.
// Seen as: CVE-2020-26034 (Zammad, who exists), the ticket floods through Zendesk of October 2025 (mail bombs).
import { activationCodeCheckCharacter } from '@companyaccount/contract/activation-code';
import { unzipSync } from 'fflate';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyKeyFile } from '#features/licensing/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, mailsTo, unclaimedCodes } from './attack.ts';

let test: TestApp;
let license: { id: string; serial: string; code: string };
const ANNA = 'anna@acme.example';

beforeAll(async () => {
  test = await startTestApp();
  await test.runJobs();
  const cookie = await test.signIn(ANNA);
  const [own] = (await test.client(cookie).listLicenses()).data;
  const { id, serial } = own ?? { id: '', serial: '' };
  const { activationCode } = (await attempt(test, 'getActivationCode', { cookie, params: { id } })).json();
  license = { id, serial, code: activationCode };
  await addMember(test, { email: 'pending@acme.example', state: 'pending' });
  await addMember(test, { email: 'removed@acme.example', role: 'administrator', state: 'removed' });
});
afterAll(() => test.close());
beforeEach(async () => {
  const { db } = test.platform;
  // What was asked for before is not this test's.
  await test.runJobs();
  await db.deleteFrom('app.key_file_recoveries').execute();
  await db.deleteFrom('app.throttles').execute();
  await db.deleteFrom('app.mails').execute();
});

const unknownCode = (n = 0): string => {
  const body = `${'7'.repeat(15)}${String(n).padStart(4, '0')}`;
  return body + activationCodeCheckCharacter(body);
};
const ask = (activationCode: string, email: string, from?: string) =>
  attempt(test, 'createKeyFileRecovery', { body: { activationCode, email }, ...(from === undefined ? {} : { from }) });
const templatesTo = async (email: string) => (await mailsTo(test, email)).map(({ template }) => template);
const allMails = async () => {
  await test.runJobs();
  return test.platform.db.selectFrom('app.mails').select(['recipient', 'template']).execute();
};
const lastEntry = () =>
  test.platform.db
    .selectFrom('app.audit_entries')
    .select(['action', 'object_id', 'company_id', 'data'])
    .where('action', 'like', 'key_files.recover%')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

describe('the mail', () => {
  it('brings an administrator the key set, each file valid, and is remembered', async () => {
    expect((await ask(license.code.toLowerCase().replaceAll('-', ' '), 'Anna@ACME.example')).statusCode).toBe(202);
    expect(await templatesTo(ANNA)).toEqual(['key_files_recovered']);
    const [attached] = await test.platform.db.selectFrom('app.mail_attachments').selectAll().execute();
    expect(attached).toMatchObject({ name: `${license.serial}.zip`, media_type: 'application/zip' });
    const opened = test.platform.keyring.open(
      'mail',
      attached?.sealed_content ?? Buffer.alloc(0),
      `${attached?.mail_id}:attachment:0`,
    );
    expect(attached?.sealed_content?.includes('LICENSE KEY')).toBe(false);
    const { data: keys } = await test.client().listLicenseKeys();
    const files = Object.entries(unzipSync(opened)).filter(([name]) => name.endsWith('.key'));
    expect(files.length).toBeGreaterThan(0);
    for (const [name, bytes] of files) {
      const { license: says } = verifyKeyFile(Buffer.from(bytes).toString(), keys, new Date());
      expect(says, name).toMatchObject({ licenseId: license.id });
    }
    const me = await (await test.as(ANNA)).getMe();
    expect(await lastEntry()).toEqual({
      action: 'key_files.recovered',
      object_id: license.id,
      company_id: me.company?.id,
      data: { personId: me.id },
    });
  });

  it('goes to nobody else: strangers, other companies, who waits, who was removed, staff', async () => {
    for (const email of [
      'stranger@nowhere.example',
      'clara@globex.example',
      'pending@acme.example',
      'removed@acme.example',
      'admin@vendor.example',
      'anna+x@acme.example',
    ]) {
      expect((await ask(license.code, email)).statusCode).toBe(202);
    }
    expect(await allMails()).toEqual([]);
    expect(await lastEntry()).toMatchObject({ action: 'key_files.recovery_refused', data: { reason: 'no_member' } });
  });

  it('tells other members whom to ask, without the files', async () => {
    await ask(license.code, 'boris@acme.example');
    expect(await allMails()).toEqual([{ recipient: 'boris@acme.example', template: 'key_files_for_administrators' }]);
    expect(await test.platform.db.selectFrom('app.mail_attachments').selectAll().execute()).toEqual([]);
  });

  it('is not written for codes that do not exist, are unclaimed, or of a revoked license', async () => {
    const [unclaimed = ''] = await unclaimedCodes(test);
    await ask(unknownCode(), ANNA);
    await ask(unclaimed, ANNA);
    const set = (state: string) =>
      test.platform.db.updateTable('app.licenses').set({ state }).where('id', '=', license.id).execute();
    await set('revoked');
    await ask(license.code, ANNA);
    expect(await allMails()).toEqual([]);
    // What is suspended or has ended may still be read, and with it the key files.
    await set('suspended');
    await ask(license.code, ANNA);
    expect(await templatesTo(ANNA)).toEqual(['key_files_recovered']);
    await set('active');
  });

  it('comes three times a day at most, from however many places it is asked for', async () => {
    for (let n = 0; n < 8; n += 1) {
      expect((await ask(license.code, ANNA)).statusCode).toBe(202);
      await test.runJobs();
    }
    expect(await templatesTo(ANNA)).toHaveLength(3);
    expect(await lastEntry()).toMatchObject({ action: 'key_files.recovery_refused', data: { reason: 'limit' } });
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    await test.platform.db.updateTable('app.key_file_recoveries').set({ sent_at: yesterday }).execute();
    await ask(license.code, ANNA);
    expect(await templatesTo(ANNA)).toHaveLength(4);
  });

  it('comes once when it is asked for many times at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => ask(license.code, ANNA)));
    expect(await templatesTo(ANNA)).toHaveLength(1);
  });

  it('to other members is bounded too', async () => {
    for (let n = 0; n < 8; n += 1) {
      await ask(license.code, 'boris@acme.example');
      await test.runJobs();
    }
    expect(await templatesTo('boris@acme.example')).toHaveLength(3);
  });
});

describe('the answer', () => {
  const cases = (n: number): Record<string, [string, string]> => ({
    administrator: [license.code, ANNA],
    member: [license.code, 'boris@acme.example'],
    stranger: [license.code, `stranger${n}@nowhere.example`],
    unknownCode: [unknownCode(n), ANNA],
    unknownBoth: [unknownCode(n), `stranger${n}@nowhere.example`],
  });

  it('is the same in status, body and headers, whatever is known', async () => {
    const seen = new Set<string>();
    for (const [code, email] of Object.values(cases(0))) {
      const answer = await ask(code, email);
      const headers = Object.keys(answer.headers).filter((name) => name !== 'date');
      seen.add(
        JSON.stringify([answer.statusCode, answer.json(), answer.headers['content-length'], headers.toSorted()]),
      );
    }
    expect([...seen]).toHaveLength(1);
    expect([...seen][0]).toContain('received');
  });

  it('names a typing error, which needs no look-up, and nothing else', async () => {
    for (const [code] of [[`${license.code.slice(0, -1)}!`], ['AAAAA'], [`${license.code}0`]]) {
      const answer = await ask(code ?? '', ANNA);
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'activation_code_mistyped']);
      expect(answer.json().errors).toEqual([{ pointer: '/activationCode', code: 'invalid' }]);
    }
    expect(await allMails()).toEqual([]);
  });

  // Statistic: medians over interleaved rounds whose order turns, so that whatever else runs slows all alike. Looking the
  // code up, signing, zipping and sealing before the answer would differ by several milliseconds.
  it('takes the same time', async () => {
    const times: Record<string, number[]> = {};
    for (let n = 0; n < 31; n += 1) {
      const round = Object.entries(cases(n));
      for (const [kind, [code, email]] of [...round.slice(n % 5), ...round.slice(0, n % 5)]) {
        const began = performance.now();
        await ask(code, email);
        (times[kind] ??= []).push(performance.now() - began);
      }
    }
    const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    const medians = Object.values(times).map(median);
    const spread = Math.max(...medians) - Math.min(...medians);
    expect(spread, JSON.stringify(medians)).toBeLessThan(Math.max(6, 0.25 * Math.min(...medians)));
  });

  it('is refused to one caller, and to all together, who ask too often', async () => {
    const one: number[] = [];
    for (let n = 0; n < 41; n += 1) one.push((await ask(unknownCode(n), ANNA, '127.77.0.9')).statusCode);
    expect(one).toContain(429);
    await test.platform.db
      .updateTable('app.throttles')
      .set({ count: 1000 })
      .where('key', '=', 'key-files.recover')
      .execute();
    const all = await ask(unknownCode(), ANNA);
    expect(all.statusCode).toBe(429);
    expect(Number(all.headers['retry-after'])).toBeGreaterThan(0);
  });
});

it('keeps neither the code nor the files where somebody could read them', async () => {
  await ask(license.code, ANNA);
  const { rows } = await test.platform.database.pool.query<{ job: string }>(
    `select row_to_json(j)::text as job from graphile_worker._private_jobs j`,
  );
  const jobs = rows.map(({ job }) => job).join('\n');
  expect(jobs).toContain('codeHash');
  expect(jobs.toUpperCase()).not.toContain(license.code.replaceAll('-', ''));
  await test.runJobs();
  const { id } = await test.platform.db.selectFrom('app.mails').select('id').executeTakeFirstOrThrow();
  const shown = await attempt(test, 'getMail', { params: { id }, cookie: await test.signIn('admin@vendor.example') });
  expect(shown.json().attachments).toEqual([{ name: `${license.serial}.zip`, size: expect.any(Number) }]);
  expect(shown.body).not.toMatch(/LICENSE KEY|sealed|UEsDB/u);
});

it('hands the ZIP to a mail server whole, and forgets it then', async () => {
  const taken: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        taken.push(Buffer.concat(parts).toString());
        done();
      });
    },
  });
  const port = await new Promise<number>((resolve) => {
    const listener = server.listen(0, '127.0.0.1', () => resolve((listener.address() as { port: number }).port));
  });
  const mailed = await startTestApp({ config: { smtpUrl: `smtp://127.0.0.1:${port}` } });
  const cookie = await mailed.signIn(ANNA);
  const [own] = (await mailed.client(cookie).listLicenses()).data;
  const id = own?.id ?? '';
  const { activationCode } = (await attempt(mailed, 'getActivationCode', { cookie, params: { id } })).json();
  await attempt(mailed, 'createKeyFileRecovery', { body: { activationCode, email: ANNA } });
  await mailed.runJobs();
  const message = taken.find((one) => one.includes('application/zip')) ?? '';
  const encoded = /application\/zip[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/u.exec(message)?.[1] ?? '';
  const names = Object.keys(unzipSync(Buffer.from(encoded, 'base64')));
  expect(names.filter((name) => name.endsWith('.key')).length).toBeGreaterThan(0);
  const rows = await mailed.platform.db.selectFrom('app.mail_attachments').select(['size', 'sealed_content']).execute();
  expect(rows).toEqual([{ size: expect.any(Number), sealed_content: null }]);
  await mailed.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});
