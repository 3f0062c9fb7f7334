import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AuditReport, eraseAuditSubject, type KeptHead, sealEntries, verifyAudit } from '#features/audit/index.ts';
import { CHAIN_START, hashEntry, signHead } from '#features/audit/chain.ts';
import { readChain } from '#features/audit/audit-access.ts';
import { signingKeyOf } from '#platform/crypto/signing-keys.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { audit } from '../../src/verify-audit.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { leaveEntries, tamper } from './tampering.ts';

// The record is kept once, and every case puts it back as it was.
const TABLES = ['audit_entries', 'audit_subjects', 'audit_unsealed', 'audit_seals', 'audit_heads', 'audit_keys'];
let test: TestApp;
let person: string;
let last: { number: number; hash: string };
beforeAll(async () => {
  test = await startTestApp();
  const { id } = await test.platform.db
    .selectFrom('auth.people')
    .select('id')
    .where('email', '=', 'boris@acme.example')
    .executeTakeFirstOrThrow();
  person = id;
  await leaveEntries(test, person, 20);
  await sealEntries(test.platform);
  await leaveEntries(test, person, 20);
  await sealEntries(test.platform);
  const { head } = await verify();
  if (head === null) throw new Error('nothing was sealed');
  last = head;
  await tamper(test, ...TABLES.map((table) => `create table kept_${table} as select * from app.${table}`));
});
beforeEach(() =>
  tamper(
    test,
    ...TABLES.flatMap((table) => [
      `delete from app.${table}`,
      `insert into app.${table} overriding system value select * from kept_${table}`,
    ]),
  ),
);
afterAll(() => test.close());

async function* each(heads: KeptHead[]): AsyncGenerator<KeptHead> {
  yield* heads;
}
const verify = (heads: KeptHead[] = []) => verifyAudit(test.platform.db, each(heads));
const found = ({ findings }: AuditReport) => findings.map(({ kind, number }) => [kind, number]);
const entryAt = async (number: number) =>
  (
    await test.platform.db
      .selectFrom('app.audit_seals')
      .select('entry_id')
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
  ).entry_id;

describe('a record that nobody touched', () => {
  it('is intact, from the first entry to the last, and agrees with heads kept outside', async () => {
    const report = await verify([{ number: last.number, hash: last.hash }]);
    expect(report).toMatchObject({
      intact: true,
      sealed: last.number,
      head: { number: last.number },
      keptHeads: 1,
      unsealed: { count: 0, oldest: null },
      erased: 0,
      findings: [],
    });
    const entries = await test.platform.db
      .selectFrom('app.audit_entries')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(Number(entries.count)).toBe(report.sealed);
  });

  it('stays so where a person’s data was erased', async () => {
    const erased = await transact(test.platform.db, SYSTEM, (tx) => eraseAuditSubject(tx, person));
    expect(erased).toBeGreaterThanOrEqual(40);
    expect(await verify()).toMatchObject({ intact: true, erased });
    const { rows } = await test.platform.database.pool.query(
      `select count(*) as n from app.audit_subjects where details like '%boris@%'`,
    );
    expect(rows[0]).toEqual({ n: 0 });
  });

  it('says how much waits to be sealed', async () => {
    await leaveEntries(test, person, 3);
    expect(await verify()).toMatchObject({
      intact: true,
      unsealed: { count: 3, oldest: expect.stringMatching(/^\d{4}-/u) },
    });
    await sealEntries(test.platform);
    expect(await verify()).toMatchObject({ intact: true, sealed: last.number + 3, unsealed: { count: 0 } });
  });
});

describe('a changed entry is told with its place', () => {
  it.each([
    `action = 'x'`,
    `object_id = 'x'`,
    `object_type = 'x'`,
    `data = '{"round":"other"}'`,
    'person_id = gen_random_uuid()',
    'company_id = gen_random_uuid()',
    'session_id = gen_random_uuid()',
    'token_id = gen_random_uuid()',
    `at = at + interval '1 millisecond'`,
    'subject_hash = sha256(subject_hash)',
  ])('%s', async (change) => {
    const id = await entryAt(last.number - 7);
    await tamper(test, `update app.audit_entries set ${change} where id = ${id}`);
    const report = await verify();
    expect(report.intact).toBe(false);
    expect(report.findings[0] ?? report.findings).toBeDefined();
    expect(report.findings.find(({ kind }) => kind === 'changed')).toMatchObject({
      number: last.number - 7,
      entryId: id,
      at: expect.any(String),
    });
  });

  it.each([
    `details = replace(details, 'Boris', 'Bogdan')`,
    'salt = sha256(salt)',
    'person_id = gen_random_uuid()',
    'company_id = gen_random_uuid()',
  ])('side row: %s', async (change) => {
    const number = last.number - 3;
    await tamper(test, `update app.audit_subjects set ${change} where entry_id = ${await entryAt(number)}`);
    expect(found(await verify())).toEqual([['side_row', number]]);
  });
});

