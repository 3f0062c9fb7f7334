import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyring, loadKeyring, SealError } from './keyring.ts';
import { MasterKeyError, parseMasterKeys } from './master-key.ts';

const keyring = createKeyring([randomBytes(32)]);

describe('seal and open', () => {
  it('gives back what was sealed', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (plaintext, context) => {
        expect(keyring.open('mail', keyring.seal('mail', plaintext, context), context)).toEqual(Buffer.from(plaintext));
      }),
    );
  });

  it('detects every changed byte', () => {
    const sealed = keyring.seal('code', Buffer.from('7K3QD-ABCDE'), 'license 1');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => keyring.open('code', changed, 'license 1')).toThrow(SealError);
    }
    expect(() => keyring.open('code', sealed.subarray(0, -1), 'license 1')).toThrow(SealError);
    expect(() => keyring.open('code', Buffer.alloc(0), 'license 1')).toThrow(SealError);
  });

  it('opens only for the same purpose, context and key', () => {
    const sealed = keyring.seal('mail', Buffer.from('text'), 'mail 1');
    expect(() => keyring.open('mail', sealed, 'mail 2')).toThrow(SealError);
    expect(() => keyring.open('code', sealed, 'mail 1')).toThrow(SealError);
    expect(() => createKeyring([randomBytes(32)]).open('mail', sealed, 'mail 1')).toThrow(/unknown key/);
  });

  it('opens what an older key sealed and tells which key it was', () => {
    const older = randomBytes(32);
    const before = createKeyring([older]);
    const after = createKeyring([randomBytes(32), older]);
    const sealed = before.seal('blob', Buffer.from('key'), 'b');
    expect(after.open('blob', sealed, 'b').toString()).toBe('key');
    expect(after.keyIdOf(sealed)).toBe(before.keyId);
    expect(after.keyIdOf(after.seal('blob', Buffer.from('key'), 'b'))).toBe(after.keyId);
    expect(after.fingerprint).not.toBe(before.fingerprint);
  });
});

describe('keyed hashes', () => {
  it('differ by purpose and by key, and are otherwise the same', () => {
    const master = randomBytes(32);
    const hash = createKeyring([master]).keyedHash('code-hash', 'A');
    expect(hash).toHaveLength(32);
    expect(createKeyring([master]).keyedHash('code-hash', 'A')).toEqual(hash);
    expect(createKeyring([master]).keyedHash('token', 'A')).not.toEqual(hash);
    expect(keyring.keyedHash('code-hash', 'A')).not.toEqual(hash);
  });
});

describe('the key file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keyring-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, for the owner alone', async () => {
    const file = join(folder, 'data', 'master.key');
    const [one, two] = await Promise.all([
      loadKeyring({ file, mayCreate: true }),
      loadKeyring({ file, mayCreate: true }),
    ]);
    expect(one.fingerprint).toBe(two.fingerprint);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await loadKeyring({ file, mayCreate: false })).fingerprint).toBe(one.fingerprint);
    expect(await readdir(join(folder, 'data'))).toEqual(['master.key']);
  });

  it('is missed when it may not be made', async () => {
    await expect(loadKeyring({ file: join(folder, 'master.key'), mayCreate: false })).rejects.toThrow(MasterKeyError);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([0o640, 0o604, 0o620, 0o601])('is refused with mode %o', async (mode) => {
    const file = join(folder, 'master.key');
    await loadKeyring({ file, mayCreate: true });
    await chmod(file, mode);
    await expect(loadKeyring({ file, mayCreate: true })).rejects.toThrow(/chmod 600/);
  });

  it('is never written over', async () => {
    const file = join(folder, 'master.key');
    await writeFile(file, '', { mode: 0o600 });
    await expect(loadKeyring({ file, mayCreate: true })).rejects.toThrow(/empty/);
    expect(await readFile(file, 'utf8')).toBe('');
  });

  it('takes hex and base64, several lines, and nothing else', () => {
    const key = Buffer.alloc(32, 7);
    expect(parseMasterKeys(`${key.toString('hex')}\n\n ${key.toString('base64')} \r\n`, 'f')).toEqual([key, key]);
    for (const bad of ['', '\n', 'abc', key.toString('hex').slice(2), `${'A'.repeat(42)}==`, 'x'.repeat(64)]) {
      expect(() => parseMasterKeys(bad, 'f')).toThrow(MasterKeyError);
    }
  });
});
