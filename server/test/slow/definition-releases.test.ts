import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { RELEASE_FILES } from '@companyaccount/contract/releases';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildContainer } from '#features/definitions/build-container.ts';
import { findLastFile } from '#features/definitions/releases-views.ts';
import { saveReleaseFile } from '#features/definitions/write-release-files.ts';
import {
  approvedDetection,
  buildNow,
  draftDetection,
  hexOf,
  keepSample,
  newCleanFile,
  newName,
  patternSignature,
  releaseNow,
} from '../definitions/definition-calls.ts';
import { uploadCalls } from '../attachments/upload-calls.ts';
import { type CustomerScanner, makeScanner } from '../harness/scanner.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

// The whole way: from a sample to what Debian's own freshclam, clamscan and clamd make of the release. Harmless files,
// made here; nothing is fetched from anywhere but this program.
const run = promisify(execFile);
const NAME = 'test-vendor';
let test: TestApp;
let address: string;
let folder: string;
let clean: string;
let database: string;
let scanner: CustomerScanner;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-freshclam-'));
  clean = join(folder, 'clean');
  await mkdir(clean);
  scanner = await makeScanner(folder);
  ({ database } = scanner);
  await writeFile(join(clean, 'innocent.txt'), 'An innocent file says: all of this is quite ordinary text.');
  test = await startTestApp({
    config: {
      definitions: {
        singleAnalyst: false,
        name: NAME,
        clamscan: 'clamscan',
        cleanFolders: [clean],
        scratchDir: join(folder, 'scratch'),
      },
    },
  });
  address = await test.listen();
  await run('chmod', ['-R', 'go+rwX', folder]);
  await run('chmod', ['700', folder]);
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

const sampleText = (word: string) => Buffer.from(`A harmless sample, ${word}. ${'It does nothing at all. '.repeat(8)}`);
/** A detection of a new sample that has this word in it. */
async function detect(word: string) {
  const bytes = sampleText(word);
  const name = newName();
  const samples = [await keepSample(test, bytes)];
  await approvedDetection(test, { name, signatures: [patternSignature(hexOf(`sample, ${word}.`))], samples });
  const path = join(folder, `${name}.sample`);
  await writeFile(path, bytes);
  return { name, path };
}

/** Lets freshclam fetch the release into its folder; answers with its exit code and what it says. */
const freshclam = () => scanner.update(`${address}/definitions/clamav`, NAME);
const isFound = (path: string) => scanner.finds(path);