describe('a removed entry', () => {
  it('in the middle, with or without its seal', async () => {
    const number = last.number - 5;
    const id = await entryAt(number);
    await tamper(test, `delete from app.audit_entries where id = ${id}`);
    const report = await verify();
    expect(found(report)).toEqual([['removed', number]]);
    expect(report.findings[0]).toMatchObject({ entryId: id });
    await tamper(
      test,
      `delete from app.audit_seals where number = ${number}`,
      `delete from app.audit_subjects where entry_id = ${id}`,
    );
    expect(found(await verify())).toEqual([['removed', number]]);
  });

  it('with its seal, and all later ones moved up', async () => {
    const number = last.number - 5;
    const id = await entryAt(number);
    await tamper(
      test,
      `delete from app.audit_entries where id = ${id}`,
      `delete from app.audit_subjects where entry_id = ${id}`,
      `delete from app.audit_seals where number = ${number}`,
      `update app.audit_seals set number = number + 1000000 where number > ${number}`,
      `update app.audit_seals set number = number - 1000001 where number > 1000000`,
    );
    const report = await verify();
    expect(report.findings[0]).toMatchObject({ kind: 'changed', number });
    expect(found(report)).toContainEqual(['removed', last.number]);
  });

  it('at the end, and the end together with its head where a head was kept outside', async () => {
    const id = await entryAt(last.number);
    await tamper(
      test,
      `delete from app.audit_entries where id = ${id}`,
      `delete from app.audit_subjects where entry_id = ${id}`,
      `delete from app.audit_seals where entry_id = ${id}`,
    );
    expect(found(await verify())).toEqual([['removed', last.number]]);
    // The next entries do not fill the gap.
    await leaveEntries(test, person, 2);
    await sealEntries(test.platform);
    expect(found(await verify())).toEqual([['removed', last.number]]);
  });

  it('the whole end, told by the kept head alone', async () => {
    const before = await test.platform.db
      .selectFrom('app.audit_heads')
      .select('number')
      .where('number', '<', last.number)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    await tamper(
      test,
      `delete from app.audit_entries where id in (select entry_id from app.audit_seals where number > ${before.number})`,
      `delete from app.audit_subjects where entry_id in (select entry_id from app.audit_seals where number > ${before.number})`,
      `delete from app.audit_seals where number > ${before.number}`,
      `delete from app.audit_heads where number > ${before.number}`,
    );
    expect((await verify()).intact).toBe(true);
    expect(found(await verify([last]))).toEqual([['kept_head_mismatch', last.number]]);
    await leaveEntries(test, person, 30);
    await sealEntries(test.platform);
    expect(found(await verify([last]))).toEqual([['kept_head_mismatch', last.number]]);
  });

  it('before it was sealed', async () => {
    await leaveEntries(test, person, 1);
    await tamper(test, `delete from app.audit_entries where id = (select max(id) from app.audit_entries)`);
    expect(found(await verify())).toEqual([['removed', null]]);
  });
});

describe('an inserted entry', () => {
  const insert = (id: string) =>
    `insert into app.audit_entries (id, action, object_type, object_id) overriding system value
     values (${id}, 'person.changed', 'person', 'x')`;

  it('beside the chain is told by its id and time', async () => {
    await tamper(test, insert('1000000'));
    const report = await verify();
    expect(report.findings).toEqual([
      expect.objectContaining({ kind: 'inserted', number: null, entryId: 1_000_000, at: expect.any(String) }),
    ]);
    await sealEntries(test.platform);
    expect(found(await verify())).toEqual([['inserted', null]]);
  });

  it('with a seal is told as standing behind the last signed head, or as a place that does not fit', async () => {
    await tamper(
      test,
      insert('1000000'),
      `insert into app.audit_seals values (${last.number + 1}, 1000000, sha256('x'))`,
    );
    expect(found(await verify())).toEqual([
      ['changed', last.number + 1],
      ['unsigned', last.number + 1],
    ]);
  });

  it('can only pass among those that wait, and is part of what is then signed', async () => {
    await tamper(test, insert('1000000'), 'insert into app.audit_unsealed values (1000000)');
    expect(await verify()).toMatchObject({ intact: true, unsealed: { count: 1 } });
  });
});

describe('entries in another order', () => {
  it.each([1, 4])('exchanged over %i places, alone or with their seals', async (distance) => {
    const [one, other] = [last.number - 9, last.number - 9 + distance];
    const [first, second] = [await entryAt(one), await entryAt(other)];
    await tamper(
      test,
      `update app.audit_seals set entry_id = -entry_id where number in (${one}, ${other})`,
      `update app.audit_seals set entry_id = ${second} where number = ${one}`,
      `update app.audit_seals set entry_id = ${first} where number = ${other}`,
    );
    const places = [
      ['reordered', one],
      ['reordered', other],
    ];
    expect(found(await verify())).toEqual(places);
    await tamper(
      test,
      `update app.audit_seals s set hash = o.hash from app.audit_seals o
       where (s.number = ${one} and o.number = ${other}) or (s.number = ${other} and o.number = ${one})`,
    );
    expect(found(await verify())).toEqual(places);
  });
});

