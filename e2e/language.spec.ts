import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { CLARA } from './harness/accounts.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('the language of a request is found out while it is written, shown, and changed', async ({ open }) => {
  const en = words('en');
  const clara = await open({ as: CLARA, width: 390 });
  await clara.goto('/requests/new');
  await clara.getByRole('combobox', { name: en('portal:new.kind') }).click();
  await clara.getByRole('option', { name: en('requests:kind.malfunction'), exact: true }).click();
  await clara.getByLabel(en('portal:new.subject'), { exact: true }).fill('Der Dienst stürzt ab');
  await clara.getByLabel(en('portal:new.text'), { exact: true }).fill('Seit dem Update stürzt der Dienst ständig ab.');
  await expect(clara.getByText(en('portal:new.languageDetected', { name: 'German' }))).toBeVisible();

  await clara.getByRole('button', { name: en('portal:new.languageChange') }).click();
  await clara.getByRole('combobox', { name: en('portal:new.language') }).fill('Dut');
  await expectAccessible(clara);
  await clara.getByRole('option', { name: 'Dutch', exact: true }).click();
  await expect(clara.getByText(en('portal:new.languageChosen', { name: 'Dutch' }))).toBeVisible();
  await expectNoSidewaysScroll(clara);
  await clara.getByRole('button', { name: en('portal:new.send'), exact: true }).click();

  await expect(clara.getByRole('heading', { level: 1, name: 'Der Dienst stürzt ab' })).toBeVisible();
  await clara.getByRole('button', { name: en('requests:panel.open') }).click();
  const details = clara.getByRole('complementary', { name: en('requests:panel.label') });
  await expect(details).toContainText('Dutch');
  const label = en('requests:field.language');
  await details.getByRole('button', { name: en('requests:panel.edit', { field: label }) }).click();
  await details.getByRole('combobox', { name: label }).fill('Germ');
  await clara.getByRole('option', { name: 'German', exact: true }).click();
  await details.getByRole('button', { name: en('common:form.save') }).click();
  await expect(details).toContainText('German');
  await expect(clara.getByText(/changed “Language” from “Dutch” to “German”/u)).toBeVisible();
});