describe('a release', () => {
  it('passes the real scanner, and freshclam and clamscan take it; unchanged, nothing is fetched again', async () => {
    const { name, path } = await detect('first');
    const { release } = await releaseNow(test);
    expect(release.report.failures).toEqual([]);
    expect(release.report.scanner).toMatch(/^ClamAV \d/u);
    expect(release.report.checks.map(({ check, state }) => [check, state])).toEqual([
      ['rules', 'passed'],
      ['loading', 'passed'],
      ['samples', 'passed'],
      ['clean_files', 'passed'],
    ]);
    const first = await freshclam();
    expect(first, first.said).toMatchObject({ code: 0 });
    expect(await isFound(path)).toBe(true);
    // What has arrived whole is noted behind its answer.
    const served = () => test.platform.db.selectFrom('app.scanner_downloads').select('file').execute();
    await expect.poll(served).toHaveLength(RELEASE_FILES.length);
    const again = await freshclam();
    expect(again.code).toBe(0);
    expect(again.said.match(/is up-to-date/gu)).toHaveLength(RELEASE_FILES.length);
    const { stdout } = await run('sigtool', ['--info', join(database, `${NAME}-current.cud`)]);
    expect(stdout).toMatch(/^Signatures: 1$/mu);
    expect(stdout).toMatch(new RegExp(`^Builder: ${NAME}$`, 'mu'));
    const found = await test.client().lookUpDefinition({ query: { name } });
    expect(found.data).toMatchObject([{ number: release.number, change: 'added', thing: 'detection', name }]);
  });

  it('takes a detection back', async () => {
    const { name, path } = await detect('second');
    await releaseNow(test);
    await freshclam();
    expect(await isFound(path)).toBe(true);
    const analyst = await test.as('analyst@vendor.example');
    const { data } = await analyst.listDetections({ query: { q: name } });
    const { id, version } = await analyst.getDetection({ params: { id: data[0]?.id ?? '' } });
    await analyst.withdrawDetection({ params: { id }, version, body: { reason: 'It hits a clean file.' } });
    await releaseNow(test);
    expect((await freshclam()).code).toBe(0);
    expect(await isFound(path)).toBe(false);
  });

  it('arrives when two are published in one second', async () => {
    const one = await detect('third');
    const first = await buildNow(test);
    const analyst = await test.as('analyst@vendor.example');
    await analyst.publishRelease({ params: { id: first.release.id } });
    await freshclam();
    const two = await detect('fourth');
    const second = await buildNow(test);
    await analyst.publishRelease({ params: { id: second.release.id } });
    const { db } = test.platform;
    const at = new Date();
    await db.updateTable('app.releases').set({ published_at: at }).where('state', '=', 'published').execute();
    await freshclam();
    expect([await isFound(one.path), await isFound(two.path)]).toEqual([true, true]);
  });

  it('can be tried one detection at a time, before anybody approves it', async () => {
    const bytes = Buffer.from('A first sample that says: all of this is quite ordinary text.');
    const draft = await draftDetection(test, {
      signatures: [patternSignature(hexOf('all of this is quite ordinary'))],
      samples: [await keepSample(test, bytes), await keepSample(test, Buffer.from('A sample of other words.'))],
    });
    const analyst = await test.as('analyst@vendor.example');
    const { trial } = await analyst.tryDetection({ params: { id: draft.id } });
    expect(trial).toMatchObject({ state: 'running' });
    await test.runJobs();
    const tried = await analyst.getDetection({ params: { id: draft.id } });
    expect(tried.trial?.state).toBe('done');
    expect(tried.trial?.report.failures).toMatchObject([{ check: 'samples', detail: draft.samples[1] }]);
    const body = { samples: draft.samples.slice(0, 1) };
    const next = await analyst.patchDetection({ params: { id: draft.id }, version: tried.version, body });
    expect(next.trial).toBeNull();
    await analyst.tryDetection({ params: { id: draft.id } });
    await test.runJobs();
    const again = await analyst.getDetection({ params: { id: draft.id } });
    expect(again.trial?.report.failures).toMatchObject([{ check: 'clean_files', detail: join(clean, 'innocent.txt') }]);
    await analyst.dropDetection({ params: { id: draft.id }, version: again.version });
  });

  it('is stopped by a clean file, naming file and detection', async () => {
    const name = newName();
    const samples = [await keepSample(test, Buffer.from('A sample that says: all of this is quite ordinary text.'))];
    const generic = await approvedDetection(test, {
      name,
      signatures: [patternSignature(hexOf('all of this is quite ordinary'))],
      samples,
    });
    const { release } = await buildNow(test);
    expect(release.state).toBe('failed');
    expect(release.report.failures).toEqual([
      { check: 'clean_files', detectionId: generic.id, name, detail: join(clean, 'innocent.txt') },
    ]);
    const analyst = await test.as('analyst@vendor.example');
    await analyst.dropDetection({ params: { id: generic.id }, version: generic.version });
  });

  it('is stopped by a clean file that an analyst has added, under its given name, and passes without it', async () => {
    const name = newName();
    const words = Buffer.from('Setup of a tool: it installs what everybody has asked for.');
    const calls = uploadCalls(test, await test.signIn('analyst@vendor.example'));
    const upload = await calls.whole(words, 'setup of a tool.exe');
    const analyst = await test.as('analyst@vendor.example');
    const added = await analyst.addCleanFile({ body: { upload, reason: 'A tool of a customer.' } });
    await newCleanFile(test);
    const generic = await approvedDetection(test, {
      name,
      signatures: [patternSignature(hexOf('installs what everybody'))],
      samples: [await keepSample(test, Buffer.from('A sample that installs what everybody fears.'))],
    });
    const { release } = await buildNow(test);
    expect(release.report.failures).toEqual([
      {
        check: 'clean_files',
        detectionId: generic.id,
        name,
        detail: `setup of a tool.exe (${added.sha256})`,
      },
    ]);
    expect(release.report.checks.at(-1)).toMatchObject({ check: 'clean_files', state: 'failed', count: 3 });
    await analyst.removeCleanFile({ params: { id: added.id } });
    const again = await buildNow(test);
    expect(again.release.report.failures).toEqual([]);
    expect(again.release.state).toBe('ready');
    await analyst.dropDetection({ params: { id: generic.id }, version: generic.version });
  });

  it('is stopped by a detection that misses its sample, and by a rule that does not load', async () => {
    const samples = [await keepSample(test, Buffer.from('A sample that has nothing of it.'))];
    const misses = await approvedDetection(test, { signatures: [patternSignature(hexOf('other words'))], samples });
    const missed = await buildNow(test);
    expect(missed.release.report.failures).toEqual([
      { check: 'samples', detectionId: misses.id, name: misses.name, detail: samples[0] },
    ]);
    const analyst = await test.as('analyst@vendor.example');
    await analyst.dropDetection({ params: { id: misses.id }, version: misses.version });

    const bad = await approvedDetection(test, {
      signatures: [{ format: 'yara', body: 'strings:\n $a = "words"\ncondition:\n $b' }],
      samples,
    });
    const { release } = await buildNow(test);
    expect(release.state).toBe('failed');
    expect(release.report.failures).toMatchObject([{ check: 'rules', detectionId: bad.id, name: bad.name }]);
    await analyst.dropDetection({ params: { id: bad.id }, version: bad.version });
  });

  it('does no harm where a bad one got past all checks: freshclam keeps what it has, and says so', async () => {
    const { path } = await detect('kept');
    await releaseNow(test);
    expect((await freshclam()).code).toBe(0);
    const { blobs, db } = test.platform;
    const file = `${NAME}-current.cud`;
    const content = Buffer.from('This is no line of a database.\n');
    const inside = { name: `${NAME}-current.hsb`, bytes: content.length, content: () => [content] };
    const header = { version: 1_000_000, signatures: 1, builder: NAME, at: new Date() };
    await buildContainer(join(folder, file), [inside], header);
    const bad = await saveReleaseFile(blobs, folder, file);
    const good = await findLastFile(db, file);
    const put = ({ blobId, size, sha256 }: typeof bad) =>
      db
        .updateTable('app.release_files')
        .set({ blob_id: blobId, size, sha256 })
        .where('name', '=', file)
        .where('blob_id', 'in', [bad.blobId, good?.blobId ?? ''])
        .execute();
    await put(bad);
    const refused = await freshclam();
    expect(refused.code, refused.said).not.toBe(0);
    expect(await isFound(path)).toBe(true);
    await put(good ?? bad);
    expect((await freshclam()).code).toBe(0);
    expect(await isFound(path)).toBe(true);
  });

  it('is counted for the company whose credential the scanner has, and refused to one that has ended', async () => {
    const anna = await test.as('anna@acme.example');
    const id = (await anna.getMe()).company?.id ?? '';
    const { secret, ...credential } = await anna.createScannerCredential({
      params: { id },
      body: { name: 'Gateways' },
    });
    const host = new URL(address).host;
    const fetchWith = () => scanner.update(`http://scanner:${secret}@${host}/definitions/clamav`, NAME);
    expect(await fetchWith()).toMatchObject({ code: 0 });
    const { release } = await anna.getScannerSummary({ params: { id } });
    await expect
      .poll(() => anna.getScannerSummary({ params: { id } }))
      .toMatchObject({ release: expect.any(String), scanners: 1, upToDate: 1 });
    expect((await anna.listScanners({ params: { id } })).data).toMatchObject([
      { release, credential: { id: credential.id, name: 'Gateways' } },
    ]);
    await anna.revokeScannerCredential({ params: { id, credentialId: credential.id } });
    expect((await fetchWith()).code).not.toBe(0);
    expect((await freshclam()).code).toBe(0);
  });

  it('leaves nothing plain behind', async () => {
    expect(await readdir(join(folder, 'scratch'))).toEqual([]);
  });
});

