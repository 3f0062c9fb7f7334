// Licensing: a license is claimed once, whoever else has its code only waits, and what is expired, suspended or
// revoked opens nothing, not even when it became so while the confirmation was under way. A key file that was edited or
// made elsewhere is never valid, and only administrators of its company get it.
// Seen as: the class of licensing portals that hand a company to the second holder of a code.
import { generateKeyPairSync, sign } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, GOOD_BODIES, LONG_PASSWORD, register, unclaimedCodes } from './attack.ts';

let test: TestApp;
let codes: string[];
beforeAll(async () => {
  test = await startTestApp();
  codes = await unclaimedCodes(test);
});
afterAll(() => test.close());

const confirm = (token: string) => attempt(test, 'confirmRegistration', { body: { token } });
const setLicense = (change: { state?: string; valid_until?: Date }) =>
  test.platform.db.updateTable('app.licenses').set(change).where('company_id', 'is', null).execute();

it('gives a license to one of many who confirm at the same moment; the others wait and see nothing', async () => {
  const emails = ['first', 'second', 'third', 'fourth'].map((name) => `${name}@race.example`);
  const tokens: string[] = [];
  for (const email of emails)
    tokens.push(await register(test, codes[0] ?? '', email, { companyName: `Company of ${email}` }));
  const answers = await Promise.all(tokens.map(confirm));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
  expect(answers.map((answer) => answer.json().membership).toSorted()).toEqual([
    'active',
    'pending',
    'pending',
    'pending',
  ]);
  expect(new Set(answers.map((answer) => answer.json().companyName)).size).toBe(1);

  for (const [n, answer] of answers.entries()) {
    const cookie = await test.signIn(emails[n] ?? '', LONG_PASSWORD);
    const listed = await attempt(test, 'listLicenses', { cookie });
    expect(listed.statusCode).toBe(answer.json().membership === 'active' ? 200 : 403);
  }
});

it('lets the holder of a claimed code into no company by itself', async () => {
  const token = await register(test, codes[0] ?? '', 'late@race.example', { companyName: 'Mine now' });
  expect((await confirm(token)).json()).toMatchObject({ membership: 'pending' });
  const companies = await test.platform.db
    .selectFrom('app.companies')
    .select('name')
    .where('name', '=', 'Mine now')
    .execute();
  expect(companies).toEqual([]);
});

it('refuses what is no code, before and after looking it up', async () => {
  const code = codes[1] ?? '';
  const wrong = [
    code.slice(1),
    `${code}0`,
    code.replace(/.$/u, (last) => (last === '0' ? '1' : '0')),
    '０'.repeat(20),
    'U'.repeat(20),
    '-'.repeat(30),
    "' or 1=1 --",
    '00000000000000000000',
  ];
  for (const activationCode of wrong) {
    const answer = await attempt(test, 'createRegistration', {
      body: { ...GOOD_BODIES.createRegistration, activationCode },
    });
    expect(answer.statusCode, activationCode).toBe(422);
    expect(['activation_code_mistyped', 'activation_code_unknown']).toContain(answer.json().code);
  }
});

it('claims nothing that was withdrawn between the mail and the click', async () => {
  const token = await register(test, codes[1] ?? '', 'slow@race.example');
  for (const [change, code] of [
    [{ state: 'revoked' }, 'license_revoked'],
    [{ state: 'suspended' }, 'license_suspended'],
    [{ state: 'active', valid_until: new Date(Date.now() - 1000) }, 'license_expired'],
  ] as const) {
    await setLicense(change);
    expect((await confirm(token)).json().code).toBe(code);
    expect(
      (
        await attempt(test, 'createRegistration', {
          body: { ...GOOD_BODIES.createRegistration, activationCode: codes[1] },
        })
      ).json().code,
    ).toBe(code);
  }
  expect(
    await test.platform.db.selectFrom('auth.people').select('id').where('email', '=', 'slow@race.example').execute(),
  ).toEqual([]);
  // The link is not used up by a refusal: once the license is in order again, it works.
  await setLicense({ state: 'active', valid_until: new Date(Date.now() + 86_400_000) });
  expect((await confirm(token)).json()).toMatchObject({ membership: 'active' });
});

