import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, signIn } from './harness/accounts.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const PASSWORD = 'a long password of words';

test('an admin invites a colleague, changes what they may do, and closes the account', async ({ open }) => {
  const en = words('en');
  const ru = words('ru');
  const admin = await open({ as: ADMIN, expected: { refusals: [422] } });
  const nina = await open({ language: 'ru', theme: 'dark', width: 390, expected: { refusals: [401, 403] } });
  await admin.goto('/admin/staff');
  await admin.getByRole('button', { name: en('staff:invite.open'), exact: true }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel(en('staff:form.name'), { exact: true }).fill('Nina Nord');
  await dialog.getByLabel(en('staff:form.email'), { exact: true }).fill('anna@acme.example');
  await dialog.getByRole('button', { name: en('staff:invite.submit'), exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText(en('staff:form.rolesEmpty'));
  await dialog.getByRole('checkbox', { name: en('staff:role.engineer') }).check();
  await dialog.getByRole('combobox', { name: en('staff:form.language') }).click();
  await admin.getByRole('option', { name: en('common:language.ru') }).click();
  await dialog.getByRole('button', { name: en('staff:invite.submit'), exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText(en('errors:code.person_is_member'));
  await expectAccessible(admin);
  await dialog.getByLabel(en('staff:form.email'), { exact: true }).fill('nina@vendor.example');
  await dialog.getByRole('button', { name: en('staff:invite.submit'), exact: true }).click();
  const link = await dialog.getByLabel(en('staff:invite.link'), { exact: true }).inputValue();
  await dialog
    .getByRole('button', { name: en('common:form.close'), exact: true })
    .last()
    .click();
  const row = admin.getByRole('listitem').filter({ hasText: 'nina@vendor.example' });
  await expect(row).toContainText(en('staff:list.invited'));

  await nina.goto(link);
  await nina.getByLabel(ru('public:password.newLabel'), { exact: true }).fill(PASSWORD);
  await nina.getByRole('button', { name: ru('public:reset.submit'), exact: true }).click();
  await nina
    .getByRole('main')
    .getByRole('link', { name: ru('public:signIn.submit'), exact: true })
    .click();
  await signIn(nina, ru, 'nina@vendor.example', PASSWORD);
  await expect(nina.getByRole('link', { name: ru('common:nav.desk') })).toBeVisible();

  await row.getByRole('button', { name: en('staff:list.actions', { name: 'Nina Nord' }) }).click();
  await admin.getByRole('menuitem', { name: en('staff:deed.roles') }).click();
  await dialog.getByRole('checkbox', { name: en('staff:role.admin') }).check();
  await dialog.getByRole('button', { name: en('common:form.save'), exact: true }).click();
  // More than a phone's bar holds: the last entry leads to the rest.
  const more = nina.getByRole('button', { name: ru('common:nav.more') });
  await expect(more).toBeVisible();
  await more.click();
  await nina.getByRole('menuitem', { name: ru('common:nav.system') }).click();
  await expect(nina).toHaveURL(/\/admin\/system$/u);
  await expectNoSidewaysScroll(nina);
  await expectAccessible(nina);

  await row.getByRole('button', { name: en('staff:list.actions', { name: 'Nina Nord' }) }).click();
  await admin.getByRole('menuitem', { name: en('staff:deed.deactivate') }).click();
  await dialog.getByRole('button', { name: en('staff:deed.deactivate'), exact: true }).click();
  await expect(row).toContainText(en('staff:list.closed'));
  await expect(nina.getByRole('heading', { name: ru('public:signIn.title') })).toBeVisible();
});
