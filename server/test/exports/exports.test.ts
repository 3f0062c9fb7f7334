import { ApiError, type Client } from '@companyaccount/contract/client';
import type { ErrorCode } from '@companyaccount/contract/errors';
import { EXPORT_DAYS, EXPORTS_MAX } from '@companyaccount/contract/exports';
import type { RequestSummary } from '@companyaccount/contract/requests';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueue } from '#platform/db/enqueue.ts';
import { BlobMissing } from '#platform/blobs/blob-store.ts';
import { textsIn } from '../harness/zip.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, companyId } from '../security/attack.ts';
import { exportNow, fileOf } from './export-calls.ts';

let test: TestApp;
let cookie: string;
let boris: Client;
beforeAll(async () => {
  test = await startTestApp();
  cookie = await test.signIn('boris@acme.example');
  boris = test.client(cookie);
  for (let n = 0; n < 6; n += 1) {
    const body = {
      desk: 'support',
      kind: 'update',
      severity: 2,
      subject: `Line "${n}",\nnext`,
      text: 'Text.',
    } as const;
    await boris.createRequest({ body });
  }
});
afterAll(() => test.close());

const refusedWith = async (call: Promise<unknown>, code: ErrorCode) => {
  const refusal: unknown = await call.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ApiError);
  expect((refusal as ApiError).code).toBe(code);
};
const rowOf = (id: string) =>
  test.platform.db.selectFrom('app.exports').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('what is written', () => {
  it('as JSON is what the list answers, in the order and with the filters asked for', async () => {
    const query = { status: ['new'], kind: 'update', sort: 'number' } as const;
    const { data } = await boris.listRequests({ query: { ...query, status: [...query.status], 'page[size]': 100 } });
    expect(data.length).toBeGreaterThanOrEqual(6);
    const { text, headers, id } = await exportNow(test, cookie, {
      ...query,
      status: [...query.status],
      format: 'json',
    });
    expect(JSON.parse(text)).toEqual(data);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename=requests-\d{4}-\d\d-\d\d-[0-9a-f]{4}\.json$/u,
    );
    expect(await boris.getExport({ params: { id } })).toMatchObject({
      state: 'done',
      failure: null,
      format: 'json',
      filters: { status: ['new'], kind: 'update' },
      total: data.length,
      written: data.length,
      size: Buffer.byteLength(text),
    });
    const empty = await exportNow(test, cookie, { format: 'json', kind: 'complaint', severity: 1 });
    expect(JSON.parse(empty.text)).toEqual([]);
  });

  it('as CSV is a table in the words and on the clocks of the reader', async () => {
    const { id: person, cookie: own } = await addMember(test, { email: 'exporter@acme.example' });
    await test.platform.db
      .updateTable('auth.people')
      .set({ language: 'ru', time_zone: 'Asia/Yekaterinburg' })
      .where('id', '=', person)
      .execute();
    const { text } = await exportNow(test, own, { format: 'csv', kind: 'update' });
    const table = parse(text, { bom: true, columns: true }) as Record<string, string>[];
    const [first] = (await boris.listRequests({ query: { kind: 'update' } })).data;
    expect(table[0]).toMatchObject({
      Номер: first?.number,
      Тема: first?.subject,
      Состояние: 'Новый',
      Служба: 'Техподдержка',
      Язык: 'английский',
      'Создан (Asia/Yekaterinburg)': new Date(Date.parse(first?.createdAt ?? '') + 5 * 3_600_000)
        .toISOString()
        .slice(0, 16)
        .replace('T', ' '),
      Ссылка: expect.stringMatching(new RegExp(`/requests/${first?.id}$`, 'u')),
    });
    expect(table[0]).not.toHaveProperty('Компания');
  });

  it('for staff names the company; as a workbook, it has numbers as numbers', async () => {
    const engineer = await test.signIn('engineer@vendor.example');
    const { bytes } = await exportNow(test, engineer, { format: 'xlsx', desk: 'support' });
    const sheet = textsIn(bytes)['xl/worksheets/sheet1.xml'] ?? '';
    expect(sheet).toContain('Acme Logistics');
    expect(sheet).toContain('Globex Energy');
    expect(sheet).toContain('Waiting for customer');
    expect(sheet).toMatch(/<c><v>\d+<\/v><\/c>/u);
    const count = (
      await test.platform.db.selectFrom('app.requests').select('id').where('desk', '=', 'support').execute()
    ).length;
    expect(sheet.split('<row>').length - 2).toBe(count);
  });

  it('holds what a search finds', async () => {
    const query = { q: 'gateway' };
    const { data } = await boris.listRequests({ query: { ...query, 'page[size]': 100 } });
    expect(data).not.toHaveLength(0);
    const { text, id } = await exportNow(test, cookie, { ...query, format: 'json' });
    expect((JSON.parse(text) as RequestSummary[]).map((request) => request.id)).toEqual(
      data.map((request) => request.id),
    );
    expect(await boris.getExport({ params: { id } })).toMatchObject({ total: null, written: data.length });
  });
});

