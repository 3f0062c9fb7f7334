import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, ANNA, readMailLink, signIn } from './harness/accounts.ts';
import { foreignKeyFile, forgedKeyFile, licenseIdOf } from './harness/key-files.ts';
import { Vendor } from './harness/licenses.ts';
import { test } from './harness/test.ts';
import { type Words, words } from './harness/words.ts';

const en = words('en');
const ru = words('ru');
const VENDOR = { vendor: 'Northlight Security' };
const PASSWORD = 'a long password of words';

interface Person {
  email: string;
  name: string;
  companyName: string;
}
const NINA: Person = { email: 'nina@harbour.example', name: 'Nina Neu', companyName: 'Harbour Works' };

/** Fills in who registers; how the license is shown is left to the test. */
async function fillPerson(page: Page, t: Words, { email, name, companyName }: Person): Promise<void> {
  await page.getByRole('textbox', { name: t('public:register.company.label') }).fill(companyName);
  await page.getByRole('textbox', { name: t('public:register.name.label') }).fill(name);
  await page.getByRole('textbox', { name: t('public:register.email.label') }).fill(email);
  await page.getByLabel(t('public:password.label'), { exact: true }).fill(PASSWORD);
}
async function expectFilled(page: Page, t: Words, { email, name, companyName }: Person): Promise<void> {
  await expect(page.getByRole('textbox', { name: t('public:register.company.label') })).toHaveValue(companyName);
  await expect(page.getByRole('textbox', { name: t('public:register.name.label') })).toHaveValue(name);
  await expect(page.getByRole('textbox', { name: t('public:register.email.label') })).toHaveValue(email);
  await expect(page.getByLabel(t('public:password.label'), { exact: true })).toHaveValue(PASSWORD);
}
const send = (page: Page, t: Words) =>
  page
    .locator('form')
    .getByRole('button', { name: t('public:register.submit'), exact: true })
    .click();
const code = (page: Page, t: Words) => page.getByRole('textbox', { name: t('public:register.code.label') });
const byFile = (page: Page, t: Words) => page.getByText(t('public:proof.byFile'), { exact: true }).click();
const choose = (page: Page, name: string, text: string) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
const mailbox = (page: Page, t: Words) => page.getByRole('heading', { name: t('public:mailbox.kept.title') });

test('a key file opens an account and a company; the next holder of it waits', async ({ open, program }) => {
  const operator = await open({ as: ADMIN });
  const nina = await open({ width: 390, theme: 'dark' });
  await nina.goto('/register');
  await byFile(nina, en);
  await choose(nina, 'license.key', program.keyFile.replaceAll('\n', '\r\n'));
  // What the file is for is seen before the rest is filled in.
  await expect(nina.getByText('Northlight Server, Windows Server')).toBeVisible();
  await expectAccessible(nina);
  await expectNoSidewaysScroll(nina);
  await fillPerson(nina, en, NINA);
  await send(nina, en);
  await expect(mailbox(nina, en)).toBeVisible();
  await nina.goto(await readMailLink(operator, NINA.email));
  await expect(nina.getByText(en('public:confirm.active.text', { company: NINA.companyName }))).toBeVisible();
  await nina
    .getByRole('main')
    .getByRole('link', { name: en('public:confirm.signIn') })
    .click();
  await signIn(nina, en, NINA.email, PASSWORD);
  await expect(nina.getByRole('heading', { name: en('portal:home.title') })).toBeVisible();
  await expect(nina.getByText('Northlight Server')).toBeVisible();

  // The text of the file, pasted out of a mail, does as well.
  const oleg = { email: 'oleg@harbour.example', name: 'Олег Орлов', companyName: 'Гавань' };
  const second = await open({ language: 'ru' });
  await second.goto('/register');
  await byFile(second, ru);
  await second.getByRole('button', { name: ru('public:proof.file.paste') }).click();
  await second
    .getByRole('textbox', { name: ru('public:proof.file.text') })
    .fill(`Здравствуйте!\n\n  ${program.keyFile.replaceAll('\n', '\n  ')}\nУдачи`);
  await expect(second.getByText('Northlight Server, Windows Server')).toBeVisible();
  await expectAccessible(second);
  await fillPerson(second, ru, oleg);
  await send(second, ru);
  await expect(mailbox(second, ru)).toBeVisible();
  await second.goto(await readMailLink(operator, oleg.email));
  await expect(second.getByText(ru('public:confirm.pending.text', { company: NINA.companyName }))).toBeVisible();

  // A good file of a license that is good no more: what happened, and what to do.
  const vendor = await Vendor.signIn(program);
  const license = licenseIdOf(program.keyFile);
  const late = await open({ expected: { refusals: [422] } });
  await late.goto('/register');
  await byFile(late, en);
  await choose(late, 'license.key', program.keyFile);
  await fillPerson(late, en, { ...NINA, email: 'late@harbour.example' });
  await vendor.suspend(license);
  await send(late, en);
  await expect(late.getByRole('alert')).toContainText(en('public:proof.refused.suspended', VENDOR));
  await vendor.resume(license);
  await vendor.expire(license);
  await send(late, en);
  await expect(late.getByRole('alert')).toContainText(en('public:proof.refused.expired', VENDOR));
  await expect(late.getByText('license.key')).toBeVisible();
  await vendor.revoke(license);
  await send(late, en);
  await expect(late.getByRole('alert')).toContainText(en('public:proof.refused.revoked', VENDOR));
});

