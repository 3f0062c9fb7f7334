import { ensureDatabase } from './ensure-database.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

// A program of its own for the tests: starts the database, says so in one line of JSON, then waits to be killed or,
// when its input ends, stops the database.
const [dataDir = '', mode = 'outlive'] = process.argv.slice(2);
const said: string[] = [];
const server = await startEmbeddedPostgres({
  dataDir,
  say: (line) => said.push(line),
  dieWithParent: mode === 'die',
  fsync: false,
});
await ensureDatabase(server);
process.stdout.write(`${JSON.stringify({ adopted: server.adopted, said, url: server.superuserUrl })}\n`);
for await (const _ of process.stdin);
await server.stop();