describe('clamd', () => {
  /** Says something to the daemon; answers with its answer. */
  const say = async (socketPath: string, ...words: Buffer[]): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const socket = connect(socketPath);
    let answer = '';
    socket.once('error', reject);
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.once('close', () => resolve(answer));
    socket.write(Buffer.concat(words));
    return promise;
  };
  const ask = (socketPath: string, bytes: Buffer): Promise<string> => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return say(socketPath, Buffer.from('zINSTREAM\0'), length, bytes, Buffer.alloc(4));
  };

  it('finds a sample within two seconds of the publication', async () => {
    await freshclam();
    const socket = join(folder, 'clamd.sock');
    const config = join(folder, 'clamd.conf');
    await writeFile(
      config,
      `LocalSocket ${socket}\nDatabaseDirectory ${database}\nForeground yes\nUser root\nConcurrentDatabaseReload yes\nSelfCheck 0\n`,
    );
    const daemon = spawn('clamd', [`--config-file=${config}`], { stdio: 'ignore' });
    try {
      const bytes = sampleText('fifth');
      let answer = '';
      for (let tries = 0; tries < 300 && !answer.includes('OK'); tries += 1) {
        answer = await ask(socket, bytes).catch(() => '');
        if (answer === '') await sleep(100);
      }
      expect(answer).toContain('OK');
      await detect('fifth');
      const { release } = await buildNow(test);
      await (await test.as('analyst@vendor.example')).publishRelease({ params: { id: release.id } });
      const published = performance.now();
      expect((await freshclam()).code).toBe(0);
      await say(socket, Buffer.from('zRELOAD\0'));
      while (!answer.includes('FOUND') && performance.now() - published < 10_000) {
        answer = await ask(socket, bytes);
        if (!answer.includes('FOUND')) await sleep(20);
      }
      expect(answer).toContain('FOUND');
      expect(performance.now() - published).toBeLessThan(2000);
    } finally {
      daemon.kill('SIGKILL');
    }
  });
});
