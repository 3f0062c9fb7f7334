// Second factors: a code is good once, guessing is slow, and nothing is told before the password is right.
// Seen as: the class of CVE-2024-8796 (codes that work twice) and of second steps without a limit of attempts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#features/accounts/index.ts';
import { addApp, cookieOf, type Enrolled, forgetLastCode } from '../accounts/second-factors.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, mailsTo, tokenFor } from './attack.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

let people = 0;
async function person(): Promise<Enrolled & { id: string; email: string }> {
  const email = `two-step-${(people += 1)}@acme.example`;
  const { id, cookie } = await addMember(test, { email });
  return { ...(await addApp(test, cookie)), id, email };
}
const signIn = (email: string, password = DEMO_PASSWORD, more: object = {}) =>
  attempt(test, 'signIn', { body: { email, password, ...more } });
const stepOf = async (email: string): Promise<string> => (await signIn(email)).json().secondStep.token;
const answerStep = (token: string, code: string) => attempt(test, 'signInSecondStep', { body: { token, code } });
const isOpen = async (cookie: string) => (await attempt(test, 'getMe', { cookie })).statusCode === 200;

describe('signing in with a second factor', () => {
  it('gives no session and no cookie for the password alone', async () => {
    const { id, email } = await person();
    const { db } = test.platform;
    const sessions = () => db.selectFrom('auth.sessions').select('id').where('person_id', '=', id).execute();
    const before = await sessions();
    const answer = await signIn(email);
    expect(answer.json()).toEqual({
      signedIn: false,
      secondStep: { token: expect.any(String), authenticator: true, passkey: false },
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await sessions()).toEqual(before);
  });

  it('tells nothing of the second factor before the password is right', async () => {
    const { email } = await person();
    await addMember(test, { email: 'one-step@acme.example' });
    const shape = async (address: string) => {
      const answer = await signIn(address, 'a wrong password');
      return [answer.statusCode, { ...answer.json(), requestId: '' }];
    };
    expect(await shape(email)).toEqual(await shape('one-step@acme.example'));
    expect(await shape(email)).toEqual(await shape('nobody@acme.example'));
  });

  it('begins a session by a code of the app, for as long as was asked', async () => {
    const { id, email, app } = await person();
    await forgetLastCode(test, id);
    const { secondStep } = (await signIn(email, DEMO_PASSWORD, { rememberMe: false })).json();
    const answer = await answerStep(secondStep.token, ` ${app.code().replace(/^.{3}/u, '$& ')} `);
    expect(answer.statusCode).toBe(200);
    expect(answer.cookies.find(({ name }) => name === 'session')?.maxAge).toBeUndefined();
    expect(await isOpen(cookieOf(answer))).toBe(true);
    const { db } = test.platform;
    const session = await db
      .selectFrom('auth.sessions')
      .select(['second_factor', 'expires_at'])
      .where('person_id', '=', id)
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow();
    expect(session.second_factor).toBe(true);
    expect((session.expires_at.getTime() - Date.now()) / 3_600_000).toBeCloseTo(24, 1);
  });
});

describe('a code of the app', () => {
  it('is taken once, also by two at the same time', async () => {
    const { id, email, app } = await person();
    // The code that set the app up is spent by that.
    expect((await answerStep(await stepOf(email), app.code())).json().code).toBe('second_factor_wrong');
    await forgetLastCode(test, id);
    const steps = [await stepOf(email), await stepOf(email), await stepOf(email)];
    const code = app.code();
    const answers = await Promise.all(steps.map((step) => answerStep(step, code)));
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 401, 401]);
    expect((await answerStep(await stepOf(email), code)).statusCode).toBe(401);
    // Nor is one from before it.
    expect((await answerStep(await stepOf(email), app.code(-1))).statusCode).toBe(401);
    expect((await answerStep(await stepOf(email), app.code(1))).statusCode).toBe(200);
  });

  it('is not guessed: the step locks for the person, wherever the attempts come from; the account does not', async () => {
    const { id, email, app, cookie } = await person();
    await forgetLastCode(test, id);
    const statuses: number[] = [];
    for (let n = 0; n < 21; n += 1)
      statuses.push((await answerStep(await stepOf(email), String(n).padStart(6, '0'))).statusCode);
    expect(new Set(statuses.slice(0, 10))).toEqual(new Set([401]));
    expect(statuses.at(-1)).toBe(429);
    expect((await answerStep(await stepOf(email), app.code())).statusCode).toBe(429);
    expect(await isOpen(cookie)).toBe(true);
    // The password is still asked for as before, and right.
    expect((await signIn(email)).statusCode).toBe(200);
  });

  it('of one person opens nothing of another', async () => {
    const [one, other] = [await person(), await person()];
    await forgetLastCode(test, one.id);
    expect((await answerStep(await stepOf(other.email), one.app.code())).statusCode).toBe(401);
    expect((await answerStep(await stepOf(other.email), one.recoveryCodes[0] ?? '')).statusCode).toBe(401);
  });
});