test('the code of a license that is good no more says so, and keeps what was typed', async ({ open, program }) => {
  const vendor = await Vendor.signIn(program);
  const page = await open({ width: 390, expected: { refusals: [422] } });
  await page.goto('/register');
  await fillPerson(page, en, NINA);
  for (const state of ['expired', 'suspended', 'revoked'] as const) {
    const issued = await vendor.issue();
    if (state === 'expired') await vendor.expire(issued.license.id);
    if (state === 'suspended') await vendor.suspend(issued.license.id);
    if (state === 'revoked') await vendor.revoke(issued.license.id);
    await code(page, en).fill(issued.code);
    await send(page, en);
    await expect(page.getByRole('alert')).toContainText(en(`public:proof.refused.${state}`, VENDOR));
    await expectFilled(page, en, NINA);
  }
  await expectAccessible(page);
});

test('a file that is wrong is named at once, and nothing typed is lost', async ({ open, program }) => {
  const page = await open({ expected: { refusals: [422] } });
  await page.goto('/register');
  await fillPerson(page, en, NINA);
  await byFile(page, en);
  for (const [name, text, said] of [
    ['photo.jpg', 'no key file', en('public:proof.refused.malformed')],
    ['license.key', forgedKeyFile(program.keyFile), en('public:proof.refused.forged', VENDOR)],
    ['other.key', foreignKeyFile(program.keyFile), en('public:proof.refused.foreign', VENDOR)],
    ['keys.zip', 'PK', en('public:proof.file.archive', { name: 'keys.zip' })],
    ['dump.key', 'x'.repeat(20_000), en('public:proof.file.tooLarge', { name: 'dump.key' })],
  ] as const) {
    await choose(page, name, text);
    await expect(page.getByText(said)).toBeVisible();
    await send(page, en);
    await expect(page.getByRole('alert').getByRole('link', { name: en('public:proof.file.label') })).toBeVisible();
    await expect(mailbox(page, en)).toHaveCount(0);
  }
  await expectAccessible(page);
  await expectFilled(page, en, NINA);
  // Back at the code, and with the file again, each is as it was left.
  await page.getByText(en('public:proof.byCode'), { exact: true }).click();
  await code(page, en).fill('ABCDE');
  await byFile(page, en);
  await choose(page, 'license.key', program.keyFile);
  await page.getByText(en('public:proof.byCode'), { exact: true }).click();
  await expect(code(page, en)).toHaveValue('ABCDE');
  await byFile(page, en);
  await expect(page.getByText('license.key')).toBeVisible();
});

test('a code is judged while it is typed, and an unknown one when it is sent', async ({ open }) => {
  const page = await open({ language: 'ru', expected: { refusals: [422] } });
  await page.goto('/register');
  await fillPerson(page, ru, NINA);
  await code(page, ru).fill('ABCDE-FGHJK-MNPQR-STVW0');
  await expect(page.getByText(ru('public:proof.refused.mistyped')).first()).toBeVisible();
  await send(page, ru);
  await expect(page.getByRole('alert')).toContainText(ru('public:proof.refused.mistyped'));
  // Right by its check character, and of no license.
  await code(page, ru).fill('00000-00000-00000-0000H');
  await send(page, ru);
  await expect(page.getByRole('alert')).toContainText(ru('public:proof.refused.unknown', VENDOR));
  await expectFilled(page, ru, NINA);
});

test('a known address gets the same answer, and a mail that says how to go on', async ({ open, program }) => {
  const page = await open();
  await page.goto('/register');
  await code(page, en).fill((await (await Vendor.signIn(program)).issue()).code);
  await fillPerson(page, en, { ...NINA, email: ANNA });
  await send(page, en);
  await expect(mailbox(page, en)).toBeVisible();
  const operator = await open({ as: ADMIN });
  const link = await readMailLink(operator, ANNA);
  expect(new URL(link).pathname).not.toBe('/confirm');
});
