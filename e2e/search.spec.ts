import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('requests are found by another form of a word, by number, and by part of a name', async ({ open, program }) => {
  const ru = words('ru');
  const boris = await open({ as: 'boris@acme.example', language: 'ru', width: 390 });
  await boris.goto(`${program.url}/requests`);
  const found = boris.getByRole('list', { name: ru('requests:list.label') }).getByRole('listitem');
  const field = boris.getByRole('searchbox', { name: ru('requests:search.label') });

  await field.fill('сетевая папка');
  await expect(found).toHaveCount(1);
  await expect(found).toContainText('медленно открываются сетевые папки');
  await expect(boris).toHaveURL(/q=/u);
  await expectAccessible(boris);
  await expectNoSidewaysScroll(boris);
  const number = /TS-\d+/u.exec((await found.textContent()) ?? '')?.[0] ?? '';

  // The address brings the search again.
  await boris.reload();
  await expect(field).toHaveValue('сетевая папка');
  await field.fill(`#${number.slice(3)}`);
  await expect(found).toHaveCount(1);
  await expect(found).toContainText(number);

  await field.fill('турбина');
  await expect(boris.getByText(ru('requests:search.nothingText'))).toBeVisible();
  await field.press('Escape');
  await expect(found).not.toHaveCount(0);

  const en = words('en');
  const engineer = await open({ as: 'engineer@vendor.example' });
  await engineer.goto(`${program.url}/desk`);
  const everywhere = engineer.getByRole('searchbox', { name: en('requests:search.label') });
  await expect(everywhere).toBeVisible();
  await engineer.keyboard.press('/');
  await expect(everywhere).toBeFocused();
  await engineer.keyboard.type('globex');
  const rows = engineer.getByRole('list', { name: en('requests:list.label') }).getByRole('listitem');
  await expect(rows.filter({ hasText: 'Exclude the backup folder' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'сетевые папки' })).toHaveCount(0);
  await expectAccessible(engineer);
});
