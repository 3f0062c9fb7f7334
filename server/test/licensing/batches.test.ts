import { isWellFormedActivationCode, normalizeActivationCode } from '@companyaccount/contract/activation-code';
import type { Client } from '@companyaccount/contract/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { termsOf } from './catalogue-samples.ts';

let test: TestApp;
let admin: Client;
let cookie: string;
beforeAll(async () => {
  test = await startTestApp();
  await test.runJobs();
  admin = await test.as('admin@vendor.example');
  cookie = await test.signIn('admin@vendor.example');
});
afterAll(() => test.close());

const HEADER = 'product,plan,seats,valid_until,valid_from,reference\n';
const check = (file: string) => admin.checkLicenseFile({ file });
const checkBytes = async (payload: Buffer, type = 'text/csv') =>
  test.app.inject({
    method: 'POST',
    url: '/api/v1/admin/license-batches/check',
    headers: { cookie, 'content-type': type },
    payload,
  });
const licenses = async () =>
  Number(
    (
      await test.platform.db
        .selectFrom('app.licenses')
        .select((eb) => eb.fn.countAll().as('count'))
        .executeTakeFirstOrThrow()
    ).count,
  );
const codesOf = async (id: string) =>
  test.app.inject({ url: `/api/v1/admin/license-batches/${id}/codes`, headers: { cookie } });
const linesOf = (csv: string) =>
  csv
    .replace('\u{feff}', '')
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',').map((cell) => cell.replaceAll(/^"|"$/gu, '')));

describe('many licenses on the same terms', () => {
  it('come to be together, once, each with a code of its own', async () => {
    const before = await licenses();
    const body = { ...(await termsOf(test, { reference: 'Resale' })), count: 30 };
    const batch = await admin.createLicenseBatch({ body, idempotencyKey: 'thirty-licenses' });
    expect(batch).toMatchObject({ state: 'running', total: 30, prepared: 0, source: 'terms', codesUntil: null });
    expect((await admin.createLicenseBatch({ body, idempotencyKey: 'thirty-licenses' })).id).toBe(batch.id);
    expect(await licenses()).toBe(before);
    expect((await codesOf(batch.id)).statusCode).toBe(409);
    await test.runJobs();
    expect(await licenses()).toBe(before + 30);
    const params = { id: batch.id };
    expect(await admin.getLicenseBatch({ params })).toMatchObject({ state: 'done', prepared: 30 });
    const listed = (await admin.listIssuedLicenses({ query: { batch: batch.id, 'page[size]': 100 } })).data;
    const rows = linesOf((await codesOf(batch.id)).body);
    expect(new Set(rows.map(([, serial]) => serial))).toEqual(new Set(listed.map(({ serial }) => serial)));
    expect(new Set(rows.map(([, , code]) => code)).size).toBe(30);
    for (const [, , code = ''] of rows) expect(isWellFormedActivationCode(normalizeActivationCode(code))).toBe(true);
    const [first] = rows;
    expect(await admin.findIssuedLicense({ body: { activationCode: first?.[2] ?? '' } })).toEqual({
      id: listed.find(({ serial }) => serial === first?.[1])?.id,
    });
    // No key file is signed before somebody asks.
    const signed = await test.platform.db
      .selectFrom('app.key_files')
      .select('id')
      .where(
        'license_id',
        'in',
        listed.map(({ id }) => id),
      )
      .execute();
    expect(signed).toEqual([]);
  });

  it('of a job that was cut off go on where it was, and a job that runs twice issues nothing twice', async () => {
    const before = await licenses();
    const batch = await admin.createLicenseBatch({ body: { ...(await termsOf(test)), count: 5 } });
    // As after a kill between two steps: some rows have their codes, nothing is issued.
    const other = await test.platform.db.selectFrom('app.activation_codes').selectAll().executeTakeFirstOrThrow();
    await test.platform.db
      .updateTable('app.license_batch_rows')
      .set({ license_id: other.license_id, serial: 'NL-X', code_hash: other.code_hash, sealed_code: other.sealed_code })
      .where('batch_id', '=', batch.id)
      .where('row', '=', 1)
      .execute();
    await test.platform.db.updateTable('app.license_batches').set({ prepared: 1 }).where('id', '=', batch.id).execute();
    expect(await licenses()).toBe(before);
    await test.runJobs();
    // The row whose code a license has already got another one.
    expect(await licenses()).toBe(before + 5);
    expect(await admin.getLicenseBatch({ params: { id: batch.id } })).toMatchObject({ state: 'done', prepared: 5 });
    await test.platform.db.executeQuery(
      (await import('kysely'))
        .sql`select app.enqueue('license-batches.issue', ${JSON.stringify({ batchId: batch.id })}::json)`.compile(
        test.platform.db,
      ),
    );
    await test.runJobs();
    expect(await licenses()).toBe(before + 5);
  });
});

