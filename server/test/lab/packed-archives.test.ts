import { afterAll, describe, expect, it } from 'vitest';
import { contentType } from '#features/lab/content-type.ts';
import { createPool } from '#features/lab/create-pool.ts';
import { readFindings } from '#features/lab/finding.ts';
import { readInnerFiles } from '#features/lab/step-question.ts';
import { zip } from './hostile-files.ts';
import * as packed from './packed-files.ts';

// Put to the isolated process as it is in use, without a database.
const MIB = 1024 ** 2;
const pool = createPool('analysis-worker.ts', {
  fileBytes: 8 * MIB,
  unpackedBytes: 8 * MIB,
  unpackedFiles: 50,
  depth: 5,
  stepMilliseconds: 30_000,
  memoryBytes: 512 * MIB,
  processes: 1,
});
afterAll(() => pool.close());

const BOUNDS = { filesMax: 50, bytesMax: 8 * MIB };
async function take(bytes: Buffer, { password, ...bounds }: Partial<typeof BOUNDS> & { password?: string } = {}) {
  const within = { ...BOUNDS, ...bounds };
  const words = { step: 'unpack', mediaType: await contentType(bytes), password: password ?? null, ...within };
  const answer = await pool.ask({ words, bytes });
  const files = readInnerFiles(answer.words['files'], answer.bytes, within) ?? [];
  return {
    files: Object.fromEntries(files.map(({ path, bytes: content }) => [path, content.toString()])),
    findings: (readFindings(answer.words['findings']) ?? []).map(({ kind, name, count }) => [kind, name ?? count]),
  };
}

describe('an archive that 7-Zip opens', () => {
  it.each([
    ['7z', packed.SEVEN_ZIP, { 'a.txt': packed.TEXT, 'sub/b.txt': 'another harmless text\n' }],
    ['xz', packed.XZ, { content: packed.TEXT }],
    ['bzip2', packed.BZIP2, { content: packed.TEXT }],
    ['zstd', packed.zstd(), { content: packed.TEXT }],
    ['rar', packed.rar('a.txt'), { 'a.txt': packed.TEXT }],
    ['cab', packed.cab('a.txt'), { 'a.txt': packed.TEXT }],
    ['iso', packed.iso(), { 'A.TXT': packed.TEXT }],
    ['lzh', packed.lzh('a.txt'), { 'a.txt': packed.TEXT }],
  ])('gives its files (%s)', async (format, bytes, files) => {
    const taken = await take(bytes);
    expect(taken.files).toEqual(files);
    expect(taken.findings).toEqual([
      ['archive', format],
      ['unpacked', Object.keys(files).length],
    ]);
  });

  it('gives the streams of an installation package, and leaves documents whole', async () => {
    expect((await take(packed.compound('msi'))).files).toMatchObject({ 'a.txt': packed.TEXT.repeat(200) });
    expect(await take(packed.compound('document'))).toEqual({ files: {}, findings: [] });
  });

  it.each([
    ['names in the open', packed.LOCKED],
    ['hidden names', packed.HIDDEN],
  ])('is opened with a usual password (%s)', async (_, bytes) => {
    const taken = await take(bytes);
    expect(taken.files).toEqual({ 'a.txt': packed.TEXT });
    expect(taken.findings).toContainEqual(['password', 'infected']);
  });

  it('that no password opens is told as locked, without rubbish', async () => {
    const without = await take(packed.UNKNOWN);
    expect(without.files).toEqual({});
    expect(without.findings).toEqual([
      ['archive', '7z'],
      ['unpacked', 0],
      ['unknown_password', 1],
    ]);
  });

  it('is opened with the password given', async () => {
    const taken = await take(packed.UNKNOWN, { password: 'something' });
    expect(taken.files).toEqual({ 'a.txt': packed.TEXT });
    expect(taken.findings).toContainEqual(['password', 'given']);
  });

  it('leads nowhere by its paths or its links', async () => {
    const up = await take(packed.LEADING_OUT);
    expect(up.files).toEqual({ 'etc/xyz': 'leads out\n' });
    expect(up.findings).toContainEqual(['unsafe_path', 1]);
    expect((await take(packed.LINKS)).files).toEqual({ 'lk/real': 'hi\n' });
    expect((await take(packed.rar('../a'))).findings).toContainEqual(['unsafe_path', 1]);
  });

  it('ends at the bounds, whatever its directory says', async () => {
    expect(await take(packed.BOMB)).toMatchObject({
      files: {},
      findings: expect.arrayContaining([['limit_reached', 'bytes']]),
    });
    const one = await take(packed.SEVEN_ZIP, { filesMax: 1 });
    expect(Object.keys(one.files)).toHaveLength(1);
    expect(one.findings).toContainEqual(['limit_reached', 'files']);
  });

  it('that is cut short is damaged', async () => {
    for (const [name, bytes] of Object.entries({
      '7z': packed.SEVEN_ZIP.subarray(0, 100),
      xz: packed.XZ.subarray(0, 60),
      rar: packed.rar('a.txt').subarray(0, 60),
      cab: packed.cab('a.txt').subarray(0, 70),
    })) {
      expect((await take(bytes)).findings, name).toContainEqual(['damaged', name]);
    }
  });

  it('is opened too where a ZIP hides behind it', async () => {
    const taken = await take(Buffer.concat([packed.XZ, zip({ 'hidden.txt': 'behind' })]));
    expect(taken.files).toEqual({ content: packed.TEXT, 'hidden.txt': 'behind' });
    expect(taken.findings).toContainEqual(['polyglot', 'zip']);
  });

  it('is told as not opened where nothing opens it', async () => {
    const installer = Buffer.concat([Buffer.from('ISc('), Buffer.alloc(60)]);
    expect((await take(installer)).findings).toEqual([['not_unpacked', 'cab']]);
  });
});
