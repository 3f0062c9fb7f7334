import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, CLARA } from './harness/accounts.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('a person chooses what is mailed, and finds it so again', async ({ open }) => {
  const ru = words('ru');
  const clara = await open({ as: CLARA, language: 'ru', width: 390 });
  await clara.goto('/profile/notifications');
  const name = ru('profile:notifications.how', { event: ru('profile:notifications.event.answer') });
  const choice = clara.getByRole('combobox', { name });
  await expect(choice).toHaveValue(ru('profile:notifications.mode.at_once'));
  await choice.click();
  await clara.getByRole('option', { name: ru('profile:notifications.mode.daily') }).click();
  await expect(clara.getByText(ru('profile:notifications.saved'))).toBeVisible();
  await clara.reload();
  await expect(choice).toHaveValue(ru('profile:notifications.mode.daily'));
  await expectNoSidewaysScroll(clara);
  await expectAccessible(clara);
});

test('an admin finds a mail by its address and state, and sends it again', async ({ open }) => {
  const en = words('en');
  const email = 'mail-log@new.example';
  const admin = await open({ as: ADMIN, width: 1280 });
  const body = { name: 'Nobody', email, text: 'I cannot get in.', language: 'en' };
  expect((await admin.request.post('/api/v1/account-help', { data: body })).status()).toBe(202);
  await admin.goto('/admin/mail-log');
  await admin.getByRole('searchbox', { name: en('admin:mailLog.search') }).fill('MAIL-LOG@new');
  await admin.keyboard.press('Enter');
  await expect(admin).toHaveURL(/to=/u);
  const rows = admin.getByRole('list', { name: en('admin:mailLog.list') }).getByRole('listitem');
  await expect(rows).toHaveCount(1, { timeout: 20_000 });
  await admin.getByRole('combobox', { name: en('admin:mailLog.filterState') }).click();
  await admin.getByRole('option', { name: en('admin:mailLog.state.failed') }).click();
  await expect(admin.getByText(en('admin:mailLog.nothing'))).toBeVisible();
  await admin.getByRole('link', { name: en('admin:mailLog.clear') }).click();
  await admin.getByRole('searchbox', { name: en('admin:mailLog.search') }).fill(email);
  await admin.keyboard.press('Enter');
  await expect(rows).toHaveCount(1);
  await rows.first().getByRole('link').click();
  await admin.getByRole('button', { name: en('admin:mailLog.sendAgain') }).click();
  await expect(admin.getByText(en('admin:mailLog.sentAgain'))).toBeVisible();
  await expectAccessible(admin);
});
