import { formatActivationCode } from '@companyaccount/contract/activation-code';
import type { CreateRegistration } from '@companyaccount/contract/registrations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLicense } from '../harness/licenses.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const newCode = async (change?: Parameters<typeof newLicense>[1]) => (await newLicense(test, change)).code;

const person = (email: string, activationCode: string): CreateRegistration => ({
  activationCode,
  email,
  name: 'Nina Neu',
  password: 'a password of its own',
  companyName: 'Initech',
  language: 'ru',
});

/** The secret at the end of the link in the newest mail to an address, as the admin reads it in the mail log. */
async function linkToken(email: string): Promise<string> {
  await test.runJobs();
  const admin = await test.as('admin@vendor.example');
  const { data } = await admin.listMails();
  const mail = data.find(({ to }) => to === email);
  expect(mail).toBeDefined();
  const { text } = await admin.getMail({ params: { id: mail?.id ?? '' } });
  return /\/confirm#(\S+)/u.exec(text ?? '')?.[1] ?? '';
}

describe('registration with an activation code', () => {
  it('makes the first to confirm the administrator of a new company that owns the license', async () => {
    const client = test.client();
    const code = await newCode();
    const typed = ` ${formatActivationCode(code).toLowerCase()} `;
    expect(await client.createRegistration({ body: person('Nina@Initech.example', typed) })).toEqual({
      status: 'confirmation_sent',
    });
    // Nothing can be done before the address is confirmed.
    await expect(test.signIn('nina@initech.example', 'a password of its own')).rejects.toThrow(/401/u);

    const confirmed = await client.confirmRegistration({ body: { token: await linkToken('nina@initech.example') } });
    expect(confirmed).toEqual({ email: 'nina@initech.example', companyName: 'Initech', membership: 'active' });
    const cookie = await test.signIn('NINA@initech.example', 'a password of its own');
    const nina = test.client(cookie);
    expect(await nina.getMe()).toMatchObject({
      name: 'Nina Neu',
      language: 'ru',
      company: { name: 'Initech', role: 'administrator' },
    });
    expect((await nina.listLicenses()).data).toHaveLength(1);
    expect((await nina.listRequests()).data).toEqual([]);
  });

  it('lets whoever comes second wait, seeing nothing of the company', async () => {
    const code = await newCode();
    const client = test.client();
    for (const email of ['first@race.example', 'second@race.example'])
      await client.createRegistration({ body: person(email, code) });
    const [first, second] = [await linkToken('first@race.example'), await linkToken('second@race.example')];
    const answers = await Promise.all([first, second].map((token) => client.confirmRegistration({ body: { token } })));
    expect(answers.map(({ membership }) => membership).toSorted()).toEqual(['active', 'pending']);
    const pending = answers.find(({ membership }) => membership === 'pending');
    const waiting = test.client(await test.signIn(pending?.email ?? '', 'a password of its own'));
    expect(await waiting.getMe()).toMatchObject({
      company: null,
      memberships: [{ companyName: 'Initech', state: 'pending' }],
    });
    await expect(waiting.listRequests()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(waiting.listLicenses()).rejects.toMatchObject({ code: 'forbidden' });
    // The administrator is asked, in the language they chose.
    const active = answers.find(({ membership }) => membership === 'active');
    const { data } = await (await test.as('admin@vendor.example')).listMails();
    const asked = data.filter(({ template }) => template === 'member_waiting');
    expect(asked.map(({ to, subject }) => [to, subject])).toEqual([
      [active?.email, 'Запрос на доступ к компании Initech: Nina Neu'],
    ]);
  });

  it('takes a link once, and not after 48 hours', async () => {
    const client = test.client();
    await client.createRegistration({ body: person('once@initech.example', await newCode()) });
    const token = await linkToken('once@initech.example');
    await client.confirmRegistration({ body: { token } });
    await expect(client.confirmRegistration({ body: { token } })).rejects.toMatchObject({
      code: 'link_expired',
      status: 410,
    });

    await client.createRegistration({ body: person('late@initech.example', await newCode()) });
    const late = await linkToken('late@initech.example');
    await test.platform.db
      .updateTable('app.registrations')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('email', '=', 'late@initech.example')
      .execute();
    await expect(client.confirmRegistration({ body: { token: late } })).rejects.toMatchObject({ code: 'link_expired' });
  });

  it('names a typing error before looking anything up, and an unknown code after', async () => {
    const client = test.client();
    const code = await newCode();
    const mistyped = code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A');
    await expect(client.createRegistration({ body: person('x@initech.example', mistyped) })).rejects.toMatchObject({
      code: 'activation_code_mistyped',
      fields: [{ pointer: '/activationCode', code: 'invalid' }],
    });
    const { generateActivationCode } = await import('../../src/features/licensing/activation-codes.ts');
    await expect(
      client.createRegistration({ body: person('x@initech.example', generateActivationCode()) }),
    ).rejects.toMatchObject({
      code: 'activation_code_unknown',
    });
  });

  it.each([
    ['license_suspended', { state: 'suspended' }],
    ['license_revoked', { state: 'revoked' }],
    ['license_expired', { validUntil: new Date('2026-02-01') }],
  ] as const)('says %s', async (expected, change) => {
    const code = await newCode(change);
    await expect(test.client().createRegistration({ body: person('y@initech.example', code) })).rejects.toMatchObject({
      code: expected,
    });
  });

  it('answers a known address the same, and mails it how to go on', async () => {
    const answer = await test.client().createRegistration({ body: person('anna@acme.example', await newCode()) });
    expect(answer).toEqual({ status: 'confirmation_sent' });
    await test.runJobs();
    const admin = await test.as('admin@vendor.example');
    const [mail] = (await admin.listMails()).data;
    expect(mail).toMatchObject({ to: 'anna@acme.example', template: 'registration_known_address' });
  });

  it('names every field that is wrong at once', async () => {
    const body = {
      ...person('not an address', 'x'),
      name: ' ',
      password: 'short',
      surplus: 1,
    } as unknown as CreateRegistration;
    await expect(test.client().createRegistration({ body })).rejects.toMatchObject({
      code: 'validation_failed',
      fields: expect.arrayContaining([
        { pointer: '/email', code: 'wrong_format' },
        { pointer: '/name', code: 'wrong_format' },
        { pointer: '/password', code: 'too_short', limit: 12 },
        { pointer: '/surplus', code: 'unknown_field' },
      ]),
    });
  });
});
