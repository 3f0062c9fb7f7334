// Passkeys: a signature is good for one challenge of this site, and only when the device made sure of its owner.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#features/accounts/index.ts';
import { addSoftPasskey, askChallenge, cookieOf } from '../accounts/second-factors.ts';
import { SoftPasskey, type Twist } from '../accounts/soft-passkey.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, mailsTo } from './attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

let people = 0;
async function person() {
  const email = `passkey-${(people += 1)}@acme.example`;
  const { id: personId, cookie } = await addMember(test, { email });
  return { ...(await addSoftPasskey(test, cookie)), personId, email };
}
const signIn = (passkey: unknown) => attempt(test, 'signInWithPasskey', { body: { passkey } });
const codeOf = (answer: Awaited<ReturnType<typeof attempt>>) =>
  answer.statusCode < 300 ? answer.statusCode : answer.json().code;

it('signs in without the password, and is the second step where the password is given', async () => {
  const { email, passkey, recoveryCodes, personId } = await person();
  expect(recoveryCodes).toHaveLength(10);
  const answer = await signIn(passkey.answer(await askChallenge(test)));
  expect(answer.json()).toEqual({ signedIn: true });
  const me = await test.client(cookieOf(answer)).getMe();
  expect(me.id).toBe(personId);
  const byPassword = await attempt(test, 'signIn', { body: { email, password: DEMO_PASSWORD } });
  expect(byPassword.json()).toMatchObject({ signedIn: false, secondStep: { authenticator: false, passkey: true } });
  expect((await mailsTo(test, email)).map(({ template }) => template)).toEqual(['passkey_added']);
  expect((await attempt(test, 'getSecondFactors', { cookie: cookieOf(answer) })).json().passkeys).toMatchObject([
    { name: 'Laptop', lastUsedAt: expect.any(String) },
  ]);
});

describe('an answer', () => {
  it('is good once', async () => {
    const { passkey } = await person();
    const answer = passkey.answer(await askChallenge(test));
    expect((await signIn(answer)).statusCode).toBe(200);
    expect(codeOf(await signIn(answer))).toBe('passkey_refused');
    const together = passkey.answer(await askChallenge(test));
    const answers = await Promise.all([signIn(together), signIn(together), signIn(together)]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 401, 401]);
  });

  it('spends its challenge even when it is refused', async () => {
    const { passkey } = await person();
    const challenge = await askChallenge(test);
    expect(codeOf(await signIn(new SoftPasskey().answer(challenge)))).toBe('passkey_refused');
    expect(codeOf(await signIn(passkey.answer(challenge)))).toBe('passkey_refused');
  });

  it.each<[string, Twist]>([
    ['given to another site', { origin: 'https://evil.example' }],
    ['given to another port', { origin: 'http://localhost:8080' }],
    ['for another host', { rpId: 'evil.example' }],
    ['by whoever happened to touch the device', { flags: 0x01 }],
    ['by nobody', { flags: 0x00 }],
    ['that was meant to make a passkey', { type: 'webauthn.create' }],
    ['of a copy that counts anew', { counter: 1 }],
  ])('%s is refused', async (_, twist) => {
    const { passkey } = await person();
    expect((await signIn(passkey.answer(await askChallenge(test)))).statusCode).toBe(200);
    expect(codeOf(await signIn(passkey.answer(await askChallenge(test), twist)))).toBe('passkey_refused');
  });

  it('to a challenge of its own making, or a late one, is refused', async () => {
    const { passkey } = await person();
    for (const challenge of ['', 'A'.repeat(43), 'null'])
      expect(codeOf(await signIn(passkey.answer(challenge)))).toBe('passkey_refused');
    const late = await askChallenge(test);
    await test.platform.db
      .updateTable('auth.challenges')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .execute();
    expect(codeOf(await signIn(passkey.answer(late)))).toBe('passkey_refused');
  });

  it('that was changed is refused', async () => {
    const [one, other] = [await person(), await person()];
    const answer = one.passkey.answer(await askChallenge(test));
    const swapped = { ...answer, credentialId: other.passkey.id.toString('base64url') };
    expect(codeOf(await signIn(swapped))).toBe('passkey_refused');
    for (const field of ['clientData', 'authenticatorData', 'signature'] as const) {
      const good = one.passkey.answer(await askChallenge(test));
      const bytes = Buffer.from(good[field], 'base64url');
      bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
      expect(codeOf(await signIn({ ...good, [field]: bytes.toString('base64url') })), field).toBe('passkey_refused');
    }
  });
});

