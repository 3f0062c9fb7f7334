import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { becomeMember, ADMIN } from './harness/accounts.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const PASSWORD = 'a long password of words';

test('what is worth a stolen session asks who is at the keyboard, once', async ({ program, open }) => {
  const t = words('ru');
  const operator = await open({ as: ADMIN });
  // Ten minutes later: the browser's first answer is that of a session that is not fresh.
  const page = await open({ language: 'ru', width: 390, expected: { refusals: [401, 403] } });
  await becomeMember(page, t, operator, {
    activationCode: program.takeCode(),
    companyName: 'Северный мост',
    name: 'Ирина Лебедева',
    email: 'irina@bridge.example',
    password: PASSWORD,
  });
  let refusals = 0;
  await page.route('**/key-file', async (route) => {
    refusals += 1;
    if (refusals > 1) return route.continue();
    return route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        code: 'fresh_sign_in_required',
        status: 403,
        title: '',
        type: 'about:blank',
        requestId: '',
      }),
    });
  });
  const button = page.getByRole('button', { name: /^Скачать файлы ключей лицензии/u }).first();
  await button.click();
  const dialog = page.getByRole('dialog', { name: t('common:freshSignIn.title') });
  const field = dialog.getByLabel(t('common:freshSignIn.password'), { exact: true });
  await expect(field).toBeFocused();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await field.fill('not my password');
  await dialog.getByRole('button', { name: t('common:freshSignIn.confirm') }).click();
  await expect(dialog.getByText(t('common:freshSignIn.wrong'))).toBeVisible();
  await expect(field).toHaveValue('not my password');

  await field.fill(PASSWORD);
  const arriving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: t('common:freshSignIn.confirm') }).click();
  const file = await arriving;
  expect(file.suggestedFilename()).toMatch(/^NL-\d+\.zip$/u);
  expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe('PK');
  await expect(dialog).toBeHidden();
});
