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