describe('a chain computed anew without the key', () => {
  const rewrite = async (forged: boolean) => {
    const first = last.number - 9;
    await tamper(test, `update app.audit_entries set object_id = 'x' where id = ${await entryAt(first)}`);
    const rows = await transact(test.platform.db, SYSTEM, (tx) => readChain(tx, 0, 1000));
    let hash: Buffer = CHAIN_START;
    const changes: string[] = [];
    const thief = signingKeyOf(generateKeyPairSync('ed25519').privateKey);
    for (const row of rows) {
      hash = hashEntry(row.number, hash, row as never);
      changes.push(`update app.audit_seals set hash = '\\x${hash.toString('hex')}' where number = ${row.number}`);
      if (forged && row.sealedAt !== null) {
        const signature = signHead({ number: row.number, hash, sealedAt: row.sealedAt }, thief).toString('hex');
        changes.push(
          `update app.audit_heads set hash = '\\x${hash.toString('hex')}', signature = '\\x${signature}' where number = ${row.number} and ${row.number} >= ${first}`,
        );
      }
    }
    await tamper(test, ...changes);
    return thief;
  };

  it('does not lead to the signed heads any more', async () => {
    await rewrite(false);
    expect(found(await verify())).toEqual([['head_mismatch', last.number]]);
  });

  it('has heads that no key of ours signed', async () => {
    const thief = await rewrite(true);
    expect(found(await verify())).toEqual([['bad_signature', last.number]]);
    // Under a key of their own it hangs together; its name and the kept heads give it away.
    await tamper(
      test,
      `insert into app.audit_keys (kid, public_key, created_at, retired_at) values ('${thief.kid}', '${thief.publicKey}', now(), now())`,
      `update app.audit_heads set kid = '${thief.kid}' where number = ${last.number}`,
    );
    const report = await verify([last]);
    expect(report.keys).toContain(thief.kid);
    expect(found(report)).toEqual([['kept_head_mismatch', last.number]]);
  });

  it('names an unknown key', async () => {
    await tamper(test, `update app.audit_heads set kid = '0123456789abcdef' where number = ${last.number}`);
    expect(found(await verify())).toEqual([['bad_signature', last.number]]);
  });
});

describe('the command', () => {
  const run = async (...args: string[]) => {
    const told: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => told.push(String(text)) > 0);
    const { config, log } = test.platform;
    try {
      await audit({ config, log, version: 'test', args });
      return { text: told.join(''), exitCode: process.exitCode ?? 0 };
    } finally {
      write.mockRestore();
      process.exitCode = 0;
    }
  };

  it('says in words or as JSON that all is well, and ends with 0', async () => {
    const { text, exitCode } = await run('verify', '--head', `${last.number}:${last.hash}`);
    expect(text).toContain(`Intact: ${last.number} sealed entries`);
    expect(text).toContain(`Head ${last.number}:${last.hash}`);
    expect(text).toContain('1 kept heads were compared.');
    expect(exitCode).toBe(0);
    expect(JSON.parse((await run('verify', '--json')).text)).toEqual(JSON.parse(JSON.stringify(await verify())));
  });

  it('says what is wrong and where, and ends with 3', async () => {
    const number = last.number - 4;
    const id = await entryAt(number);
    await tamper(test, `update app.audit_entries set object_id = 'x' where id = ${id}`);
    const { text, exitCode } = await run('verify');
    expect(text).toMatch(new RegExp(`^changed: place ${number}, entry ${id}, \\d{4}-.*: is not what was sealed`, 'mu'));
    expect(exitCode).toBe(3);
    expect(JSON.parse((await run('verify', '--json')).text)).toMatchObject({ intact: false, findingsTotal: 1 });
  });

  it('compares with the heads in a log of the program or a list', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'companyaccount-heads-'));
    const file = join(folder, 'program.log');
    const entry = { level: 30, msg: `audit head ${last.number} ${last.hash} c2lnbmF0dXJl` };
    await writeFile(file, `${JSON.stringify(entry)}\nno head\n${last.number - 1} ${'0'.repeat(64)}\n`);
    const { text, exitCode } = await run('verify', '--heads', file);
    await rm(folder, { recursive: true });
    expect(text).toContain(`kept_head_mismatch: place ${last.number - 1}`);
    expect(text).toContain('2 kept heads were compared.');
    expect(exitCode).toBe(3);
    await expect(run('verify', '--heads', file)).rejects.toThrow(/cannot be read: ENOENT/u);
  });

  it.each([[], ['look'], ['verify', '--head', '12'], ['verify', '--heads'], ['verify', '--what']])(
    'explains itself when called with %j',
    async (...args) => {
      await expect(run(...(args as string[]))).rejects.toThrow(/^usage: companyaccount audit verify/u);
    },
  );
});
