import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { packTar, type ParsedTarEntryWithData, unpackTar } from 'modern-tar';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeyring } from '#platform/crypto/keyring.ts';
import { backup, restore } from '../../src/backup-command.ts';
import { makeTestPlace, type TestPlace } from '../harness/test-app.ts';
import { asOwner, digestsOf, openPlace, runCommand } from './places.ts';

type Entry = ParsedTarEntryWithData;

let folder: string;
let source: TestPlace;
let target: TestPlace;
let good: Entry[];
beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-backup-'));
  source = await makeTestPlace('demo');
  target = await makeTestPlace(null);
  await runCommand(backup, source.config, '--to', join(folder, 'good.tar'));
  good = await unpackTar(await readFile(join(folder, 'good.tar')));
});
afterAll(async () => {
  await source.remove();
  await target.remove();
  await rm(folder, { recursive: true });
});
beforeEach(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterEach(() => vi.restoreAllMocks());

const text = (entry: Entry | undefined) => Buffer.from(entry?.data ?? []).toString();
const part = (name: string, content: string | Buffer): Entry => {
  const data = Uint8Array.from(Buffer.from(content));
  return { header: { name, size: data.length }, data };
};
const change = (name: string, edit: (content: Buffer) => Buffer | string) => (entries: Entry[]) =>
  entries.map((entry) => (entry.header.name === name ? part(name, edit(Buffer.from(entry.data ?? []))) : entry));
const changeRows = (edit: (rows: string) => string) => (entries: Entry[]) => {
  const name = 'tables/auth.people/000001.gz';
  return change(name, (packed) => gzipSync(edit(gunzipSync(packed).toString())))(entries);
};

/** Writes sums and seal anew over what was changed, as somebody could who has the master key. */
async function sealAnew(entries: Entry[], keep: 'seal' | null = null): Promise<Entry[]> {
  const parts = entries.filter(({ header: { name } }) => !/^(sums|manifest)/u.test(name));
  const lines = parts.map(
    ({ header, data }) =>
      `${createHash('sha256')
        .update(data ?? '')
        .digest('hex')}  ${header.name}\n`,
  );
  const sums = part('sums/000001', lines.join(''));
  const manifest = JSON.parse(text(entries.find(({ header }) => header.name === 'manifest.json'))) as Record<
    string,
    unknown
  >;
  manifest['sums'] = [
    createHash('sha256')
      .update(sums.data ?? '')
      .digest('hex'),
  ];
  manifest['head'] = JSON.parse(text(parts[0]));
  const words = JSON.stringify(manifest);
  const { keyring, stop } = await openPlace(source.config);
  await stop();
  const seal = keep === 'seal' ? entries.find(({ header }) => header.name === 'manifest.mac') : undefined;
  return [
    ...parts,
    sums,
    part('manifest.json', words),
    seal ?? part('manifest.mac', keyring.keyedHash('backup', words)),
  ];
}

async function restoring(entries: Entry[] | Uint8Array, config = target.config): Promise<number> {
  const file = join(folder, 'bad.tar');
  await writeFile(file, entries instanceof Uint8Array ? entries : await packTar(entries));
  return runCommand(restore, config, '--from', file);
}

describe('an archive that is not as it was written', () => {
  afterEach(async () => {
    // Nothing was written.
    const found = await asOwner(target.config, (client) =>
      client.query(`select from pg_namespace where nspname in ('app', 'auth', 'graphile_worker')`),
    );
    expect(found.rowCount).toBe(0);
  });

  it('is refused when its end is missing, wherever it was cut', async () => {
    const whole = await readFile(join(folder, 'good.tar'));
    for (const share of [0, 0.001, 0.3, 0.7, 0.99]) {
      await expect(restoring(whole.subarray(0, Math.floor(whole.length * share)))).rejects.toThrow(/cut|damaged/u);
    }
    await expect(restoring(good.slice(0, -1))).rejects.toThrow(/cut/u);
    await expect(restoring(good.slice(0, -3))).rejects.toThrow(/cut/u);
  });

  it('is refused when a byte is another, a part is missing, exchanged, added or repeated', async () => {
    const flip = (content: Buffer) => {
      content[content.length >> 1] = (content[content.length >> 1] ?? 0) ^ 1;
      return content;
    };
    await expect(restoring(change('tables/auth.people/000001.gz', flip)(good))).rejects.toThrow(
      /auth\.people.*SHA-256|unpack/u,
    );
    await expect(restoring(change('sums/000001', flip)(good))).rejects.toThrow(/SHA-256|missing/u);
    await expect(restoring(change('manifest.json', flip)(good))).rejects.toThrow(/sealed|damaged/u);
    await expect(restoring(good.filter((_, at) => at !== 5))).rejects.toThrow(/missing/u);
    await expect(restoring(good.toSpliced(5, 0, good[6] ?? part('x', '')))).rejects.toThrow(/SHA-256|missing/u);
    await expect(restoring([...good, part('tables/auth.people/000002.gz', gzipSync('x'))])).rejects.toThrow(
      /wrong place/u,
    );
    await expect(restoring(good.slice(1))).rejects.toThrow(/wrong place/u);
  });

  it('is refused when somebody made sums that fit but has not the master key', async () => {
    const added = changeRows((rows) => rows.replace('admin@vendor.example', 'thief@vendor.example'));
    await expect(restoring(await sealAnew(added(good), 'seal'))).rejects.toThrow(/not sealed under this master key/u);
  });

  it('is refused for names that lead elsewhere, and for what is no file', async () => {
    for (const name of ['../evil', '/etc/passwd', 'blobs/../../evil', 'tables/../x/000001.gz', 'blobs/UPPER']) {
      await expect(restoring(await sealAnew(good.toSpliced(3, 0, part(name, 'x'))))).rejects.toThrow(/odd name/u);
    }
    const link: Entry = { header: { name: 'tables/app.x/000001.gz', size: 0, type: 'symlink', linkname: '/etc' } };
    await expect(restoring(await sealAnew(good.toSpliced(3, 0, link)))).rejects.toThrow(/is no file/u);
  });

  it('is refused when a part would unpack to more than one holds', async () => {
    const bomb = change('tables/auth.people/000001.gz', () => gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    await expect(restoring(await sealAnew(bomb(good)))).rejects.toThrow(/does not unpack/u);
  });

  it('is refused under another master key, which it names, before it is read through', async () => {
    const keyFile = join(folder, 'other.key');
    await writeFile(keyFile, Buffer.alloc(32, 9).toString('base64'), { mode: 0o600 });
    const other = createKeyring([Buffer.alloc(32, 9)]);
    expect(other.fingerprint).not.toBe(
      (await openPlace(source.config).then(async ({ keyring, stop }) => (await stop(), keyring))).fingerprint,
    );
    await expect(restoring(good.slice(0, 2), { ...target.config, masterKeyFile: keyFile })).rejects.toThrow(
      new RegExp(`under the master key with the fingerprint [0-9a-f]{32}, but ${keyFile} holds another`, 'u'),
    );
    await expect(restoring(good, { ...target.config, masterKeyFile: join(folder, 'none') })).rejects.toThrow(
      /no master key file/u,
    );
  });

  it('is refused when a newer program wrote it, or another one altogether', async () => {
    const head = (edit: (head: { format: string; migrations: unknown[] }) => unknown) =>
      change('head.json', (content) => JSON.stringify(edit(JSON.parse(content.toString()) as never)));
    const newer = head((one) => ({ ...one, migrations: [...one.migrations, { name: '9999_later.sql', hash: 'x' }] }));
    await expect(restoring(newer(good))).rejects.toThrow(/made by a newer version/u);
    await expect(restoring(head((one) => ({ ...one, format: 'companyaccount-backup/2' }))(good))).rejects.toThrow(
      /format/u,
    );
    await expect(restoring(head(() => ({ a: 1 }))(good))).rejects.toThrow(/no backup of ours/u);
    await expect(restoring([part('notes.txt', 'hello')])).rejects.toThrow(/odd name/u);
    await expect(restoring(Buffer.from('no archive at all'.repeat(100)))).rejects.toThrow(/cut|damaged/u);
  });
});

it('is loaded as the older version had it that wrote it, and brought up to date after that', async () => {
  const place = await makeTestPlace(null);
  const later = '0074_company_exports.sql';
  try {
    const older = change('head.json', (content) => {
      const head = JSON.parse(content.toString()) as { migrations: { name: string }[] };
      return JSON.stringify({ ...head, migrations: head.migrations.filter(({ name }) => name !== later) });
    });
    expect(await restoring(await sealAnew(older(good)), place.config)).toBe(0);
    const ran = await asOwner(place.config, (client) =>
      client.query<{ name: string }>('select name from public.migrations order by ran_at desc limit 1'),
    );
    expect(ran.rows).toEqual([{ name: later }]);
    expect(await digestsOf(place.config)).toEqual(await digestsOf(source.config));
  } finally {
    await place.remove();
  }
});

it('leaves an empty installation that takes the right archive when rows do not fit', async () => {
  const place = await makeTestPlace(null);
  try {
    // A company that nobody has: the foreign key says so when it comes back.
    const torn = changeRows((rows) => rows.replace(/^[0-9a-f-]{36}/u, '00000000-0000-7000-8000-000000000000'));
    await expect(restoring(await sealAnew(torn(good)), place.config)).rejects.toThrow(/foreign key/u);
    const people = await asOwner(place.config, (client) => client.query('select from auth.people'));
    expect(people.rowCount).toBe(0);
    expect(await restoring(good, place.config)).toBe(0);
  } finally {
    await place.remove();
  }
});
