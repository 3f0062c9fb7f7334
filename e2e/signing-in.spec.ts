import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, becomeMember } from './harness/accounts.ts';
import { addPasskeyDevice, codeOf } from './harness/authenticator.ts';
import { newCode } from './harness/licenses.ts';
import type { Program } from './harness/program.ts';
import { type Open, test } from './harness/test.ts';
import { words } from './harness/words.ts';

const PERSON = { name: 'Ирина Лебедева', email: 'irina@bridge.example', password: 'a long password of words' };
const t = words('ru');

test('a person confirms who they are, and signs in with an app, a recovery code and a passkey', async ({
  program,
  open,
}) => {
  const page = await register(program, open);
  const recoveryCode = await setUpApp(page);
  const elsewhere = await signInBySteps(open, recoveryCode);
  await addPasskey(page);
  await endElsewhere(page, elsewhere);

  await page.getByRole('button', { name: t('common:person.menu') }).click();
  await page.getByRole('menuitem', { name: t('common:person.signOut') }).click();
  await expect(page).toHaveURL('/');
  // The device holds the passkey, so nothing is typed. Asked by the button: this one would answer the browser's own offer
  // before anybody could click.
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
  });
  await page.goto('/sign-in');
  await page.getByRole('button', { name: t('public:signIn.passkey') }).click();
  await expect(page.getByRole('button', { name: t('common:person.menu') })).toBeVisible();
});

async function register(program: Program, open: Open): Promise<Page> {
  const operator = await open({ as: ADMIN });
  const page = await open({ language: 'ru', width: 390, expected: { refusals: [401, 403] } });
  await becomeMember(page, t, operator, {
    ...PERSON,
    activationCode: await newCode(program),
    companyName: 'Северный мост',
  });
  await addPasskeyDevice(page);
  return page;
}

/** Sets up an app, after the dialog that asks who is at the keyboard; answers with a recovery code. */
async function setUpApp(page: Page): Promise<string> {
  // As ten minutes later: the first answer is the one for a session that is not fresh any more.
  let asked = 0;
  await page.route('**/me/authenticator', async (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    const problem = { code: 'fresh_sign_in_required', status: 403, title: '', type: 'about:blank', requestId: '' };
    return route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(problem) });
  });
  await page.goto('/profile/security');
  await page.getByRole('button', { name: t('security:app.setUp'), exact: true }).click();
  const confirm = page.getByRole('dialog', { name: t('common:freshSignIn.title') });
  const password = confirm.getByLabel(t('common:freshSignIn.password'), { exact: true });
  await expect(password).toBeFocused();
  await password.fill('not my password');
  await confirm.getByRole('button', { name: t('common:freshSignIn.confirm') }).click();
  await expect(confirm.getByText(t('common:freshSignIn.wrong'))).toBeVisible();
  await expect(password).toHaveValue('not my password');
  await expectAccessible(page);
  await password.fill(PERSON.password);
  await confirm.getByRole('button', { name: t('common:freshSignIn.confirm') }).click();
  await expect(confirm).toBeHidden();

  const dialog = page.getByRole('dialog', { name: t('security:app.setUpTitle') });
  await expect(dialog.getByRole('img', { name: t('security:app.qr') })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  const key = await dialog.locator('code').innerText();
  await dialog.getByLabel(t('security:app.code'), { exact: true }).fill('000000');
  await dialog.getByRole('button', { name: t('security:app.confirm') }).click();
  await expect(dialog.getByText(t('security:app.wrong'))).toBeVisible();
  await dialog.getByLabel(t('security:app.code'), { exact: true }).fill(codeOf(key));
  await dialog.getByRole('button', { name: t('security:app.confirm') }).click();
  const codes = dialog.getByRole('list', { name: t('security:recovery.title') }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  await expectAccessible(page);
  const recoveryCode = await codes.first().innerText();
  await dialog.getByRole('button', { name: t('security:recovery.done') }).click();
  await expect(page.getByText(t('security:twoStep.on'))).toBeVisible();
  return recoveryCode;
}

/** In another browser: a wrong code is refused, a recovery code lets in. */
async function signInBySteps(open: Open, recoveryCode: string): Promise<Page> {
  const page = await open({ language: 'ru', theme: 'dark', expected: { refusals: [401] } });
  await page.goto('/sign-in');
  await page.getByLabel(t('public:signIn.email'), { exact: true }).fill(PERSON.email);
  await page.getByLabel(t('public:signIn.password'), { exact: true }).fill(PERSON.password);
  await page
    .getByRole('main')
    .getByRole('button', { name: t('public:signIn.submit'), exact: true })
    .click();
  const code = page.getByLabel(t('public:secondStep.code'), { exact: true });
  await expect(code).toBeFocused();
  await expectAccessible(page);
  await code.fill('000000');
  await page.getByRole('button', { name: t('public:secondStep.submit') }).click();
  await expect(page.getByRole('alert')).toContainText(t('public:secondStep.wrong'));
  await page.getByRole('button', { name: t('public:secondStep.useRecoveryCode') }).click();
  await page.getByLabel(t('public:secondStep.recoveryCode'), { exact: true }).fill(recoveryCode.toLowerCase());
  await page.getByRole('button', { name: t('public:secondStep.submit') }).click();
  await expect(page.getByRole('button', { name: t('common:person.menu') })).toBeVisible();
  return page;
}

async function addPasskey(page: Page): Promise<void> {
  await page.getByRole('button', { name: t('security:passkeys.add') }).click();
  const dialog = page.getByRole('dialog', { name: t('security:passkeys.addTitle') });
  await dialog.getByLabel(t('security:passkeys.name'), { exact: true }).fill('Рабочий ноутбук');
  await dialog.getByRole('button', { name: t('security:passkeys.create') }).click();
  const passkeys = page.getByRole('list', { name: t('security:passkeys.title') });
  await expect(passkeys).toContainText('Рабочий ноутбук');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
}

/** A session that is ended here is over there at once, without a click. */
async function endElsewhere(page: Page, elsewhere: Page): Promise<void> {
  await page.reload();
  const sessions = page.getByRole('list', { name: t('security:sessions.title') });
  await expect(sessions.getByRole('listitem')).toHaveCount(2);
  await sessions.getByRole('button').click();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await expect(elsewhere.getByRole('heading', { name: t('public:signIn.title') })).toBeVisible();
}
