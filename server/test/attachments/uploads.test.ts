import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { uploadCalls, UPLOADS } from './upload-calls.ts';

const MIB = 1024 * 1024;
let test: TestApp;
let anna: ReturnType<typeof uploadCalls>;
let address: string;
beforeAll(async () => {
  test = await startTestApp();
  anna = uploadCalls(test, await test.signIn('anna@acme.example'));
  address = await test.listen();
});
afterAll(() => test.close());

const rowOf = (id: string) =>
  test.platform.db.selectFrom('app.uploads').selectAll().where('id', '=', id).executeTakeFirst();
const contentOf = async (id: string) => {
  const pieces: Buffer[] = [];
  for await (const piece of await test.platform.blobs.read(id)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
};

/** Opens a PATCH on a real connection whose body the test writes piece by piece. */
async function openPatch(id: string, offset: number, size: number) {
  const patch = httpRequest(`${address}${UPLOADS}/${id}`, {
    method: 'PATCH',
    headers: {
      cookie: await test.signIn('anna@acme.example'),
      'tus-resumable': '1.0.0',
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
      'content-length': String(size),
    },
  });
  patch.on('error', () => undefined);
  return patch;
}
const untilKept = async (id: string, size: number) => {
  for (let turn = 0; turn < 100; turn += 1) {
    const kept = Number((await anna.look(id)).headers['upload-offset']);
    if (kept >= size) return kept;
    await sleep(50);
  }
  throw new Error('the bytes did not arrive');
};

describe('the protocol', () => {
  it('says what it offers, to its own origin alone', async () => {
    const { headers, statusCode } = await test.app.inject({
      method: 'OPTIONS',
      url: UPLOADS,
      headers: { cookie: await test.signIn('anna@acme.example'), origin: 'https://elsewhere.example' },
    });
    expect(statusCode).toBe(204);
    expect(headers).toMatchObject({
      'tus-version': '1.0.0',
      'tus-extension': 'creation,creation-with-upload,expiration,termination',
      'tus-max-size': String(4 * 1024 * MIB),
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('takes a file in pieces and keeps count', async () => {
    const bytes = randomBytes(2 * MIB + 777);
    const { answer, id } = await anna.begin(bytes.length, 'trace.log');
    expect(answer.statusCode).toBe(201);
    expect(answer.headers.location).toBe(`${UPLOADS}/${id}`);
    const expires = Date.parse(String(answer.headers['upload-expires'])) - Date.now();
    expect(Math.abs(expires - 48 * 3_600_000)).toBeLessThan(60_000);
    let at = 0;
    for (const size of [10, MIB, 500_000, bytes.length]) {
      const piece = bytes.subarray(at, Math.min(at + size, bytes.length));
      const appended = await anna.append(id, at, piece);
      at += piece.length;
      expect(appended.statusCode).toBe(204);
      expect(appended.headers['upload-offset']).toBe(String(at));
      expect(await rowOf(id)).toMatchObject({ received: at, state: at === bytes.length ? 'finished' : 'receiving' });
    }
    const looked = await anna.look(id);
    expect(looked.statusCode).toBe(200);
    expect(looked.headers).toMatchObject({
      'upload-offset': String(bytes.length),
      'upload-length': String(bytes.length),
    });
    expect((await contentOf(id)).equals(bytes)).toBe(true);
  });

  it('takes an empty file', async () => {
    const { id } = await anna.begin(0);
    expect(await rowOf(id)).toMatchObject({ size: 0, state: 'finished' });
    expect(await contentOf(id)).toHaveLength(0);
  });

  it('takes a whole file by a plain POST with its name in the address', async () => {
    const bytes = randomBytes(100_000);
    const post = (url: string) =>
      test
        .signIn('anna@acme.example')
        .then((cookie) => test.app.inject({ method: 'POST', url, headers: { cookie }, payload: bytes }));
    const answer = await post(`${UPLOADS}?name=${encodeURIComponent('отчёт.pdf')}`);
    expect(answer.statusCode).toBe(201);
    const id = String(answer.headers.location).slice(-36);
    expect(await rowOf(id)).toMatchObject({ name: 'отчёт.pdf', size: 100_000, state: 'finished' });
    expect((await contentOf(id)).equals(bytes)).toBe(true);
    expect((await post(UPLOADS)).json()).toMatchObject({ status: 412 });
  });

  it('answers a wrong place, too much and too large with problem details', async () => {
    const { id } = await anna.begin(100);
    await anna.append(id, 0, Buffer.alloc(10));
    const wrong = await anna.append(id, 5, Buffer.alloc(10));
    expect(wrong.statusCode).toBe(409);
    expect(wrong.headers['content-type']).toBe('application/problem+json');
    expect(wrong.json()).toMatchObject({ code: 'conflict' });
    expect((await anna.append(id, 10, Buffer.alloc(91))).json()).toMatchObject({ code: 'payload_too_large' });
    expect((await anna.look(id)).headers['upload-offset']).toBe('10');
    expect((await anna.begin(4 * 1024 * MIB + 1)).answer.json()).toMatchObject({ code: 'payload_too_large' });
    expect((await anna.append(randomUUID(), 0, Buffer.alloc(1))).json()).toMatchObject({ code: 'not_found' });
  });

  it('takes an empty file, with and without its content in the first call', async () => {
    for (const id of [await anna.whole(Buffer.alloc(0)), (await anna.begin(0)).id]) {
      expect(await rowOf(id)).toMatchObject({ size: 0, state: 'finished' });
      expect(await contentOf(id)).toHaveLength(0);
    }
  });

  it('forgets an upload that is given up', async () => {
    const id = await anna.whole(randomBytes(10));
    expect((await anna.giveUp(id)).statusCode).toBe(204);
    expect(await rowOf(id)).toBeUndefined();
    await expect(contentOf(id)).rejects.toThrow('does not exist');
    expect((await anna.look(id)).statusCode).toBe(404);
    expect((await anna.giveUp(id)).statusCode).toBe(404);
  });
});

describe('limits', () => {
  it('counts what is on its way against the company’s storage', async () => {
    const clara = uploadCalls(test, await test.signIn('clara@globex.example'));
    await test.platform.db
      .updateTable('app.companies')
      .set({ storage_quota: 1000 })
      .where('name', '=', 'Globex Energy')
      .execute();
    const first = await clara.begin(600);
    expect(first.answer.statusCode).toBe(201);
    expect((await clara.begin(401)).answer.json()).toMatchObject({ status: 413, code: 'storage_full' });
    expect((await clara.begin(400)).answer.statusCode).toBe(201);
    const client = await test.as('clara@globex.example');
    const { company } = await client.getMe();
    expect(await client.getStorage({ params: { id: company?.id ?? '' } })).toEqual({ used: 1000, quota: 1000 });
    await clara.giveUp(first.id);
    const together = await Promise.all(Array.from({ length: 4 }, () => clara.begin(300)));
    expect(together.map(({ answer }) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([201, 201, 413, 413]);
    expect((await anna.begin(5000)).answer.statusCode).toBe(201);
  });

  it('lets nobody leave hundreds of uploads lying about', async () => {
    const boris = uploadCalls(test, await test.signIn('boris@acme.example'));
    const { id } = await boris.begin(1);
    await sql`insert into app.uploads (id, company_id, person_id, name, size, created_at, expires_at)
      select gen_random_uuid(), company_id, person_id, name, size, created_at, expires_at
      from app.uploads, generate_series(1, 199) where id = ${id}`.execute(test.platform.db);
    expect((await boris.begin(1)).answer.json()).toMatchObject({ code: 'too_many_requests' });
  });
});

describe('interruptions', () => {
  it('keeps what came over a connection that broke, and goes on from there', async () => {
    const bytes = randomBytes(3 * MIB);
    const { id } = await anna.begin(bytes.length);
    const patch = await openPatch(id, 0, bytes.length);
    patch.write(bytes.subarray(0, MIB + 300_000));
    await sleep(300);
    patch.destroy();
    const kept = await untilKept(id, MIB + 300_000);
    expect(kept).toBe(MIB + 300_000);
    expect((await anna.append(id, kept, bytes.subarray(kept))).statusCode).toBe(204);
    expect((await contentOf(id)).equals(bytes)).toBe(true);
  });

  it('lets a new request displace one that hangs', async () => {
    const bytes = randomBytes(400_000);
    const { id } = await anna.begin(bytes.length);
    const hanging = await openPatch(id, 0, bytes.length);
    hanging.write(bytes.subarray(0, 100_000));
    await sleep(200);
    const answered = once(hanging, 'response') as Promise<[{ statusCode: number; headers: Record<string, string> }]>;
    const began = performance.now();
    const looked = await anna.look(id);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(looked.headers['upload-offset']).toBe('100000');
    expect((await answered)[0]).toMatchObject({ statusCode: 204, headers: { 'upload-offset': '100000' } });
    hanging.destroy();
    expect((await anna.append(id, 100_000, bytes.subarray(100_000))).statusCode).toBe(204);
    expect((await contentOf(id)).equals(bytes)).toBe(true);
  });

  it('waits for a lease held elsewhere, asks for it, and takes over a dead one', async () => {
    const { id } = await anna.begin(10);
    const { db } = test.platform;
    await sql`insert into app.upload_leases (upload_id, holder, until) values (${id}, gen_random_uuid(), now() + interval '2 seconds')`.execute(
      db,
    );
    const began = performance.now();
    const appended = anna.append(id, 0, Buffer.alloc(10));
    await sleep(500);
    const lease = await db
      .selectFrom('app.upload_leases')
      .select('wanted')
      .where('upload_id', '=', id)
      .executeTakeFirst();
    expect(lease).toEqual({ wanted: true });
    expect((await appended).statusCode).toBe(204);
    expect(performance.now() - began).toBeGreaterThan(1500);
    expect(await db.selectFrom('app.upload_leases').select('holder').where('upload_id', '=', id).execute()).toEqual([]);
  });

  it('writes nothing more once another process took the lease over', async () => {
    const { id } = await anna.begin(2 * MIB);
    const patch = await openPatch(id, 0, 2 * MIB);
    patch.write(randomBytes(1000));
    await sleep(300);
    await test.platform.db
      .updateTable('app.upload_leases')
      .set({ holder: randomUUID() })
      .where('upload_id', '=', id)
      .execute();
    const [answer] = (await once(patch, 'response')) as [{ statusCode: number }];
    expect(answer.statusCode).toBe(409);
    patch.destroy();
    await test.platform.db.deleteFrom('app.upload_leases').where('upload_id', '=', id).execute();
    expect((await anna.look(id)).headers['upload-offset']).toBe('0');
  });

  it('tells the truth after a crash between the blob store and the row', async () => {
    const id = await anna.whole(randomBytes(500));
    await test.platform.db
      .updateTable('app.uploads')
      .set({ received: 0, state: 'receiving' })
      .where('id', '=', id)
      .execute();
    expect((await anna.look(id)).headers['upload-offset']).toBe('500');
    expect(await rowOf(id)).toMatchObject({ received: 500, state: 'finished' });
  });

  it('holds no database connection while bytes are on their way', async () => {
    const patches = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const { id } = await anna.begin(1000);
        const patch = await openPatch(id, 0, 1000);
        patch.write(randomBytes(10));
        return patch;
      }),
    );
    await sleep(300);
    const { pool } = test.platform.database;
    expect(pool.totalCount - pool.idleCount).toBe(0);
    for (const patch of patches) patch.destroy();
  });
});
