import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('a list becomes a file with just what it shows, which is downloaded, and deleted again', async ({
  open,
  program,
}) => {
  const ru = words('ru');
  const anna = await open({ as: 'anna@acme.example', language: 'ru', width: 390, theme: 'dark' });
  await anna.goto(`${program.url}/requests?desk=lab`);
  await anna.getByRole('button', { name: ru('requests:export.open') }).click();
  const dialog = anna.getByRole('dialog', { name: ru('requests:export.title') });
  await dialog.getByText(ru('requests:export.formats.csv'), { exact: true }).click();
  await dialog.getByRole('button', { name: ru('requests:export.begin'), exact: true }).click();
  // Written in the background; the page hears of it by itself.
  const rows = dialog.getByRole('list', { name: ru('requests:export.made') }).getByRole('listitem');
  await expect(rows).toHaveCount(1);
  const download = anna.waitForEvent('download');
  await rows.getByRole('link').click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text).toContain('"VL-1');
  expect(text).not.toContain('"TS-1');
  await expectAccessible(anna);
  await expectNoSidewaysScroll(anna);
  await rows.getByRole('button').click();
  await expect(rows).toHaveCount(0);
});

test('a lead shares a view of the desk, which the others have at once, and changes and deletes it', async ({
  open,
  program,
}) => {
  const en = words('en');
  const lead = await open({ as: 'lead@vendor.example' });
  const engineer = await open({ as: 'engineer@vendor.example' });
  await engineer.goto(`${program.url}/desk`);
  const tabs = engineer.getByRole('navigation', { name: en('requests:queues') });
  await expect(tabs.getByRole('link')).toHaveCount(6);

  await lead.goto(`${program.url}/desk?severity=1`);
  const menu = lead.getByRole('button', { name: en('requests:view.menu') });
  await menu.click();
  await lead.getByRole('menuitem', { name: en('requests:view.create') }).click();
  const dialog = lead.getByRole('dialog');
  await dialog.getByRole('button', { name: en('requests:view.save') }).click();
  await expect(dialog).toContainText(en('requests:view.nameLacking'));
  await dialog.getByRole('textbox', { name: en('requests:view.name') }).fill('First of all');
  await dialog.getByRole('checkbox').check();
  await expectAccessible(lead);
  await dialog.getByRole('button', { name: en('requests:view.save') }).click();
  await expect(dialog).toBeHidden();

  await tabs.getByRole('link', { name: 'First of all' }).click();
  await expect(engineer).toHaveURL(/severity=1/u);
  await expect(tabs.locator('[aria-current=page]')).toContainText('First of all');
  await expect(engineer.getByRole('list', { name: en('requests:filter.active') })).toContainText(
    en('requests:severity.1'),
  );
  await expectAccessible(engineer);

  await lead.goto(lead.url().replace('severity=1', 'severity=2'));
  await lead.getByRole('button', { name: en('requests:view.saveChanges') }).click();
  await expect(lead.getByRole('button', { name: en('requests:view.saveChanges') })).toBeHidden();
  await expect(tabs.getByRole('link', { name: 'First of all' })).toHaveAttribute('href', /severity=2/u);
  await menu.click();
  await lead.getByRole('menuitem', { name: en('requests:view.delete') }).click();
  await dialog.getByRole('button', { name: en('requests:view.delete') }).click();
  await expect(tabs.getByRole('link')).toHaveCount(6);
});
