// The program of live-streams.ts, in a process of its own, with companies of as many people as an event concerns.
import type pg from 'pg';
import { createApp } from '../server/src/app.ts';
import { readConfig } from '../server/src/platform/config.ts';
import { newId } from '../server/src/platform/ids.ts';
import { createLog } from '../server/src/platform/log.ts';
import { startPlatform } from '../server/src/platform/start.ts';
import { memoryInUse } from './live-memory.ts';
import { sessionCookies } from './session-cookies.ts';

/** What the measuring process is told first. */
export interface LiveProgram {
  url: string;
  postgres: string;
  database: pg.PoolConfig;
  companies: { id: string; cookies: string[] }[];
}

const [dataDir = '', streams = '', concerned = ''] = process.argv.slice(2);
const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }, dataDir);
const { platform, stop } = await startPlatform(config, createLog('silent'), {
  version: 'bench',
  say: () => undefined,
  localUrl: () => 'http://localhost',
});
const { pool } = platform.database;

async function fill(): Promise<LiveProgram['companies']> {
  const companies: LiveProgram['companies'] = [];
  for (let left = Number(streams); left > 0; left -= Number(concerned)) {
    const id = newId();
    const people = Array.from({ length: Math.min(left, Number(concerned)) }, () => newId());
    await pool.query(`insert into app.companies (id, name) values ($1, $2)`, [id, `Company ${companies.length}`]);
    await pool.query(
      `insert into auth.people (id, name, email) select id, 'Somebody', id || '@bench.example' from unnest($1::uuid[]) id`,
      [people],
    );
    await pool.query(
      `insert into app.members (id, company_id, person_id, role, state)
       select gen_random_uuid(), $1, id, 'user', 'active' from unnest($2::uuid[]) id`,
      [id, people],
    );
    companies.push({ id, cookies: await sessionCookies(platform, people) });
  }
  return companies;
}

const companies = await fill();
const { rows } = await pool.query<{ server_version: string }>('show server_version');
const app = await createApp(platform);
await platform.hub.start();
const url = await app.listen({ host: '127.0.0.1', port: 0 });
const { host, port, user, password, database } = pool.options;

process.on('message', () => process.send?.(memoryInUse()));
process.once('disconnect', () => {
  void app
    .close()
    .then(() => platform.hub.stop())
    .then(stop)
    .then(() => process.exit(0));
});
process.send?.({
  url,
  postgres: rows[0]?.server_version ?? '',
  database: { host, port, user, password, database },
  companies,
} satisfies LiveProgram);