const keyFileOf = async (company: 'Acme Logistics' | 'Globex Energy') => {
  await test.runJobs();
  return test.platform.db
    .selectFrom('app.key_files as k')
    .innerJoin('app.companies as c', 'c.id', 'k.company_id')
    .select(['k.license_id', 'k.text'])
    .where('c.name', '=', company)
    .orderBy('k.id')
    .limit(1)
    .executeTakeFirstOrThrow();
};
const check = async (keyFile: string): Promise<string> =>
  (await attempt(test, 'verifyKeyFile', { body: { keyFile } })).json().answer;

it('takes no key file that was edited, put together from two, or signed by somebody else', async () => {
  const { text } = await keyFileOf('Acme Logistics');
  const { text: other } = await keyFileOf('Globex Energy');
  const open = (file: string) =>
    JSON.parse(Buffer.from(file.replaceAll(/-----[A-Z ]+-----|\n/gu, ''), 'base64').toString()) as Record<
      string,
      string
    >;
  const close = (envelope: Record<string, string>) => {
    const lines =
      Buffer.from(JSON.stringify(envelope))
        .toString('base64')
        .match(/.{1,64}/gu) ?? [];
    return ['-----BEGIN LICENSE KEY-----', ...lines, '-----END LICENSE KEY-----', ''].join('\n');
  };
  expect(await check(close(open(text)))).toBe('valid');
  const content = JSON.parse(Buffer.from(open(text)['enc'] ?? '', 'base64').toString()) as Record<string, unknown>;
  const edited = Buffer.from(JSON.stringify({ ...content, seats: 1_000_000 })).toString('base64');
  expect(await check(close({ ...open(text), enc: edited }))).toBe('forged');
  expect(await check(close({ ...open(text), enc: open(other)['enc'] ?? '' }))).toBe('forged');
  expect(await check(close({ ...open(text), kid: 'ffffffffffffffff' }))).toBe('forged');
  expect(await check(close({ ...open(text), alg: 'none', sig: '' }))).toBe('malformed');
  const foreign = sign(
    null,
    Buffer.from(`companyaccount/license-key/v1\n${edited}`),
    generateKeyPairSync('ed25519').privateKey,
  );
  const stranger = { ...open(text), enc: edited, sig: foreign.toString('base64') };
  expect(await check(close({ ...stranger, kid: 'ffffffffffffffff' }))).toBe('unknown_issuer');
  expect(await check(close(stranger))).toBe('forged');
});

it('shows a company’s key files and codes to its own administrators only, whatever is asked for', async () => {
  const { license_id: id } = await keyFileOf('Acme Logistics');
  const { cookie: pending } = await addMember(test, { email: 'pending@acme.example', state: 'pending' });
  const { cookie: removed } = await addMember(test, { email: 'removed@acme.example', state: 'removed' });
  const calls = async (cookie: string) => {
    const names = ['getLicense', 'downloadKeyFiles', 'getActivationCode'] as const;
    const answers = await Promise.all(names.map((name) => attempt(test, name, { cookie, params: { id } })));
    return answers.map(({ statusCode }) => statusCode);
  };
  expect(await calls(await test.signIn('anna@acme.example'))).toEqual([200, 200, 200]);
  expect(await calls(await test.signIn('boris@acme.example'))).toEqual([200, 403, 403]);
  expect(await calls(await test.signIn('clara@globex.example'))).toEqual([404, 404, 404]);
  expect(await calls(await test.signIn('admin@vendor.example'))).toEqual([403, 403, 403]);
  expect(await calls(pending)).toEqual([403, 403, 403]);
  expect(await calls(removed)).toEqual([403, 403, 403]);
  expect(await calls('')).toEqual([401, 401, 401]);

  const clara = await test.client(await test.signIn('clara@globex.example')).getMe();
  const scope = { side: 'customer', companyId: clara.company?.id ?? '', personId: clara.id } as const;
  const seen = await transact(test.platform.db, scope, (tx) =>
    tx.selectFrom('app.key_files').select('company_id').distinct().execute(),
  );
  expect(seen).toEqual([{ company_id: scope.companyId }]);
  // Nor does her transaction get at the sealed code of a license that is not her company's.
  const sealed = (license: string) =>
    transact(test.platform.db, scope, async (tx) => {
      const { rows } = await sql<{
        code: Buffer | null;
      }>`select app.sealed_activation_code(${license}) as code`.execute(tx);
      return rows[0]?.code ?? null;
    });
  expect(await sealed(id)).toBeNull();
  expect(await sealed((await keyFileOf('Globex Energy')).license_id)).not.toBeNull();
});
