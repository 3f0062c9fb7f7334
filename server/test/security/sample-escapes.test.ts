// What samples could tell or do outside the lab: their bytes, that others sent them, and where they came from
// (MISP#915, FAME#13).
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type RouteName, routes } from '@companyaccount/contract/routes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { transact } from '#platform/db/scope.ts';
import { zip } from '../lab/hostile-files.ts';
import { objectsOf, submit } from '../lab/lab-calls.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { ALL_ROUTES, type Attempt, attempt, companyId } from './attack.ts';

// The standard test file of the industry, in two parts: whole, it would be taken for malware wherever this file lies.
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const SECRET = 'quarterly plans of Acme.zip';

let test: TestApp;
let request: string;
let sha256: string;
const LAB_ROUTES = ALL_ROUTES.filter(([, { path }]) => path.includes('/lab/samples/')).map(([name]) => name);

beforeAll(async () => {
  test = await startTestApp();
  const inner = Buffer.from(EICAR);
  sha256 = createHash('sha256').update(inner).digest('hex');
  request = await submit(test, 'anna@acme.example', { [SECRET]: gzipSync(zip({ 'inside.com': inner }, 0)) });
  await test.runJobs();
});
afterAll(() => test.close());

/** What the routes are asked that ask for something. */
const MORE: Partial<Record<RouteName, Attempt>> = {
  downloadSample: { query: { link: 'guessed' } },
  findInSample: { query: { bytes: Buffer.from('EICAR').toString('hex') } },
  previewVerdict: { query: { verdict: 'clean' } },
  createSampleComment: { body: { text: 'Looks packed.' } },
  createVerdict: { body: { verdict: 'clean' }, headers: { 'if-match': '"0"' } },
};

it('knows every route about samples', () => {
  expect(LAB_ROUTES.toSorted()).toEqual([
    'analyseSample',
    'createSampleComment',
    'createVerdict',
    'downloadSample',
    'findInSample',
    'getSample',
    'getSampleBytes',
    'getSampleStructure',
    'listSampleComments',
    'listSampleRequests',
    'listSampleStrings',
    'listSimilarSamples',
    'listVerdicts',
    'prepareSampleDownload',
    'previewVerdict',
  ]);
});

it.each(LAB_ROUTES)(
  '%s is closed to whoever does not work at the lab, known sample or not',
  async (name: RouteName) => {
    for (const email of ['anna@acme.example', 'engineer@vendor.example', 'admin@vendor.example']) {
      const cookie = await test.signIn(email);
      const answers = await Promise.all(
        [sha256, '0'.repeat(64)].map((hash) =>
          attempt(test, name, { ...MORE[name], params: { sha256: hash }, cookie }),
        ),
      );
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403]);
    }
    const cookie = await test.signIn('analyst@vendor.example');
    const odd = { ...MORE[name], params: { sha256: '../../etc/passwd' }, cookie };
    expect((await attempt(test, name, odd)).statusCode).toBe(404);
  },
);

it('shows no text of a sample in one piece, whatever is asked', async () => {
  const cookie = await test.signIn('analyst@vendor.example');
  for (const name of LAB_ROUTES) {
    const answer = await attempt(test, name, { ...MORE[name], params: { sha256 }, cookie });
    expect(answer.statusCode, name).toBe(name === 'downloadSample' ? 410 : routes[name].status);
    expect(answer.headers['content-type']).toMatch(/^application\/(problem\+)?json/u);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).not.toContain('EICAR');
  }
});

it('keeps no sample in plain, neither below the data folder nor in the database', async () => {
  const entries = await readdir(test.platform.config.dataDir, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    expect((await readFile(path)).includes('EICAR'), path).toBe(false);
  }
  for (const table of ['samples', 'analyses', 'analysis_steps', 'contained_samples', 'submission_objects']) {
    const { rows } = await test.platform.database.pool.query(
      `select from app.${table} as t where t::text ilike '%EICAR%'`,
    );
    expect(rows, table).toHaveLength(0);
  }
});

it('tells another company nothing of who else sent a file, or how it was called', async () => {
  const other = await submit(test, 'clara@globex.example', { 'same.com': Buffer.from(EICAR) }, { hashes: [sha256] });
  await test.runJobs();
  const seen = JSON.stringify(await objectsOf(test, 'clara@globex.example', other));
  for (const secret of [SECRET, 'inside.com', 'Acme', request]) expect(seen).not.toContain(secret);
  const hashes = (await objectsOf(test, 'clara@globex.example', other)).filter(({ kind }) => kind === 'hash');
  // Their own file counts, nobody else's.
  expect(hashes).toMatchObject([{ outcome: 'already_sent', hasSample: false, progress: null }]);
});

it('says to the analyst who sent it, and shows findings without any of it', async () => {
  const analyst = await test.as('analyst@vendor.example');
  const sample = await analyst.getSample({ params: { sha256 } });
  for (const secret of [SECRET, 'Acme', 'Globex']) expect(JSON.stringify(sample)).not.toContain(secret);
  const { data } = await analyst.listSampleRequests({ params: { sha256 } });
  expect(data.map(({ company }) => company)).toEqual(['Globex Energy', 'Acme Logistics']);
});

it('gives a customer’s transaction no sample, analysis or finding, nor the objects of others', async () => {
  const { id: personId } = await (await test.as('clara@globex.example')).getMe();
  const scope = { side: 'customer', companyId: await companyId(test, 'Globex Energy'), personId } as const;
  for (const table of ['app.samples', 'app.analyses', 'app.analysis_steps', 'app.contained_samples'] as const) {
    await expect(
      transact(test.platform.db, scope, (tx) => tx.selectFrom(table).selectAll().execute()),
      table,
    ).rejects.toThrow(/permission denied/u);
  }
  const rows = await transact(test.platform.db, scope, (tx) =>
    tx.selectFrom('app.submission_objects').select('company_id').execute(),
  );
  expect(new Set(rows.map((row) => row.company_id))).toEqual(new Set([scope.companyId]));
});
