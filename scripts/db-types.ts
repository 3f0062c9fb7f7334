// Writes the types of the tables from a freshly migrated database; with --check only says whether they are current.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { ensureDatabase } from '../server/src/platform/db/embedded/ensure-database.ts';
import { startEmbeddedPostgres } from '../server/src/platform/db/embedded/embedded-postgres.ts';
import { migrate } from '../server/src/platform/db/migrate.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'companyaccount-types-'));
const server = await startEmbeddedPostgres({ dataDir, say: () => undefined, dieWithParent: true, fsync: false });
try {
  const { host, port, user, password, database } = await ensureDatabase(server);
  const client = new pg.Client({ host, port, user, password, database });
  await client.connect();
  await migrate(client);
  await client.end();
  const url = `postgres://${user}:${encodeURIComponent(password)}@${encodeURIComponent(host)}:${port}/${database}`;
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/kysely-codegen/dist/cli/bin.js'),
      '--dialect=postgres',
      `--url=${url}`,
      '--default-schema=public',
      '--include-pattern={app,auth}.*',
      '--type-mapping={"int8":"number"}',
      `--out-file=${join(root, 'server/src/platform/db/schema.generated.ts')}`,
      ...(process.argv.includes('--check') ? ['--verify'] : []),
    ],
    { stdio: 'inherit' },
  );
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