describe('a file of licenses', () => {
  it('is read with commas or semicolons, in any order of columns, and with either way of writing days', async () => {
    const report = { rows: 2, problemCount: 0, problems: [] };
    expect(
      await check(
        `${HEADER}Northlight Server,Standard,5,2099-12-31,,PO 1\r\nnorthlight mobile,PREMIUM,10,,2026-12-01,`,
      ),
    ).toMatchObject({
      ...report,
      licenses: expect.arrayContaining([{ product: 'northlight server', plan: 'standard', count: 1 }]),
    });
    expect(
      await check(
        '\u{feff}Seats;Product;Plan;Valid_Until;Reference\n5;"Northlight Server";Standard;31.12.2099;"a; ""b"", c"\n\n7;Northlight Server;Standard;;\n',
      ),
    ).toMatchObject({ ...report, licenses: [{ count: 2 }] });
  });

  it('is told row by row what is wrong with it, and nothing is written', async () => {
    const before = await licenses();
    const report = await check(
      `${HEADER}${[
        'Northlight Server,Standard,5,2099-12-31,,fine',
        'No such product,Standard,5,2099-12-31,,',
        'Northlight Server,No such plan,0,2099-02-30,,',
        'Northlight Server,Standard,1e308,2020-01-01,2021-01-01,',
        'Northlight Server,Standard,99999999,soon,,',
        ',,,,,x',
        `Northlight Server,Standard,5,,,${'r'.repeat(201)}`,
        'Northlight Server,Standard,5,,,,too,many',
        'Northlight Server,Standard,5,,,"two\nlines"',
      ].join('\n')}`,
    );
    expect(report.problems.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, 'product', 'unknown_product'],
      [4, 'plan', 'unknown_plan'],
      [4, 'seats', 'too_small'],
      [4, 'valid_until', 'not_a_date'],
      [5, 'seats', 'not_a_number'],
      [5, 'valid_until', 'ends_before_start'],
      [6, 'seats', 'too_large'],
      [6, 'valid_until', 'not_a_date'],
      [7, 'product', 'required'],
      [7, 'plan', 'required'],
      [7, 'seats', 'required'],
      [8, 'reference', 'too_long'],
      [9, null, 'too_many_cells'],
      [11, 'reference', 'control_character'],
    ]);
    expect(report.problems[0]?.value).toBe('No such product');
    expect(report.problems[11]?.value).toHaveLength(80);
    expect(report.problemCount).toBe(14);
    expect(report.licenses).toEqual([]);
    expect((await admin.listLicenseBatches()).data.every(({ source }) => source === 'terms')).toBe(true);
    expect(await licenses()).toBe(before);
  });

  it.each([
    ['', [[0, null, 'empty']]],
    [HEADER, [[0, null, 'empty']]],
    ['product,plan,seats\nA,B,1', [[1, 'valid_until', 'missing_column']]],
    [
      'product,plan,seats,valid_until,seats,color\n',
      [
        [1, 'seats', 'double_column'],
        [1, null, 'unknown_column'],
      ],
    ],
    [`${HEADER}"Northlight Server,Standard,5,,,`, [[2, null, 'malformed']]],
    [`${HEADER}"${'x'.repeat(100_000)}",Standard,5,,,`, [[2, null, 'malformed']]],
  ])('that is no such file gets a clear answer: %j', async (file, expected) => {
    const { problems } = await check(file);
    expect(problems.map(({ row, column, code }) => [row, column, code])).toEqual(expected);
  });

  it('in another encoding, too long, too large or of another type gets a clear answer', async () => {
    const text = `${HEADER}Сервер,Standard,5,,,заказ`;
    const cp1251 = Buffer.from(
      [...text].map((letter) => (letter > '\u{7f}' ? 0xc0 + (letter.charCodeAt(0) & 63) : letter.charCodeAt(0))),
    );
    for (const bytes of [
      Buffer.from(`\u{feff}${text}`, 'utf16le'),
      Buffer.from(text, 'utf16le'),
      cp1251,
      Buffer.from('a\0b'),
    ]) {
      expect((await checkBytes(bytes)).json().problems).toEqual([
        { row: 0, column: null, code: 'not_utf8', value: null },
      ]);
    }
    const many = await check(HEADER + 'Northlight Server,Standard,5,,,\n'.repeat(100_001));
    expect(many.problems).toEqual([{ row: 100_002, column: null, code: 'too_many_rows', value: null }]);
    expect((await checkBytes(Buffer.alloc(20 * 1024 * 1024 + 1, 'a'))).statusCode).toBe(413);
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
      expect((await checkBytes(Buffer.from(text), type)).statusCode, type).toBe(415);
    }
  });

  it('with problems is not imported; without, its licenses and codes come back as CSV without formulas', async () => {
    const before = await licenses();
    const bad = admin.importLicenseFile({ file: `${HEADER}Northlight Server,Standard,0,,,` });
    await expect(bad).rejects.toMatchObject({ code: 'license_file_refused', status: 422 });
    const hostile = ['=HYPERLINK("http://evil.example")', '+1+1', '-2', '@SUM(A1)', 'plain'];
    const file = `${HEADER}${hostile.map((text) => `Northlight Server,Standard,5,2099-12-31,2026-12-01,"${text.replaceAll('"', '""')}"`).join('\n')}`;
    const batch = await admin.importLicenseFile({ file, idempotencyKey: 'five-hostile-rows' });
    expect((await admin.importLicenseFile({ file, idempotencyKey: 'five-hostile-rows' })).id).toBe(batch.id);
    await expect(
      admin.importLicenseFile({ file: `${file}\n`, idempotencyKey: 'five-hostile-rows' }),
    ).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    await test.runJobs();
    expect(await licenses()).toBe(before + 5);
    const answer = await codesOf(batch.id);
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(answer.headers['content-disposition']).toContain('attachment');
    const rows = linesOf(answer.body);
    expect(rows.map((row) => row[0])).toEqual(['2', '3', '4', '5', '6']);
    expect(rows[0]?.slice(3, 8)).toEqual(['Northlight Server', 'Standard', '5', '2026-12-01', '2099-12-31']);
    expect(rows.map((row) => row[8])).toEqual([
      `'=HYPERLINK(""http://evil.example"")`,
      "'+1+1",
      "'-2",
      "'@SUM(A1)",
      'plain',
    ]);
    const entry = await test.platform.db
      .selectFrom('app.audit_entries')
      .select(['object_id', 'data'])
      .where('action', '=', 'license_batch.codes_downloaded')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(entry).toEqual({ object_id: batch.id, data: { total: 5 } });
    await test.platform.db
      .updateTable('app.license_batches')
      .set({ result_until: new Date() })
      .where('id', '=', batch.id)
      .execute();
    expect((await codesOf(batch.id)).json().code).toBe('result_expired');
  });
});