describe('its life', () => {
  it('repeated under the same key is one', async () => {
    const call = { query: { format: 'csv' }, idempotencyKey: 'key-exports-1' } as const;
    const { id } = await boris.createExport(call);
    expect((await boris.createExport(call)).id).toBe(id);
    await refusedWith(boris.createExport({ ...call, query: { format: 'json' } }), 'idempotency_key_reused');
    await refusedWith(test.client(cookie).createExport({ query: { format: 'pdf' as 'csv' } }), 'validation_failed');
    await test.runJobs();
  });

  it('tells the person alone how far it is', async () => {
    const since = await test.platform.db
      .selectFrom('app.live_events')
      .select('id')
      .orderBy('id', 'desc')
      .limit(1)
      .execute();
    await exportNow(test, cookie, { format: 'csv' });
    const told = await test.platform.db
      .selectFrom('app.live_events')
      .select(['type', 'person_id'])
      .where('id', '>', since[0]?.id ?? 0)
      .execute();
    const me = (await boris.getMe()).id;
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(new Set(told.map((event) => `${event.type} ${event.person_id}`))).toEqual(new Set([`export_changed ${me}`]));
  });

  it('is at most three at once and twenty in all', async () => {
    const { cookie: own } = await addMember(test, { email: 'hoarder@acme.example' });
    const hoarder = test.client(own);
    for (let n = 0; n < 3; n += 1) await hoarder.createExport({ query: { format: 'json' } });
    await refusedWith(hoarder.createExport({ query: { format: 'json' } }), 'too_many_exports');
    await test.runJobs();
    for (let n = 3; n < EXPORTS_MAX; n += 1) {
      await hoarder.createExport({ query: { format: 'json', kind: 'complaint' } });
      if (n % 3 === 2) await test.runJobs();
    }
    await test.runJobs();
    await refusedWith(hoarder.createExport({ query: { format: 'json' } }), 'too_many_exports');
    const first = await hoarder.listExports({ query: { 'page[size]': 12 } });
    const next = new URL(first.links.next ?? '', 'http://x').searchParams.get('page[after]') ?? '';
    const rest = await hoarder.listExports({ query: { 'page[size]': 12, 'page[after]': next } });
    expect(new Set([...first.data, ...rest.data].map(({ id }) => id)).size).toBe(EXPORTS_MAX);
    await hoarder.deleteExport({ params: { id: first.data[0]?.id ?? '' } });
    await hoarder.createExport({ query: { format: 'json' } });
    await test.runJobs();
  });

  it('deleted is gone at once, and its file with the next job; one that waits is never written', async () => {
    const done = await exportNow(test, cookie, { format: 'csv' });
    const { blob_id: blobId } = await rowOf(done.id);
    const waiting = await boris.createExport({ query: { format: 'csv' } });
    for (const id of [done.id, waiting.id]) {
      await boris.deleteExport({ params: { id } });
      await refusedWith(boris.getExport({ params: { id } }), 'not_found');
      expect((await fileOf(test, cookie, id)).statusCode).toBe(404);
      await refusedWith(boris.deleteExport({ params: { id } }), 'not_found');
    }
    await test.runJobs();
    await expect(test.platform.blobs.stat(blobId ?? '')).rejects.toThrow(BlobMissing);
    await expect(rowOf(done.id)).rejects.toThrow('no result');
    await expect(rowOf(waiting.id)).rejects.toThrow('no result');
  });

  it('is written anew where the program was killed, whatever the first attempt still does', async () => {
    const { id } = await boris.createExport({ query: { format: 'json', sort: 'created' } });
    const begun = '0198a5c2-0000-7000-8000-00000000e001';
    await test.platform.blobs.create(begun);
    await test.platform.db
      .updateTable('app.exports')
      .set({ blob_id: begun, written: 3 })
      .where('id', '=', id)
      .execute();
    await test.runJobs();
    expect(await boris.getExport({ params: { id } })).toMatchObject({ state: 'done' });
    await expect(test.platform.blobs.stat(begun)).rejects.toThrow(BlobMissing);
    const rows = JSON.parse((await fileOf(test, cookie, id)).body) as RequestSummary[];
    expect(rows.map((row) => row.createdAt)).toEqual(rows.map((row) => row.createdAt).toSorted());
  });

  it('says when it could not be written', async () => {
    const { id } = await boris.createExport({ query: { format: 'csv' } });
    const { append } = test.platform.blobs;
    test.platform.blobs.append = () => Promise.reject(new Error('the disk is full'));
    await test.runJobs();
    test.platform.blobs.append = append;
    expect(await boris.getExport({ params: { id } })).toMatchObject({ state: 'failed', failure: 'broken', size: null });
    expect((await fileOf(test, cookie, id)).statusCode).toBe(409);
    await boris.deleteExport({ params: { id } });
  });

  it('ends after seven days, file and all', async () => {
    const { id } = await exportNow(test, cookie, { format: 'csv' });
    const { blob_id: blobId } = await rowOf(id);
    const { expiresAt, finishedAt } = await boris.getExport({ params: { id } });
    expect(Date.parse(expiresAt) - Date.parse(finishedAt ?? '')).toBeGreaterThan(EXPORT_DAYS * 86_400_000 - 1000);
    await test.platform.db.updateTable('app.exports').set({ expires_at: new Date() }).where('id', '=', id).execute();
    expect((await fileOf(test, cookie, id)).json()).toMatchObject({ code: 'result_expired' });
    await test.platform.db.transaction().execute((tx) => enqueue(tx, 'exports.expire', {}));
    await test.runJobs();
    await refusedWith(boris.getExport({ params: { id } }), 'not_found');
    await expect(test.platform.blobs.stat(blobId ?? '')).rejects.toThrow(BlobMissing);
  });
});

it('reads each page by the index of its order', async () => {
  const acme = await companyId(test, 'Acme Logistics');
  const plan = await test.platform.db.transaction().execute(async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx);
    await sql`set local enable_sort = off`.execute(tx);
    return sql<{ 'QUERY PLAN': string }>`explain select * from app.exports where person_id = ${acme}::uuid
      order by created_at desc, id desc limit 51`.execute(tx);
  });
  expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('exports_recent');
});
