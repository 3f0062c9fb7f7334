import { createHash, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { fileWith, uploadCalls } from './upload-calls.ts';

let test: TestApp;
let cookies: Record<'anna' | 'boris' | 'clara' | 'engineer', string>;
beforeAll(async () => {
  test = await startTestApp();
  cookies = {
    anna: await test.signIn('anna@acme.example'),
    boris: await test.signIn('boris@acme.example'),
    clara: await test.signIn('clara@globex.example'),
    engineer: await test.signIn('engineer@vendor.example'),
  };
});
afterAll(() => test.close());

const as = (who: keyof typeof cookies) => uploadCalls(test, cookies[who]);
const newRequest = (uploads: string[]) =>
  test.client(cookies.anna).createRequest({
    body: { desk: 'support', kind: 'malfunction', subject: 'With a file', text: 'See the file.', uploads },
  });
const attachmentRow = (id: string) =>
  test.platform.db.selectFrom('app.attachments').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('attaching', () => {
  it('turns uploads into attachments in their order, then finishes them by a job', async () => {
    const files = ['b.txt', 'a.txt', 'c.txt'].map((name) => ({ name, bytes: randomBytes(1000) }));
    const { requestId, attachments } = await fileWith(test, cookies.anna, files);
    expect(attachments.map(({ name, size, state, sha256 }) => ({ name, size, state, sha256 }))).toEqual(
      files.map(({ name }) => ({ name, size: 1000, state: 'pending', sha256: null })),
    );
    const before = await test.platform.db
      .selectFrom('app.live_events')
      .select('id')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    await test.runJobs();
    const messages = await test.client(cookies.engineer).listMessages({ params: { id: requestId } });
    expect(messages.data[0]?.attachments).toEqual(
      attachments.map((attachment, index) => ({
        ...attachment,
        state: 'not_scanned',
        reason: 'no_scanner',
        sha256: createHash('sha256')
          .update(files[index]?.bytes ?? '')
          .digest('hex'),
      })),
    );
    expect(await attachmentRow(attachments[0]?.id ?? '')).toMatchObject({ reason: 'no_scanner' });
    const told = await test.platform.db
      .selectFrom('app.live_events')
      .select(['request_id', 'internal'])
      .where('id', '>', before?.id ?? 0)
      // Other jobs of the demo data tell of licenses.
      .where('type', '=', 'request_changed')
      .execute();
    expect(told).toEqual(files.map(() => ({ request_id: requestId, internal: false })));
    await test.runJobs();
  });

  it('refuses what is not complete, not the writer’s, taken already or over its time, and then files nothing', async () => {
    const count = () =>
      test.platform.db
        .selectFrom('app.requests')
        .select((eb) => eb.fn.countAll().as('n'))
        .executeTakeFirst();
    const before = await count();
    const good = await as('anna').whole(randomBytes(10));
    const { id: open } = await as('anna').begin(10);
    const colleagues = await as('boris').whole(randomBytes(10));
    const staffs = await as('engineer').whole(randomBytes(10));
    const late = await as('anna').whole(randomBytes(10));
    await test.platform.db
      .updateTable('app.uploads')
      .set({ expires_at: new Date(0) })
      .where('id', '=', late)
      .execute();
    for (const bad of [open, colleagues, staffs, late]) {
      await expect(newRequest([good, bad])).rejects.toMatchObject({ status: 409, code: 'upload_not_ready' });
    }
    expect(await count()).toEqual(before);
    await newRequest([good]);
    await expect(newRequest([good])).rejects.toMatchObject({ code: 'upload_not_ready' });
    expect((await as('anna').look(good)).statusCode).toBe(404);
  });

  it('lets only one of two messages have an upload', async () => {
    const id = await as('anna').whole(randomBytes(10));
    const outcomes = await Promise.allSettled([newRequest([id]), newRequest([id]), as('anna').giveUp(id)]);
    const rows = await test.platform.db
      .selectFrom('app.attachments')
      .select('blob_id')
      .where('blob_id', '=', id)
      .execute();
    const filed = outcomes.slice(0, 2).filter(({ status }) => status === 'fulfilled').length;
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBeLessThan(3);
    expect(rows).toHaveLength(filed);
    // What is attached is never taken away again.
    if (filed === 1) expect(await test.platform.blobs.stat(id)).toEqual({ size: 10, finished: true });
    else await expect(test.platform.blobs.stat(id)).rejects.toThrow();
  });

  it('calls a file failed whose content is damaged', async () => {
    const { attachments } = await fileWith(test, cookies.anna, [{ name: 'f', bytes: randomBytes(100) }]);
    const id = attachments[0]?.id ?? '';
    const { blob_id: blob } = await attachmentRow(id);
    const body = await open(join(test.platform.config.dataDir, 'blobs', blob.slice(-2), blob), 'r+');
    await body.write(Buffer.from([1, 2, 3, 4]), 0, 4, 50);
    await body.close();
    await test.runJobs();
    expect(await attachmentRow(id)).toMatchObject({ state: 'failed', reason: null, sha256: null });
  });
});

describe('downloading', () => {
  it('gives the original back, whole and in ranges', async () => {
    const bytes = randomBytes(2 * 1024 * 1024 + 100);
    const { attachments } = await fileWith(test, cookies.anna, [{ name: 'данные "1".bin', bytes }]);
    const id = attachments[0]?.id ?? '';
    const whole = await as('anna').download(id);
    expect(whole.statusCode).toBe(200);
    expect(whole.rawPayload.equals(bytes)).toBe(true);
    expect(whole.headers).toMatchObject({ 'content-length': String(bytes.length), 'accept-ranges': 'bytes' });
    expect(whole.headers['content-disposition']).toContain(
      "filename*=UTF-8''%D0%B4%D0%B0%D0%BD%D0%BD%D1%8B%D0%B5%20_1_.bin",
    );
    for (const [range, start, end] of [
      ['bytes=0-0', 0, 1],
      ['bytes=1048570-1048580', 1_048_570, 1_048_581],
      ['bytes=2097000-', 2_097_000, bytes.length],
      ['bytes=-7', bytes.length - 7, bytes.length],
    ] as const) {
      const part = await as('engineer').download(id, { range, 'if-range': String(whole.headers.etag) });
      expect(part.statusCode).toBe(206);
      expect(part.headers['content-range']).toBe(`bytes ${start}-${end - 1}/${bytes.length}`);
      expect(part.rawPayload.equals(bytes.subarray(start, end))).toBe(true);
    }
    expect((await as('anna').download(id, { range: 'bytes=0-0', 'if-range': '"other"' })).statusCode).toBe(200);
    const outside = await as('anna').download(id, { range: `bytes=${bytes.length}-` });
    expect(outside.json()).toMatchObject({ code: 'range_not_satisfiable' });
    expect(outside.headers['content-range']).toBe(`bytes */${bytes.length}`);
    const audited = await test.platform.db
      .selectFrom('app.audit_entries')
      .select('person_id')
      .where('action', '=', 'attachment.downloaded')
      .where('object_id', '=', id)
      .execute();
    expect(audited).toHaveLength(3);
  });

  it('locks an infected file for staff, while its owner gets it back', async () => {
    const { attachments } = await fileWith(test, cookies.anna, [{ name: 'x.exe', bytes: Buffer.from('MZ') }]);
    const id = attachments[0]?.id ?? '';
    await test.platform.db.updateTable('app.attachments').set({ state: 'infected' }).where('id', '=', id).execute();
    expect((await as('engineer').download(id)).json()).toMatchObject({ code: 'forbidden' });
    expect((await as('anna').download(id)).body).toBe('MZ');
  });

  it('shows members nothing of internal messages, whatever a query forgets', async () => {
    const { requestId } = await fileWith(test, cookies.anna, []);
    const uploads = [await as('engineer').whole(Buffer.from('internal'), 'internal.txt')];
    const note = await test
      .client(cookies.engineer)
      .createMessage({ params: { id: requestId }, body: { text: 'note', visibility: 'internal', uploads } });
    const id = note.attachments[0]?.id ?? '';
    expect((await as('engineer').download(id)).body).toBe('internal');
    expect((await as('anna').download(id)).statusCode).toBe(404);
    const me = await test.client(cookies.anna).getMe();
    const scope = { side: 'customer', companyId: me.company?.id ?? '', personId: me.id } as const;
    const seen = await transact(test.platform.db, scope, (tx) =>
      tx.selectFrom('app.attachments').select('id').execute(),
    );
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.map((row) => row.id)).not.toContain(id);
    await test.runJobs();
    const told = await test.platform.db
      .selectFrom('app.live_events')
      .select('internal')
      .where('request_id', '=', requestId)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    expect(told).toEqual({ internal: true });
  });

  it('keeps colleagues out where a company shares nothing', async () => {
    const { attachments } = await fileWith(test, cookies.anna, [{ name: 'own.txt', bytes: Buffer.from('own') }]);
    const id = attachments[0]?.id ?? '';
    expect((await as('boris').download(id)).statusCode).toBe(200);
    await test.platform.db
      .updateTable('app.companies')
      .set({ sharing: 'own' })
      .where('name', '=', 'Acme Logistics')
      .execute();
    expect((await as('boris').download(id)).statusCode).toBe(404);
    await test.platform.db
      .updateTable('app.companies')
      .set({ sharing: 'company' })
      .where('name', '=', 'Acme Logistics')
      .execute();
  });
});
