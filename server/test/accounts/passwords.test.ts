import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#features/accounts/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, mailsTo, tokenFor, unclaimedCodes } from '../security/attack.ts';

let test: TestApp;
let code: string;
beforeAll(async () => {
  test = await startTestApp();
  [code = ''] = await unclaimedCodes(test);
});
afterAll(() => test.close());

const refusalOf = (answer: Awaited<ReturnType<typeof attempt>>) => [answer.statusCode, answer.json().errors];

describe.each([
  // Long enough, and yet in every list that is tried first.
  ['1qaz2wsx3edc', 'too_easy'],
  ['Password1234', 'too_easy'],
  ['companyaccount', 'too_easy'],
  ['Northlight Security', 'too_easy'],
  ['abcabcabcabc', 'too_easy'],
])('the password %s', (password, reason) => {
  it('is refused at registration', async () => {
    const body = { activationCode: code, email: 'nora@new.example', name: 'Nora Newman', password, language: 'en' };
    expect(refusalOf(await attempt(test, 'createRegistration', { body }))).toEqual([
      422,
      [{ pointer: '/password', code: reason }],
    ]);
  });

  it('is refused with a link to a new one, and the link stays good', async () => {
    const email = `link-${password.replaceAll(' ', '')}@acme.example`.toLowerCase();
    await addMember(test, { email });
    await attempt(test, 'requestPasswordReset', { body: { email } });
    const token = await tokenFor(test, email);
    const reset = (newPassword: string) => attempt(test, 'resetPassword', { body: { token, newPassword } });
    expect(refusalOf(await reset(password))).toEqual([422, [{ pointer: '/newPassword', code: reason }]]);
    expect((await reset('green tea at seven')).statusCode).toBe(200);
    expect((await mailsTo(test, email)).at(-1)?.template).toBe('password_changed');
  });
});

it('is not made of the name or address of its owner', async () => {
  const { cookie } = await addMember(test, { email: 'valentina.orlova@acme.example' });
  const change = (newPassword: string) =>
    attempt(test, 'changePassword', { body: { currentPassword: DEMO_PASSWORD, newPassword }, cookie });
  for (const own of ['valentina.orlova', 'ValentinaOrlova1985', 'orlova-valentina'])
    expect(refusalOf(await change(own)), own).toEqual([422, [{ pointer: '/newPassword', code: 'too_easy' }]]);
});

it('is not made of them by a link to a new one either, nor by the link to the first admin', async () => {
  const email = 'leopold.brandt@acme.example';
  await addMember(test, { email });
  await attempt(test, 'requestPasswordReset', { body: { email } });
  const token = await tokenFor(test, email);
  const reset = (newPassword: string) => attempt(test, 'resetPassword', { body: { token, newPassword } });
  for (const own of ['leopold.brandt', 'LeopoldBrandt1985'])
    expect(refusalOf(await reset(own)), own).toEqual([422, [{ pointer: '/newPassword', code: 'too_easy' }]]);
  expect((await reset('green tea at seven')).statusCode).toBe(200);
  // A link that is dead is called so, whatever is typed.
  expect((await reset('green tea at eight')).json()).toMatchObject({ code: 'link_expired' });
  for (const password of ['leopold.brandt', '1qaz2wsx3edc']) {
    const body = { token: 'x'.repeat(43), name: 'Leopold', email, password, language: 'en' };
    expect(refusalOf(await attempt(test, 'setUp', { body })), password).toEqual([
      422,
      [{ pointer: '/password', code: 'too_easy' }],
    ]);
  }
});

it('is the same in every way of writing its characters', async () => {
  const email = 'zoe@acme.example';
  const { cookie } = await addMember(test, { email });
  const composed = 'caf\u00e9 au lait noir';
  await attempt(test, 'changePassword', {
    body: { currentPassword: DEMO_PASSWORD, newPassword: composed.normalize('NFD') },
    cookie,
  });
  expect((await attempt(test, 'signIn', { body: { email, password: composed } })).statusCode).toBe(200);
});
