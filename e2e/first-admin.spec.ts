import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { codeOf } from './harness/authenticator.ts';
import { Guard } from './harness/guard.ts';
import { contextOf, USUAL } from './harness/looks.ts';
import { Program } from './harness/program.ts';
import { words } from './harness/words.ts';

const ru = words('ru');
const EMAIL = 'greta@vendor.example';
const PASSWORD = 'a long password of words';

test('the printed link makes the first admin once, whom nothing is open to before the second factor', async ({
  browser,
}) => {
  const program = await Program.start({ demo: false });
  const guard = new Guard();
  const look = { ...USUAL, language: 'ru', width: 390 } as const;
  const context = await browser.newContext(contextOf(look, program.url));
  guard.watch(context, { refusals: [401, 403, 410] });
  const greta = await context.newPage();
  const link = program.setUpLink;
  await greta.goto(link);
  await expect(greta.getByRole('heading', { name: ru('public:setUp.title') })).toBeVisible();
  await greta.getByLabel(ru('public:register.name.label'), { exact: true }).fill('Грета Норд');
  await greta.getByLabel(ru('public:register.email.label'), { exact: true }).fill(EMAIL);
  const password = greta.getByLabel(ru('public:password.label'), { exact: true });
  await password.fill('greta@vendor.example');
  await greta.getByRole('button', { name: ru('public:setUp.submit') }).click();
  await expect(greta.getByText(ru('common:password.easy')).first()).toBeVisible();
  await expectAccessible(greta);
  await expectNoSidewaysScroll(greta);
  await password.fill(PASSWORD);
  await greta.getByRole('button', { name: ru('public:setUp.submit') }).click();
  await expect(greta.getByRole('heading', { name: ru('public:setUp.done.title') })).toBeVisible();

  // From then on it is dead, whoever opens it, and stays so after the next start, which prints no other.
  await program.kill();
  program.setUpLink = '';
  await program.startAgain();
  expect(program.setUpLink).toBe('');
  const thief = await context.newPage();
  await thief.goto(link);
  await thief.getByLabel(ru('public:register.name.label'), { exact: true }).fill('Другой');
  await thief.getByLabel(ru('public:register.email.label'), { exact: true }).fill('other@vendor.example');
  await thief.getByLabel(ru('public:password.label'), { exact: true }).fill(PASSWORD);
  await thief.getByRole('button', { name: ru('public:setUp.submit') }).click();
  await expect(thief.getByRole('heading', { name: ru('public:setUp.dead.title') })).toBeVisible();
  await thief.close();

  // The password alone opens nothing but the way to the second factor, on whatever page.
  await greta
    .getByRole('main')
    .getByRole('link', { name: ru('public:signIn.submit'), exact: true })
    .click();
  await expect(greta.getByLabel(ru('public:signIn.email'), { exact: true })).toHaveValue(EMAIL);
  await greta.getByLabel(ru('public:signIn.password'), { exact: true }).fill(PASSWORD);
  await greta
    .locator('form')
    .getByRole('button', { name: ru('public:signIn.submit'), exact: true })
    .click();
  const enrol = greta.getByRole('heading', { name: ru('security:enrol.title') });
  for (const path of ['/admin/companies', '/desk', '/profile', '/admin/mail-log']) {
    await expect(enrol).toBeVisible();
    await expect(greta.getByRole('navigation')).toHaveCount(0);
    await greta.goto(path);
  }
  await expect(enrol).toBeVisible();
  for (const path of ['/api/v1/admin/companies', '/api/v1/requests', '/api/v1/admin/mail-log', '/api/v1/me/tokens'])
    expect((await context.request.get(path)).status(), path).toBe(403);
  await expectAccessible(greta);
  await expectNoSidewaysScroll(greta);

  await greta.getByRole('button', { name: ru('security:enrol.app'), exact: false }).click();
  const code = greta.getByLabel(ru('security:app.code'), { exact: true });
  await code.fill('000000');
  await greta.getByRole('button', { name: ru('security:app.confirm') }).click();
  await expect(greta.getByText(ru('security:app.wrong'))).toBeVisible();
  await expectAccessible(greta);
  const secret = await greta.locator('code').innerText();
  await code.fill(codeOf(secret));
  await greta.getByRole('button', { name: ru('security:app.confirm') }).click();
  const codes = greta.getByRole('list', { name: ru('security:recovery.title') });
  await expect(codes.getByRole('listitem')).toHaveCount(10);
  await expectNoSidewaysScroll(greta);
  await greta.getByRole('button', { name: ru('security:recovery.done') }).click();

  // The work begins; what was closed is open.
  await expect(greta.getByRole('navigation').first()).toBeVisible();
  await greta.goto('/admin/companies');
  await expect(greta.getByRole('heading', { name: ru('companies:empty') })).toBeVisible();
  await expectAccessible(greta);
  await context.close();
  await program.stop();
  guard.expectNone();
});
