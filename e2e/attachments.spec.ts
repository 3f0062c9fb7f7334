import { expect } from '@playwright/test';
import { halves, jpeg, png } from '../server/test/attachments/pictures.ts';
import { expectAccessible } from './harness/accessibility.ts';
import { ENGINEER } from './harness/accounts.ts';
import { conversation, fileRequest, markDocument } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const SUBJECT = 'The console shows a red half';

test('pictures are seen in the thread, open large one after the other, and staff are warned before the original', async ({
  open,
}) => {
  const en = words('en');
  const ru = words('ru');
  const customer = await open({ as: 'anna@acme.example' });
  await customer.goto('/home');
  const buffer = png(1600, 900, halves(1600));
  const { id } = await fileRequest(customer, en, {
    desk: 'support',
    kind: 'malfunction',
    subject: SUBJECT,
    text: 'See the picture.',
    file: { name: 'console.png', mimeType: 'image/png', buffer },
    fileName: 'console.png',
  });
  const stayed = await markDocument(customer);
  // It comes by itself once it is made.
  const small = conversation(customer, en).getByRole('button', {
    name: en('requests:file.open', { name: 'console.png' }),
  });
  await expect(small).toBeVisible();
  await expect
    .poll(() => small.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBe(1280);
  await stayed();

  await customer.locator('input[type=file]').setInputFiles([
    { name: 'one.jpg', mimeType: 'image/jpeg', buffer: jpeg(400, 300, halves(400), 6) },
    { name: 'two.png', mimeType: 'image/png', buffer: png(300, 300, halves(300)) },
    { name: 'not a picture.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)"/>') },
  ]);
  await expect(customer.getByRole('button', { name: en('files:action.remove', { name: 'two.png' }) })).toBeVisible();
  await customer.getByRole('textbox', { name: en('requests:composer.label') }).fill('Two more.');
  await customer.getByRole('button', { name: en('requests:composer.sendToSupport') }).click();

  const engineer = await open({ as: ENGINEER, language: 'ru', theme: 'dark', width: 390 });
  await engineer.goto(`/desk/${id}`);
  await engineer.getByRole('button', { name: ru('requests:file.open', { name: 'one.jpg' }) }).click();
  const viewer = engineer.getByRole('dialog', { name: 'one.jpg' });
  await expect(viewer.getByRole('img', { name: 'one.jpg' })).toBeVisible();
  await expectAccessible(engineer);
  await engineer.keyboard.press('ArrowRight');
  await expect(engineer.getByRole('img', { name: 'two.png' })).toBeVisible();
  await engineer.keyboard.press('ArrowRight');
  await expect(engineer.getByRole('img', { name: 'one.jpg' })).toBeVisible();

  await engineer
    .getByRole('link', { name: ru('requests:file.original', { size: '' }).replace(/[,\s]+$/u, '') })
    .click();
  const warning = engineer.getByRole('dialog', { name: ru('requests:file.warning.title') });
  await expect(warning).toContainText(ru('requests:file.warning.no_scanner'));
  const download = engineer.waitForEvent('download');
  await warning.getByRole('link', { name: ru('requests:file.warning.download') }).click();
  expect((await download).suggestedFilename()).toBe('one.jpg');
  await engineer.keyboard.press('Escape');
  await expect(engineer.getByRole('dialog')).toHaveCount(0);
});