describe('a recovery code', () => {
  it('is taken once, and its owner is told', async () => {
    const { email, recoveryCodes } = await person();
    expect(new Set(recoveryCodes).size).toBe(10);
    const [code = '', second = ''] = recoveryCodes;
    const steps = [await stepOf(email), await stepOf(email)];
    const answers = await Promise.all(steps.map((step) => answerStep(step, code.toLowerCase().replaceAll('-', ' '))));
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 401]);
    expect((await answerStep(await stepOf(email), code)).statusCode).toBe(401);
    const mail = (await mailsTo(test, email)).at(-1);
    expect([mail?.template, mail?.text.includes('9')]).toEqual(['recovery_code_used', true]);
    expect((await answerStep(await stepOf(email), second)).statusCode).toBe(200);
  });

  it('is worth nothing once new ones were made, and is kept nowhere', async () => {
    const { email, cookie, recoveryCodes } = await person();
    const { recoveryCodes: renewed } = (await attempt(test, 'renewRecoveryCodes', { cookie })).json();
    expect((await answerStep(await stepOf(email), recoveryCodes[0] ?? '')).statusCode).toBe(401);
    expect((await answerStep(await stepOf(email), renewed[0])).statusCode).toBe(200);
    const rows = await test.platform.db.selectFrom('auth.recovery_codes').selectAll().execute();
    for (const code of [...recoveryCodes, ...renewed] as string[])
      expect(rows.some(({ code_hash }) => code_hash.includes(code.replaceAll('-', '')))).toBe(false);
    const apps = await test.platform.db.selectFrom('auth.authenticators').selectAll().execute();
    expect(apps.every(({ sealed_secret }) => (sealed_secret?.length ?? 0) > 40)).toBe(true);
  });
});

describe('the second step', () => {
  it('is over after ten minutes, after use, and when the password is changed', async () => {
    const { id, email, app, cookie } = await person();
    const { db } = test.platform;
    const refused = async (token: string) => (await answerStep(token, app.code(1))).json().code;
    const late = await stepOf(email);
    await db
      .updateTable('auth.challenges')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .execute();
    expect(await refused(late)).toBe('sign_in_expired');

    const used = await stepOf(email);
    await forgetLastCode(test, id);
    expect((await answerStep(used, app.code())).statusCode).toBe(200);
    expect(await refused(used)).toBe('sign_in_expired');

    const waiting = await stepOf(email);
    const changed = await attempt(test, 'changePassword', {
      cookie,
      body: { currentPassword: DEMO_PASSWORD, newPassword: 'green tea at seven' },
    });
    expect(changed.statusCode).toBe(204);
    expect(await refused(waiting)).toBe('sign_in_expired');
    for (const token of ['', 'x', 'A'.repeat(43), `${waiting}A`])
      expect((await answerStep(token, app.code())).statusCode).toBeGreaterThanOrEqual(400);
  });

  it('is asked for after a new password by mail as well', async () => {
    const { email } = await person();
    await attempt(test, 'requestPasswordReset', { body: { email } });
    const token = await tokenFor(test, email);
    await attempt(test, 'resetPassword', { body: { token, newPassword: 'green tea at seven' } });
    expect((await signIn(email, 'green tea at seven')).json().signedIn).toBe(false);
  });

  it('is asked for where who is at the keyboard is confirmed', async () => {
    const { id, email, app, cookie } = await person();
    const confirm = (body: object) => attempt(test, 'signInAgain', { body, cookie });
    const bare = await confirm({ password: DEMO_PASSWORD });
    expect([bare.statusCode, bare.json().errors]).toEqual([401, [{ pointer: '/code', code: 'required' }]]);
    expect((await confirm({ password: DEMO_PASSWORD, code: '000000' })).statusCode).toBe(401);
    await forgetLastCode(test, id);
    expect((await confirm({ password: 'a wrong password', code: app.code() })).json().code).toBe('invalid_credentials');
    expect((await confirm({ code: app.code() })).statusCode).toBe(422);
    expect((await confirm({ password: DEMO_PASSWORD, code: app.code() })).statusCode).toBe(204);
    expect((await mailsTo(test, email)).map(({ template }) => template)).toEqual(['authenticator_added']);
  });
});

