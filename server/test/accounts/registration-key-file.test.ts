import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeLicense, keyFileOf, newLicense } from '../harness/licenses.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, LONG_PASSWORD, mailsTo, tokenFor } from '../security/attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const person = (email: string) => ({
  email,
  name: 'Nina Neu',
  password: LONG_PASSWORD,
  companyName: 'Initech',
  language: 'ru',
});
const send = (body: unknown) => attempt(test, 'createRegistration', { body });
const refusal = async (body: unknown) => {
  const answer = await send(body);
  return answer.statusCode === 202 ? null : { code: answer.json().code, fields: answer.json().errors };
};
const confirm = async (email: string) =>
  (await attempt(test, 'confirmRegistration', { body: { token: await tokenFor(test, email) } })).json();

describe('registration with a key file', () => {
  const withFile = (email: string, keyFile: string) => ({ ...person(email), keyFile });
  const atFile = [{ pointer: '/keyFile', code: 'invalid' }];

  it('claims the license that the file names, and lets the next holder of any of its files wait', async () => {
    const { id } = await newLicense(test);
    const keyFile = await keyFileOf(test, id);
    expect(await refusal(withFile('file@initech.example', keyFile))).toBeNull();
    expect(await confirm('file@initech.example')).toMatchObject({ membership: 'active' });
    expect(await refusal(withFile('second-file@initech.example', keyFile))).toBeNull();
    expect(await confirm('second-file@initech.example')).toMatchObject({ membership: 'pending' });
  });

  it('goes by the license, not by the end that the file was given', async () => {
    const { id } = await newLicense(test, { validUntil: new Date('2026-02-01') });
    const old = await keyFileOf(test, id);
    expect(await refusal(withFile('old@initech.example', old))).toEqual({ code: 'license_expired', fields: atFile });
    await changeLicense(test, id, { validUntil: new Date('2036-02-01') });
    expect(await refusal(withFile('old@initech.example', old))).toBeNull();
    for (const state of ['suspended', 'revoked'] as const) {
      await changeLicense(test, id, { state });
      expect(await refusal(withFile('old@initech.example', old))).toEqual({
        code: `license_${state}`,
        fields: atFile,
      });
    }
  });

  it('says of a wrong file what is wrong with it', async () => {
    const { id } = await newLicense(test);
    const keyFile = await keyFileOf(test, id);
    const content = keyFile.replaceAll(/-----[A-Z ]+-----|\n/gu, '');
    const envelope = JSON.parse(Buffer.from(content, 'base64').toString()) as Record<string, string>;
    const wrap = (changed: Record<string, string>) => {
      const lines = Buffer.from(JSON.stringify({ ...envelope, ...changed }))
        .toString('base64')
        .match(/.{1,64}/gu);
      return ['-----BEGIN LICENSE KEY-----', ...(lines ?? []), '-----END LICENSE KEY-----', ''].join('\n');
    };
    const { signKeyFile } = await import('../../src/features/licensing/key-file.ts');
    const { signingKeyOf } = await import('#platform/crypto/signing-keys.ts');
    const license = JSON.parse(Buffer.from(envelope['enc'] ?? '', 'base64').toString()) as Parameters<
      typeof signKeyFile
    >[0];
    const edited = Buffer.from(JSON.stringify({ ...license, seats: 1000 })).toString('base64');
    const stranger = signingKeyOf(generateKeyPairSync('ed25519').privateKey);
    for (const [code, text] of [
      ['key_file_malformed', 'not a key file'],
      ['key_file_malformed', wrap({ alg: 'none' })],
      ['key_file_forged', wrap({ enc: edited })],
      ['key_file_unknown_issuer', signKeyFile(license, stranger)],
    ] as const) {
      expect(await refusal(withFile('wrong@initech.example', text)), code).toEqual({ code, fields: atFile });
    }
  });

  it('does not find a license that was lost since', async () => {
    const { loadSigningKey } = await import('#platform/crypto/signing-keys.ts');
    const { signKeyFile } = await import('../../src/features/licensing/key-file.ts');
    const key = await loadSigningKey(test.platform.config.signingKeysFile, false, { signs: '', rotate: '' });
    const text = signKeyFile(
      {
        id: '0198a5c2-0000-7000-8000-000000000001',
        licenseId: '0198a5c2-0000-7000-8000-000000000002',
        serial: 'T-lost',
        product: 'Northlight Server',
        component: 'Windows Server',
        plan: 'Standard',
        seats: 1,
        validFrom: '2026-01-01T00:00:00.000Z',
        validUntil: null,
        issuedAt: '2026-01-01T00:00:00.000Z',
      },
      key,
    );
    expect(await refusal(withFile('lost@initech.example', text))).toEqual({ code: 'license_unknown', fields: atFile });
  });

  it('wants exactly one of code and file, and names both', async () => {
    const neither = person('none@initech.example');
    for (const [body, code] of [
      [neither, 'required'],
      [{ ...neither, activationCode: 'AAAAA', keyFile: 'text' }, 'invalid'],
    ] as const) {
      expect(await refusal(body)).toEqual({
        code: 'validation_failed',
        fields: ['/activationCode', '/keyFile'].map((pointer) => ({ pointer, code })),
      });
    }
  });
});

describe('the mail of a registration', () => {
  it('is written once, however often its job runs', async () => {
    const email = 'twice@initech.example';
    await send({ ...person(email), activationCode: (await newLicense(test)).code });
    const { id } = await test.platform.db
      .selectFrom('app.registrations')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    const { mailRegistration } = await import('../../src/features/accounts/register.ts');
    await Promise.all([mailRegistration(test.platform, id), mailRegistration(test.platform, id)]);
    expect(await mailsTo(test, email)).toHaveLength(1);
  });

  it('leaves no registration behind for an address that is known', async () => {
    await send({ ...person('boris@acme.example'), activationCode: (await newLicense(test)).code });
    expect((await mailsTo(test, 'boris@acme.example')).map(({ template }) => template)).toEqual([
      'registration_known_address',
    ]);
    const left = await test.platform.db
      .selectFrom('app.registrations')
      .select('id')
      .where('email', '=', 'boris@acme.example')
      .execute();
    expect(left).toEqual([]);
  });
});
