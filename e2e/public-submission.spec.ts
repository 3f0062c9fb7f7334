import { randomBytes } from 'node:crypto';
import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, ANALYST, readMailLink } from './harness/accounts.ts';
import { conversation, markDocument, writeToCustomer } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('somebody without an account sends a file to the lab, keeps the link, and reads the answer where they are', async ({
  open,
}) => {
  const ru = words('ru');
  const en = words('en');
  const nobody = await open({ language: 'ru', width: 390 });
  const analyst = await open({ as: ANALYST });
  const operator = await open({ as: ADMIN });
  const name = `report-${randomBytes(4).toString('hex')}.bin`;
  const email = 'sender@stray-files.example';
  const text = 'Пришло по почте, антивирус молчит.';

  await nobody.goto('/');
  await nobody.getByRole('link', { name: ru('public:landing.send.title') }).click();
  await expect(nobody.getByRole('heading', { level: 1, name: ru('outside:send.title') })).toBeVisible();

  // The file goes up while one writes; what is missing is named, and nothing typed is lost.
  await nobody
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: randomBytes(200_000) });
  await nobody.getByLabel(ru('outside:send.email'), { exact: true }).fill(email);
  await expect(nobody.getByRole('button', { name: ru('files:action.remove', { name }) })).toBeVisible();
  await nobody.getByRole('button', { name: ru('outside:send.submit'), exact: true }).click();
  await expect(nobody.getByRole('alert')).toContainText(ru('outside:send.textEmpty'));
  await nobody.getByLabel(ru('outside:send.text'), { exact: true }).fill(text);
  // Loading the page anew keeps all of it, the file too.
  await nobody.reload();
  await expect(nobody.getByLabel(ru('outside:send.text'), { exact: true })).toHaveValue(text);
  await expect(nobody.getByLabel(ru('outside:send.email'), { exact: true })).toHaveValue(email);
  await expect(nobody.getByRole('button', { name: ru('files:action.remove', { name }) })).toBeVisible();
  await expectAccessible(nobody);
  await expectNoSidewaysScroll(nobody);

  // The page of the submission shows the automatic steps by itself, and the link to keep.
  await nobody.getByRole('button', { name: ru('outside:send.submit'), exact: true }).click();
  await expect(nobody).toHaveURL(/\/track$/u);
  const stayed = await markDocument(nobody);
  await expect(nobody.getByText(ru('requests:stageSays.automatic_result'))).toBeVisible({ timeout: 30_000 });
  await expect(nobody.getByRole('list', { name: ru('requests:object.label') })).toContainText(name);
  const link = await nobody.getByLabel(ru('outside:track.link'), { exact: true }).inputValue();
  expect(link).toMatch(/\/track#\S{40,}$/u);
  await expectAccessible(nobody);
  await expectNoSidewaysScroll(nobody);

  // An analyst answers; it arrives where the sender is.
  await analyst.goto('/lab');
  await analyst.getByRole('link').filter({ hasText: name }).click();
  await expect(analyst.getByText(en('requests:outside.mark')).first()).toBeVisible();
  await writeToCustomer(analyst, en, 'Кто его открывал?', 'requests:composer.sendAndWait');
  await expect(conversation(nobody, ru)).toContainText('Кто его открывал?', { timeout: 20_000 });
  await stayed();

  // The kept link opens it elsewhere, and so does the one that confirms the address.
  const elsewhere = await open({ language: 'ru' });
  await elsewhere.goto(new URL(link).pathname + new URL(link).hash);
  await expect(conversation(elsewhere, ru)).toContainText('Кто его открывал?');
  await elsewhere.goto(await readMailLink(operator, email));
  await expect(elsewhere.getByRole('heading', { name: ru('outside:confirmEmail.doneTitle') })).toBeVisible();
});