describe('setting an app up', () => {
  it('asks for a fresh sign-in and a code of it, and ends the sessions begun without', async () => {
    const { id, cookie } = await addMember(test, { email: 'setting-up@acme.example' });
    const other = cookieOf(await signIn('setting-up@acme.example'));
    const { db } = test.platform;
    const age = (minutes: number) =>
      db
        .updateTable('auth.sessions')
        .set({ signed_in_at: new Date(Date.now() - minutes * 60_000) })
        .where('person_id', '=', id)
        .execute();
    await age(11);
    expect((await attempt(test, 'beginAuthenticator', { cookie })).json().code).toBe('fresh_sign_in_required');
    await age(0);
    expect((await attempt(test, 'confirmAuthenticator', { cookie, body: { code: '123456' } })).statusCode).toBe(409);
    await attempt(test, 'beginAuthenticator', { cookie });
    expect((await attempt(test, 'confirmAuthenticator', { cookie, body: { code: '123456' } })).statusCode).toBe(401);
    // Begun, and not on yet.
    expect((await signIn('setting-up@acme.example')).json().signedIn).toBe(true);
    const enrolled = await addApp(test, cookie);
    expect(await isOpen(other)).toBe(false);
    expect(await isOpen(cookie)).toBe(false);
    expect(await isOpen(enrolled.cookie)).toBe(true);
  });

  it('on another phone leaves the first until the new one works', async () => {
    const { id, email, app, cookie } = await person();
    await attempt(test, 'beginAuthenticator', { cookie });
    await forgetLastCode(test, id);
    expect((await answerStep(await stepOf(email), app.code())).statusCode).toBe(200);
    await forgetLastCode(test, id);
    const second = await addApp(test, cookie);
    expect(second.recoveryCodes).toBeNull();
    await forgetLastCode(test, id);
    expect((await answerStep(await stepOf(email), app.code())).statusCode).toBe(401);
    expect((await answerStep(await stepOf(email), second.app.code())).statusCode).toBe(200);
  });

  it('is undone with the recovery codes, on a fresh sign-in', async () => {
    const { id, email, cookie } = await person();
    const { db } = test.platform;
    await db
      .updateTable('auth.sessions')
      .set({ signed_in_at: new Date(Date.now() - 3_600_000) })
      .where('person_id', '=', id)
      .execute();
    expect((await attempt(test, 'removeAuthenticator', { cookie })).json().code).toBe('fresh_sign_in_required');
    await db.updateTable('auth.sessions').set({ signed_in_at: new Date() }).where('person_id', '=', id).execute();
    expect((await attempt(test, 'removeAuthenticator', { cookie })).statusCode).toBe(204);
    expect((await attempt(test, 'getSecondFactors', { cookie })).json()).toEqual({
      required: false,
      authenticatorSince: null,
      passkeys: [],
      recoveryCodesLeft: 0,
    });
    expect((await signIn(email)).json()).toEqual({ signedIn: true, secondStep: null });
    expect((await mailsTo(test, email)).at(-1)?.template).toBe('authenticator_removed');
  });
});