describe('making a passkey', () => {
  const begin = async (cookie: string) => (await attempt(test, 'beginPasskey', { cookie })).json().challenge as string;
  const add = (cookie: string, body: object) => attempt(test, 'addPasskey', { cookie, body });

  it('takes a challenge once, and only from whom it was given to', async () => {
    const [one, other] = [await person(), await person()];
    const passkey = new SoftPasskey();
    const challenge = await begin(one.cookie);
    expect(codeOf(await add(other.cookie, passkey.register(challenge)))).toBe('passkey_refused');
    expect(codeOf(await add(one.cookie, passkey.register(challenge)))).toBe('passkey_refused');
    expect(codeOf(await add(one.cookie, passkey.register(await askChallenge(test))))).toBe('passkey_refused');
    expect(codeOf(await signIn(one.passkey.answer(await begin(one.cookie))))).toBe('passkey_refused');
  });

  it('takes none of another site, without its owner, or that somebody has', async () => {
    const [one, other] = [await person(), await person()];
    for (const twist of [{ origin: 'https://evil.example' }, { rpId: 'evil.example' }, { flags: 0x01 }]) {
      const body = new SoftPasskey().register(await begin(one.cookie), 'Other', twist);
      expect(codeOf(await add(one.cookie, body)), JSON.stringify(twist)).toBe('passkey_refused');
    }
    const taken = other.passkey.register(await begin(one.cookie));
    expect(codeOf(await add(one.cookie, taken))).toBe('passkey_refused');
    expect((await attempt(test, 'getSecondFactors', { cookie: one.cookie })).json().passkeys).toHaveLength(1);
  });
});

it('of another confirms nobody at the keyboard', async () => {
  const [one, other] = [await person(), await person()];
  const confirm = (passkey: unknown) => attempt(test, 'signInAgain', { body: { passkey }, cookie: one.cookie });
  expect(codeOf(await confirm(other.passkey.answer(await askChallenge(test))))).toBe('passkey_refused');
  expect((await confirm(one.passkey.answer(await askChallenge(test)))).statusCode).toBe(204);
});

it('is renamed and removed by its owner alone', async () => {
  const [one, other] = [await person(), await person()];
  const rename = (cookie: string, id: string) =>
    attempt(test, 'renamePasskey', { params: { id }, cookie, body: { name: 'Phone' } });
  expect((await rename(other.cookie, one.id)).statusCode).toBe(404);
  expect((await rename(one.cookie, one.id)).json().name).toBe('Phone');
  const remove = (cookie: string, id: string) => attempt(test, 'removePasskey', { params: { id }, cookie });
  expect((await remove(other.cookie, one.id)).statusCode).toBe(404);
  expect((await remove(one.cookie, one.id)).statusCode).toBe(204);
  expect(codeOf(await signIn(one.passkey.answer(await askChallenge(test))))).toBe('passkey_refused');
  const byPassword = await attempt(test, 'signIn', { body: { email: one.email, password: DEMO_PASSWORD } });
  expect(byPassword.json().signedIn).toBe(true);
});

it('is made for names of hosts, under the public address where there is one', async () => {
  const bare = await attempt(test, 'askPasskey', { headers: { host: '127.0.0.1:3000' } });
  expect(codeOf(bare)).toBe('passkeys_unavailable');
  const published = await startTestApp({ config: { publicUrl: 'https://portal.vendor.example' } });
  const asked = await attempt(published, 'askPasskey', { headers: { host: 'evil.example' } });
  expect(asked.json().rpId).toBe('portal.vendor.example');
  await published.close();
});
