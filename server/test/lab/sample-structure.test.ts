import { randomBytes } from 'node:crypto';
import { utils, write } from 'cfb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { elfFile, machoFile, pdfFile, peFile, zip } from './hostile-files.ts';
import { keepSample, objectsOf, submit } from './lab-calls.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const keep = async (content: Buffer) => ({ sha256: await keepSample(test, content) });
const structureOf = async (content: Buffer) =>
  (await test.as('analyst@vendor.example')).getSampleStructure({ params: await keep(content) });
const tableOf = async (content: Buffer, kind: string) =>
  (await structureOf(content)).tables.find((one) => one.kind === kind)?.rows;

describe('the texts of a sample', () => {
  it('come in their order, a page at a time, each once, in pieces', async () => {
    const lines = Array.from({ length: 450 }, (_, index) => `text number ${index}`);
    const content = Buffer.concat([
      Buffer.from(lines.join('\0')),
      Buffer.from([1]),
      Buffer.from('at an odd place', 'utf16le'),
      Buffer.alloc(1024 ** 2 - 12_000),
      Buffer.from('where two windows meet '.repeat(600)),
    ]);
    const params = await keep(content);
    const analyst = await test.as('analyst@vendor.example');
    const seen: { offset: number; text: string; wide: boolean }[] = [];
    for (let offset: number | null = 0; offset !== null;) {
      const page: Awaited<ReturnType<typeof analyst.listSampleStrings>> = await analyst.listSampleStrings({
        params,
        query: { offset },
      });
      expect(page.data.length).toBeLessThanOrEqual(200);
      for (const { pieces, ...rest } of page.data) {
        expect(pieces.every((piece) => piece.length <= 4)).toBe(true);
        seen.push({ ...rest, text: pieces.join('') });
      }
      offset = page.next;
    }
    expect(seen.slice(0, 450).map(({ text }) => text)).toEqual(lines);
    expect(seen[450]).toMatchObject({ text: 'at an odd place', wide: true });
    for (const { offset, text, wide } of seen) {
      const bytes = Buffer.from(text, wide ? 'utf16le' : 'latin1');
      expect(content.subarray(offset, offset + bytes.length).equals(bytes), String(offset)).toBe(true);
    }
    expect(seen.slice(451).every(({ text }) => text.length > 5)).toBe(true);
    const offsets = seen.map(({ offset }) => offset);
    expect(offsets).toEqual([...new Set(offsets)].toSorted((a, b) => a - b));

    const some = await analyst.listSampleStrings({ params, query: { q: 'NUMBER 44', min: 4 } });
    expect(some.data.map(({ pieces }) => pieces.join(''))).toEqual([
      'text number 44',
      ...Array.from({ length: 10 }, (_, index) => `text number ${440 + index}`),
    ]);
  });
});

