import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, type Client } from '@companyaccount/contract/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Program } from '../../../e2e/harness/program.ts';
import { type DebianPostgres, startDebianPostgres } from '../harness/debian-postgres.ts';
import { type LiveReader, openStream } from '../harness/live-reader.ts';
import { headersOf, type MailServer, startMailServer } from '../harness/mail-server.ts';
import { clientAt, signInAt } from '../harness/over-http.ts';

const REQUESTS = 200;
const WRITERS = 4;
/** Longer than any of it takes, on a machine with other things to do. */
const SOON_MS = 10_000;
const PEOPLE = [
  'anna@acme.example',
  'boris@acme.example',
  'clara@globex.example',
  'engineer@vendor.example',
  'lead@vendor.example',
] as const;

/** Two processes for people, and as many for jobs as are started, on one database and one data folder. */
interface Installation {
  one: Program;
  other: Program;
  startWorker: () => Promise<Program>;
  databaseUrl: string;
  mail: MailServer;
  stop: () => Promise<void>;
}

async function install(databaseUrl: string): Promise<Installation> {
  const mail = await startMailServer();
  const dataDir = mkdtempSync(join(tmpdir(), 'companyaccount-several-'));
  const masterKey = join(dataDir, 'the.key');
  writeFileSync(masterKey, Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
  const start = (role: 'web' | 'worker') =>
    Program.start({
      dataDir,
      settings: { ROLE: role, DATABASE_URL: databaseUrl, MASTER_KEY_FILE: masterKey, SMTP_URL: mail.url },
    });
  // The first fills the database with demo data.
  const one = await start('web');
  const other = await start('web');
  const workers: Program[] = [];
  return {
    one,
    other,
    databaseUrl,
    mail,
    startWorker: async () => {
      const worker = await start('worker');
      workers.push(worker);
      return worker;
    },
    stop: async () => {
      for (const program of [...workers, one, other]) await program.stop();
      await mail.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function query<T extends object>(databaseUrl: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

let debian: DebianPostgres;
beforeAll(async () => {
  debian = await startDebianPostgres();
});
afterAll(() => debian.stop());

/** An empty database of each server, as whoever runs the installation would make it. */
const DATABASES = {
  'the PostgreSQL that comes along': async () => {
    const { superuserUrl, ownerUrl } = inject('databases');
    const name = `several_${randomUUID().replaceAll('-', '')}`;
    await query(superuserUrl, `create database ${name} owner companyaccount`);
    await query(superuserUrl, `create role ${name}_customer nologin noinherit`);
    await query(superuserUrl, `grant ${name}_customer to companyaccount with inherit false, set true`);
    return `${ownerUrl}/${name}`;
  },
  'the PostgreSQL of Debian': async () => {
    await debian.superuser('create role several login createrole', 'create database several owner several');
    return debian.url('several', 'several');
  },
};

describe.each(Object.entries(DATABASES))('two processes for people and two for jobs, on %s', (_name, makeDatabase) => {
  let installation: Installation;
  let cookies: Record<string, string>;
  const streams: LiveReader[] = [];
  beforeAll(async () => {
    installation = await install(await makeDatabase());
    const { one } = installation;
    cookies = Object.fromEntries(
      await Promise.all(PEOPLE.map(async (email) => [email, await signInAt(one.url, email)] as const)),
    );
  }, 120_000);
  afterAll(async () => {
    for (const stream of streams) stream.close();
    await installation.stop();
  });

  type Person = (typeof PEOPLE)[number];
  const cookieOf = (email: Person) => cookies[email] ?? '';
  const at = (program: Program, email: Person): Client => clientAt(program.url, cookieOf(email));
  const listen = async (program: Program, email: Person, headers: Record<string, string> = {}) => {
    const stream = await openStream(program.url, cookieOf(email), headers);
    streams.push(stream);
    return stream;
  };
  const file = (client: Client, subject: string, idempotencyKey = randomUUID()) =>
    client.createRequest({
      body: { desk: 'support', kind: 'malfunction', severity: 3, subject, text: subject },
      idempotencyKey,
    });

  it('tells at one what happens at the other, and who is there', async () => {
    const { one, other } = installation;
    const boris = await listen(one, 'boris@acme.example');
    const lead = await listen(one, 'lead@vendor.example');
    const clara = await listen(one, 'clara@globex.example');
    const engineer = at(other, 'engineer@vendor.example');
    // A session that began at one of them is good at the other.
    const { id } = await file(at(other, 'boris@acme.example'), 'Seen from the other side');
    await lead.hear(({ data }) => data['type'] === 'request_created' && data['requestId'] === id);
    await engineer.reportPresence({ body: { requestId: id, doing: 'answering' } });
    await lead.hear(({ name, data }) => name === 'presence' && data['requestId'] === id);
    await boris.hear(({ name, data }) => name === 'answering' && data['requestId'] === id);
    const here = async () => (await at(one, 'lead@vendor.example').listPresence({ query: { desk: 'support' } })).data;
    expect((await here()).map(({ requestId, doing }) => ({ requestId, doing }))).toEqual([
      { requestId: id, doing: 'answering' },
    ]);
    await engineer.createMessage({ params: { id }, body: { text: 'Found it.' } });
    await boris.hear(({ data }) => data['type'] === 'message_added' && data['requestId'] === id);
    const { data } = await at(one, 'boris@acme.example').listMessages({ params: { id } });
    expect(data.map(({ text }) => text)).toEqual(['Seen from the other side', 'Found it.']);
    await engineer.reportPresence({ body: { requestId: id, doing: 'gone' } });
    await lead.hear(({ name, data: { doing } }) => name === 'presence' && doing === 'gone');
    expect(await here()).toEqual([]);
    expect(clara.events.filter(({ name }) => name !== 'ready')).toEqual([]);
  });

  it('loses nothing for whoever goes to the other when one is killed', async () => {
    const { one, other, databaseUrl } = installation;
    const before = await Promise.all([listen(one, 'anna@acme.example'), listen(one, 'lead@vendor.example')]);
    const filed = new Map<string, string>();
    let begun = 0;
    const write = async (writer: number) => {
      const clients = [at(one, 'boris@acme.example'), at(other, 'boris@acme.example')];
      while (begun < REQUESTS) {
        begun += 1;
        const subject = `Filing ${begun}`;
        const key = randomUUID();
        // Half of them work at the one that dies; what it did not acknowledge is asked of the other, under the same key.
        const first = clients[writer % 2] ?? at(other, 'boris@acme.example');
        const request = await file(first, subject, key).catch((error: unknown) => {
          if (!(error instanceof ApiError) || error.status !== 0) throw error;
          return file(at(other, 'boris@acme.example'), subject, key);
        });
        filed.set(subject, request.id);
      }
    };
    const writing = Promise.all(Array.from({ length: WRITERS }, (_none, writer) => write(writer)));
    while (filed.size < REQUESTS / 3) await delay(5);
    await one.kill();
    await writing;
    expect(filed.size).toBe(REQUESTS);

    const created = ({ events }: LiveReader) =>
      events.filter(({ data }) => data['type'] === 'request_created').map(({ data }) => data['requestId']);
    for (const [nth, email] of (['anna@acme.example', 'lead@vendor.example'] as const).entries()) {
      const stream = before[nth];
      if (stream === undefined) continue;
      await stream.ended();
      const last = stream.events.findLast(({ id }) => id !== null)?.id ?? '';
      const resumed = await listen(other, email, { 'last-event-id': last });
      const missing = () => {
        const heard = new Set([...created(stream), ...created(resumed)]);
        return [...filed.values()].filter((id) => !heard.has(id));
      };
      await expect.poll(missing, { timeout: SOON_MS }).toEqual([]);
      expect(created(stream).length).toBeLessThan(REQUESTS);
      expect(resumed.events.some(({ name }) => name === 'reset')).toBe(false);
    }
    const [stored] = await query<{ rows: string; subjects: string }>(
      databaseUrl,
      `select count(*) as rows, count(distinct subject) as subjects from app.requests where subject like 'Filing %'`,
    );
    expect(stored).toEqual({ rows: String(REQUESTS), subjects: String(REQUESTS) });

    // It comes back as if nothing had happened.
    await one.startAgain();
    const back = await listen(one, 'anna@acme.example');
    const { id } = await file(at(other, 'boris@acme.example'), 'After all');
    await back.hear(({ data: { requestId } }) => requestId === id);
  });

  it('does what there is to do in the background once, and only where there is a worker', async () => {
    const { one, other, mail, databaseUrl } = installation;
    const waiting = async (): Promise<number> => {
      const [row] = await query<{ count: string }>(
        databaseUrl,
        `select count(*) from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts`,
      );
      return Number(row?.count);
    };
    for (const [nth, email] of PEOPLE.entries())
      await at(nth % 2 === 0 ? one : other, email).requestPasswordReset({ body: { email } });
    expect(await waiting()).toBeGreaterThanOrEqual(PEOPLE.length);
    expect(mail.taken).toEqual([]);
    await Promise.all([installation.startWorker(), installation.startWorker()]);
    await expect.poll(waiting, { timeout: 60_000, interval: 200 }).toBe(0);
    const resets = mail.taken.filter(({ message }) => /\/reset-password/u.test(message));
    expect(resets.map(({ recipients }) => recipients.join()).toSorted()).toEqual([...PEOPLE].toSorted());
    const numbers = mail.taken.map((taken) => headersOf(taken)['message-id']);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
