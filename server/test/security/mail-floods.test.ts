// Mail bombs: nobody can make the program flood an address, or carry their own words to people who never asked.
// Seen as: the ticket floods through Zendesk of October 2025, osTicket#1041.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, LONG_PASSWORD, mailsTo, register, unclaimedCodes } from './attack.ts';

let test: TestApp;
let codes: string[];
beforeAll(async () => {
  test = await startTestApp();
  codes = await unclaimedCodes(test);
});
afterAll(() => test.close());

const HOURLY = 5;
const FROM_EVERYWHERE = 30;

it('writes an address few mails an hour, from however many places it is named', async () => {
  const body = { activationCode: codes[0], name: 'Nora', password: LONG_PASSWORD, language: 'en' };
  for (let n = 0; n < FROM_EVERYWHERE; n += 1) {
    // The answer does not tell that no more is sent.
    expect(
      (await attempt(test, 'createRegistration', { body: { ...body, email: 'victim@new.example' } })).statusCode,
    ).toBe(202);
    expect(
      (await attempt(test, 'createRegistration', { body: { ...body, email: 'BORIS@acme.example' } })).statusCode,
    ).toBe(202);
    expect((await attempt(test, 'requestPasswordReset', { body: { email: 'Anna@acme.example' } })).statusCode).toBe(
      200,
    );
  }
  expect(await mailsTo(test, 'victim@new.example')).toHaveLength(HOURLY);
  expect(await mailsTo(test, 'boris@acme.example')).toHaveLength(HOURLY);
  expect(await mailsTo(test, 'anna@acme.example')).toHaveLength(HOURLY);
});

it('writes nobody without a valid code or an account', async () => {
  for (const activationCode of ['AAAAA-AAAAA-AAAAA-AAAAA', '00000-00000-00000-00000', `${codes[0]?.slice(0, -1)}!`]) {
    const body = {
      activationCode,
      email: 'innocent@new.example',
      name: 'Nora',
      password: LONG_PASSWORD,
      language: 'en',
    };
    expect((await attempt(test, 'createRegistration', { body })).statusCode).toBe(422);
  }
  expect((await attempt(test, 'requestPasswordReset', { body: { email: 'innocent@new.example' } })).statusCode).toBe(
    200,
  );
  expect(await mailsTo(test, 'innocent@new.example')).toEqual([]);
});

it('carries no words of the registrant to an unconfirmed address', async () => {
  const words = 'Claim your prize at https://evil.example/now';
  await register(test, codes[0] ?? '', 'target@new.example', { name: words, companyName: words });
  const [mail] = await mailsTo(test, 'target@new.example');
  expect(mail?.template).toBe('registration_confirmation');
  expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/prize|evil\.example/u);
});

it('tells a known address only that it is known', async () => {
  await attempt(test, 'createRegistration', {
    body: {
      activationCode: codes[0],
      email: 'clara@globex.example',
      name: 'https://evil.example',
      companyName: 'Evil',
      password: LONG_PASSWORD,
      language: 'ru',
    },
  });
  const [mail] = await mailsTo(test, 'clara@globex.example');
  expect(mail?.template).toBe('registration_known_address');
  expect(mail?.text).not.toMatch(/evil|Evil|#/u);
});