describe('the structure of a sample', () => {
  it('shows where it points to, so that nobody gets there by accident', async () => {
    const texts = [
      'see http://bad.example/a.exe?b=1 now',
      'mail someone@evil.example.org',
      'to 203.0.113.7 and update.bad.xyz',
      'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\x',
      'C:\\Users\\Public\\x.exe',
      'd41d8cd98f00b204e9800998ecf8427e',
      'powershell -enc',
    ];
    const { indicators } = await structureOf(Buffer.from(texts.join('\0')));
    expect(indicators.map(({ sort, value }) => [sort, value])).toEqual(
      expect.arrayContaining([
        ['url', 'hxxp://bad[.]example/a[.]exe?b=1'],
        ['email', 'someone[@]evil[.]example[.]org'],
        ['ip_address', '203[.]0[.]113[.]7'],
        ['domain', 'update[.]bad[.]xyz'],
        ['registry_key', 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\x'],
        ['path', 'C:\\Users\\Public\\x.exe'],
        ['hash', 'd41d8cd98f00b204e9800998ecf8427e'],
        ['shell_command', 'powershell'],
      ]),
    );
  });

  it('shows the entropy along it', async () => {
    const { entropy, unread } = await structureOf(Buffer.concat([Buffer.alloc(65_536), randomBytes(65_536)]));
    expect(unread).toBeNull();
    expect(entropy.bytes).toBe(512);
    expect(entropy.values).toHaveLength(256);
    expect(entropy.values.slice(0, 128).every((value) => value === 0)).toBe(true);
    expect(entropy.values.slice(128).some((value) => value > 3)).toBe(true);
  });

  it('of programs: sections, and what they want of others', async () => {
    expect(await tableOf(peFile(), 'imports')).toEqual([['KERNEL32.dll', '']]);
    expect(await tableOf(peFile(), 'sections')).toEqual([
      ['.text', '0x400', '0x1000', '576', expect.stringMatching(/^\d/u), '---'],
    ]);
    expect((await tableOf(elfFile(), 'sections'))?.map(([name]) => name)).toEqual(['.text', '.shstrtab']);
    expect(await tableOf(machoFile(), 'imports')).toEqual([['/usr/lib/libSystem.B.dylib']]);
    expect(await tableOf(machoFile(), 'sections')).toEqual([
      ['__TEXT.__text', '0x1000', '0x100000f00', '16', expect.any(String)],
    ]);
  });

  it('of documents: streams, macros, scripts, and what they fetch', async () => {
    const book = utils.cfb_new();
    const source = Buffer.from('Attribute VB_Name = "Sheet1"\r\nSub AutoOpen()\r\nEnd Sub\r\n');
    // Every letter as it is: eight of them behind each byte of flags.
    const body = Buffer.concat(
      Array.from({ length: Math.ceil(source.length / 8) }, (_, index) =>
        Buffer.concat([Buffer.from([0]), source.subarray(index * 8, index * 8 + 8)]),
      ),
    );
    const head = Buffer.alloc(3);
    head.writeUInt8(1);
    head.writeUInt16LE(0xb000 | (body.length - 1), 1);
    utils.cfb_add(book, '/Macros/VBA/Sheet1', Buffer.concat([Buffer.from('before'), head, body]));
    const { sources, tables } = await structureOf(Buffer.from(write(book, { type: 'buffer' }) as Uint8Array));
    expect(sources.map(({ name, pieces }) => [name, pieces.join('')])).toEqual([
      ['Root Entry/Macros/VBA/Sheet1', source.toString().replaceAll('\r\n', '\n')],
    ]);
    expect(tables.find(({ kind }) => kind === 'streams')?.rows.map(([name]) => name)).toContain(
      'Root Entry/Macros/VBA/Sheet1',
    );
    expect(await tableOf(pdfFile(), 'objects')).toEqual(
      expect.arrayContaining([
        ['/JavaScript', '1'],
        ['/OpenAction', '1'],
      ]),
    );
    const relation = (more: string) => `<Relationship Id="r1" ${more}/>`;
    const document = zip({
      '[Content_Types].xml': '<Types/>',
      'word/_rels/settings.xml.rels': `<Relationships>${relation(
        'Type="http://x/attachedTemplate" Target="https://bad.example/t.dotm" TargetMode="External"',
      )}${relation('Type="http://x/styles" Target="styles.xml"')}</Relationships>`,
    });
    expect(await tableOf(document, 'external')).toEqual([
      ['attachedTemplate', 'https://bad.example/t.dotm', 'word/_rels/settings.xml.rels'],
    ]);
  });

  it('of what is damaged, or nothing in particular, says just that', async () => {
    expect(await structureOf(peFile().subarray(0, 700))).toMatchObject({ damaged: true, tables: [], unread: null });
    expect(await structureOf(Buffer.from('nothing'))).toMatchObject({ damaged: false, tables: [], sources: [] });
  });
});

describe('similar samples', () => {
  it('are found by their digests, the nearest first, and nothing else is', async () => {
    const body = Array.from({ length: 400 }, (_, line) => `line ${line * 7919} of ${(line * 104_729) % 977}`);
    const variant = (changes: number) =>
      body.map((text, line) => (line < changes ? `other ${line * line}` : text)).join('\n');
    const files = [0, 5, 40].map((changes) => Buffer.from(variant(changes)));
    const id = await submit(test, 'anna@acme.example', {
      ...Object.fromEntries(files.map((bytes, index) => [`v${index}.txt`, bytes])),
      'other.bin': randomBytes(8000),
    });
    await test.runJobs();
    const hashes = (await objectsOf(test, 'anna@acme.example', id)).map(({ sha256 }) => sha256);
    const analyst = await test.as('analyst@vendor.example');
    const { data } = await analyst.listSimilarSamples({ params: { sha256: hashes[0] ?? '' } });
    expect(data.map(({ sha256 }) => sha256)).toEqual([hashes[1], hashes[2]]);
    expect(data[0]?.distance).toBeLessThan(data[1]?.distance ?? 0);
    const none = await analyst.listSimilarSamples({ params: await keep(Buffer.from('without a digest')) });
    expect(none.data).toEqual([]);
  });

  it('are found by the index, however many samples there are', async () => {
    const { pool } = test.platform.database;
    await pool.query(`
      insert into app.samples (id, sha256, size, blob_id, tlsh, created_at)
      select gen_random_uuid(), sha256(n::text::bytea), 1, gen_random_uuid(),
        'T1' || upper(left(encode(sha256(n::text::bytea) || sha256((-n)::text::bytea), 'hex'), 70)), now()
      from generate_series(1, 20000) n`);
    await pool.query('analyze app.samples');
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`
      explain select id from app.samples where tlsh_pieces && (select tlsh_pieces from app.samples limit 1)`);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('samples_tlsh_pieces');
  });
});
