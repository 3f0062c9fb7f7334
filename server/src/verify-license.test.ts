import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signKeyFile } from '#features/licensing/key-file.ts';
import { signingKeyOf } from '#platform/crypto/signing-keys.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const key = signingKeyOf(generateKeyPairSync('ed25519').privateKey);
const LICENSE = {
  id: '019a0000-0000-7000-8000-000000000001',
  licenseId: '019a0000-0000-7000-8000-000000000002',
  serial: 'NL-1001',
  product: 'Northlight Endpoint',
  component: 'Agent for Linux',
  plan: 'Standard',
  seats: 5,
  validFrom: '2020-01-01T00:00:00.000Z',
  validUntil: null,
  issuedAt: '2020-01-01T00:00:00.000Z',
};
const file = signKeyFile(LICENSE, key);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companyaccount-verify-'));
  await writeFile(join(folder, 'keys.json'), JSON.stringify({ data: [{ kid: key.kid, publicKey: key.publicKey }] }));
});
afterAll(() => rm(folder, { recursive: true }));

async function verify(text: string | null, keys = 'keys.json'): Promise<{ code: unknown; out: string; err: string }> {
  const path = join(folder, 'license.key');
  await (text === null ? rm(path, { force: true }) : writeFile(path, text));
  // A process of its own that has no settings, may not use the network, and may not write.
  return new Promise((done) => {
    execFile(
      process.execPath,
      [
        '--permission',
        '--allow-fs-read=*',
        '--allow-addons',
        main,
        'license',
        'verify',
        path,
        '--keys',
        join(folder, keys),
      ],
      { env: {}, cwd: folder },
      (error, out, err) => done({ code: error === null ? 0 : error.code, out, err }),
    );
  });
}

it('tells the answers apart by how it ends', async () => {
  const valid = await verify(file);
  expect(valid.code).toBe(0);
  expect(valid.out).toMatch(/^valid\n\{\n {2}"id"/u);
  expect(valid.out).toContain('"serial": "NL-1001"');
  const foreign = signKeyFile(LICENSE, signingKeyOf(generateKeyPairSync('ed25519').privateKey));
  for (const [text, code, out] of [
    [signKeyFile({ ...LICENSE, validUntil: '2020-02-01T00:00:00.000Z' }, key), 3, /^expired\n/u],
    [
      signKeyFile(LICENSE, { ...signingKeyOf(generateKeyPairSync('ed25519').privateKey), kid: key.kid }),
      4,
      /^forged\n$/u,
    ],
    [`${file} `, 5, /^malformed\n$/u],
    [foreign, 6, /^unknown_issuer\n$/u],
  ] as const) {
    const answer = await verify(text);
    expect(answer.code).toBe(code);
    expect(answer.out).toMatch(out);
  }
}, 60_000);

it('says what it cannot read', async () => {
  expect(await verify(null)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('license.key cannot be read'),
  });
  await writeFile(join(folder, 'other.json'), '{"data":[{"kid":1}]}');
  expect(await verify(file, 'other.json')).toMatchObject({
    code: 1,
    err: expect.stringContaining('is not the answer of /api/v1/license-keys'),
  });
}, 60_000);
