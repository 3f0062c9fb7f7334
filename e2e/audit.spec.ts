import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, ANNA } from './harness/accounts.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('an administrator finds what happened in the company, narrows it down, and takes it along', async ({ open }) => {
  const en = words('en');
  const anna = await open({ as: ANNA, width: 1280 });
  await anna.goto('/company/audit');
  const row = anna.getByRole('listitem').filter({ hasText: 'Gateway has not updated' });
  await expect(row.first()).toContainText(en('audit:action.message.written'));
  await expect(row.first().getByRole('link', { name: /^TS-\d+ · Gateway/u })).toBeVisible();

  await row
    .first()
    .getByRole('button', { name: en('audit:show') })
    .click();
  await row
    .first()
    .getByRole('link', { name: en('audit:detail.all'), exact: true })
    .click();
  await expect(anna).toHaveURL(/object=/u);
  await expect(anna.getByRole('button', { name: en('audit:show') })).toHaveCount(1);
  await expectAccessible(anna);
  await anna.getByRole('button', { name: en('audit:filter.clear') }).click();
  await expect(row.first()).toBeVisible();

  await anna.getByRole('combobox', { name: en('audit:filter.action') }).fill(en('audit:action.request.created'));
  await anna.getByRole('option', { name: en('audit:action.request.created') }).click();
  await expect(anna).toHaveURL(/action=request\.created/u);
  await expect(anna.getByRole('listitem').filter({ hasText: en('audit:action.message.written') })).toHaveCount(0);
  const waiting = anna.waitForEvent('download');
  await anna.getByRole('link', { name: en('audit:export') }).click();
  expect((await waiting).suggestedFilename()).toBe('audit.csv');
});

test('an admin sees the deeds of everybody, with new ones appearing by themselves', async ({ open }) => {
  const ru = words('ru');
  const admin = await open({ as: ADMIN, language: 'ru', width: 390 });
  await admin.goto('/admin/audit?action=audit.exported');
  const rows = admin.getByRole('button', { name: ru('audit:show') });
  const takeAll = () => admin.request.get('/api/v1/admin/audit/export?action=audit.exported');
  expect((await takeAll()).status()).toBe(200);
  await expect(rows.first()).toBeVisible({ timeout: 20_000 });
  const before = await rows.count();
  await takeAll();
  await expect(rows).toHaveCount(before + 1, { timeout: 20_000 });
  await expectAccessible(admin);
  await expectNoSidewaysScroll(admin);
});
