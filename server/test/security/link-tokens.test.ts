// The tokens of links: single use, an end, nothing blank or padded, only hashes in the database.
// Seen as: CVE-2026-41902, CVE-2026-53595, CVE-2026-27637 (FreeScout).
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, LONG_PASSWORD, register, tokenFor, unclaimedCodes } from './attack.ts';

let test: TestApp;
let codes: string[];
beforeAll(async () => {
  test = await startTestApp();
  codes = await unclaimedCodes(test);
});
afterAll(() => test.close());

const confirm = (token: unknown) => attempt(test, 'confirmRegistration', { body: { token } });
const reset = (token: unknown, newPassword = 'another long password') =>
  attempt(test, 'resetPassword', { body: { token, newPassword } });
const askReset = async (email: string) => {
  expect((await attempt(test, 'requestPasswordReset', { body: { email } })).statusCode).toBe(200);
  return tokenFor(test, email);
};

/** Every form of a token that is not the token. */
const variations = (token: string) =>
  [
    '',
    ' ',
    '\t',
    ' '.repeat(40),
    ` ${token}`,
    `${token} `,
    `${token}\n`,
    `${token}=`,
    token.slice(0, -1),
    `${token}A`,
    token.toUpperCase(),
    token.toLowerCase(),
    'null',
    'undefined',
    '*',
    '%',
    createHash('sha256').update(token).digest('base64url'),
    createHash('sha256').update(token).digest('hex'),
    null,
    true,
    0,
    [token],
    { $ne: null },
  ].filter((one) => one !== token);

/** Whether any table holds the text, in any column that is text, JSON or bytes. */
async function stored(text: string): Promise<string[]> {
  const { rows } = await sql<{ table: string; column: string; type: string }>`
    select format('%I.%I', table_schema, table_name) as table, quote_ident(column_name) as column, data_type as type
    from information_schema.columns
    where table_schema in ('app', 'auth', 'graphile_worker', 'public') and data_type in ('text', 'jsonb', 'json', 'bytea', 'character varying')`.execute(
    test.platform.db,
  );
  const found: string[] = [];
  for (const { table, column, type } of rows) {
    const condition =
      type === 'bytea'
        ? sql`position(${Buffer.from(text)}::bytea in ${sql.raw(column)}) > 0`
        : sql`position(${text} in ${sql.raw(column)}::text) > 0`;
    const hits = await sql`select 1 from ${sql.raw(table)} where ${condition} limit 1`.execute(test.platform.db);
    if (hits.rows.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}

it('confirms a registration once, by the exact token, and keeps only its hash', async () => {
  const token = await register(test, codes[0] ?? '', 'once@new.example');
  expect(token).toMatch(/^[\w-]{43}$/u);
  expect(await stored('once@new.example')).toContain('app.registrations.email');
  expect(await stored(token)).toEqual([]);
  for (const wrong of variations(token)) expect([410, 422], String(wrong)).toContain((await confirm(wrong)).statusCode);
  const answers = await Promise.all([confirm(token), confirm(token), confirm(token)]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 410, 410]);
  expect((await confirm(token)).statusCode).toBe(410);
});

it('makes one person of two confirmations of one address at the same moment', async () => {
  const tokens = [await register(test, codes[1] ?? '', 'twice@new.example')];
  tokens.push(await register(test, codes[2] ?? '', 'twice@new.example'));
  expect(new Set(tokens).size).toBe(2);
  const answers = await Promise.all(tokens.map((token) => confirm(token)));
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 410]);
  const people = await test.platform.db
    .selectFrom('auth.people')
    .select('id')
    .where('email', '=', 'twice@new.example')
    .execute();
  expect(people).toHaveLength(1);
});

it('confirms no registration after its 48 hours', async () => {
  const token = await register(test, codes[3] ?? '', 'late@new.example');
  const { expires_at: end, created_at: begin } = await test.platform.db
    .selectFrom('app.registrations')
    .selectAll()
    .where('email', '=', 'late@new.example')
    .executeTakeFirstOrThrow();
  expect((end.getTime() - begin.getTime()) / 3_600_000).toBeCloseTo(48, 1);
  await test.platform.db
    .updateTable('app.registrations')
    .set({ expires_at: new Date() })
    .where('email', '=', 'late@new.example')
    .execute();
  expect((await confirm(token)).statusCode).toBe(410);
});

it('sets a password once, by the exact token, and keeps only its hash', async () => {
  const email = 'once@new.example';
  const token = await askReset(email);
  expect(token.length).toBeGreaterThanOrEqual(24);
  expect(await stored(token)).toEqual([]);
  for (const wrong of variations(token)) expect([410, 422], String(wrong)).toContain((await reset(wrong)).statusCode);
  const answers = await Promise.all([reset(token), reset(token), reset(token)]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 410, 410]);
  expect((await reset(token)).statusCode).toBe(410);
});

it('ends every other link to a new password when one is used', async () => {
  const email = 'twice@new.example';
  const first = await askReset(email);
  const second = await askReset(email);
  expect((await reset(second)).statusCode).toBe(200);
  expect((await reset(first, 'the password of a thief')).statusCode).toBe(410);
});

it('sets no password after the hour', async () => {
  const token = await askReset('once@new.example');
  const { rows } = await sql<{ minutes: number }>`
    select extract(epoch from max(expires_at) - now())::int / 60 as minutes from auth.verifications`.execute(
    test.platform.db,
  );
  expect(rows[0]?.minutes).toBeGreaterThan(57);
  expect(rows[0]?.minutes).toBeLessThanOrEqual(60);
  await sql`update auth.verifications set expires_at = now() - interval '1 second'`.execute(test.platform.db);
  expect((await reset(token)).statusCode).toBe(410);
});

it('opens no session by a token of the database', async () => {
  await test.signIn('anna@acme.example');
  const sessions = await test.platform.db.selectFrom('auth.sessions').select('token').execute();
  for (const { token } of sessions) {
    for (const cookie of [`session=${token}`, `session=${token}.`, `session=${token}.${token}`]) {
      expect((await attempt(test, 'getMe', { cookie })).statusCode).toBe(401);
    }
  }
});

it('keeps passwords as argon2id', async () => {
  const rows = await test.platform.db.selectFrom('auth.accounts').select('password').execute();
  for (const { password } of rows) expect(password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
  expect(await stored(LONG_PASSWORD)).toEqual([]);
  // Characters count, not the units they are stored in.
  const animals = Array.from({ length: 256 }, (_, n) => String.fromCodePoint(0x1f400 + n)).join('');
  const token = await askReset('once@new.example');
  expect((await reset(token, animals)).statusCode).toBe(200);
  const answer = await attempt(test, 'signIn', { body: { email: 'once@new.example', password: animals } });
  expect(answer.statusCode).toBe(200);
});
