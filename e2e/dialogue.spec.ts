import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { BORIS, ENGINEER } from './harness/accounts.ts';
import { conversation, fileRequest } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const WRONG = 'Сервер называется nl-gate-07.';
const RIGHT = 'Сервер называется nl-gate-17.';

test('a message is corrected, and the desk sees what it said before', async ({ open }) => {
  const ru = words('ru');
  const en = words('en');
  const boris = await open({ as: BORIS, language: 'ru', width: 390 });
  const engineer = await open({ as: ENGINEER, theme: 'dark' });
  await boris.goto('/home');
  const { id } = await fileRequest(boris, ru, {
    desk: 'support',
    kind: 'malfunction',
    subject: 'Шлюз не отвечает',
    text: WRONG,
    file: { name: 'gate.log', mimeType: 'text/plain', buffer: Buffer.from('no answer') },
    fileName: 'gate.log',
  });
  await engineer.goto(`/desk/${id}`);
  await expect(conversation(engineer, en)).toContainText(WRONG);
  await expect(engineer.getByRole('button', { name: en('requests:correction.begin') })).toHaveCount(0);

  await boris.getByRole('button', { name: ru('requests:correction.begin') }).click();
  const text = boris.getByRole('textbox', { name: ru('requests:correction.label') });
  await expect(text).toHaveValue(WRONG);
  await text.fill(RIGHT);
  await expectAccessible(boris);
  await expectNoSidewaysScroll(boris);
  // What is being corrected survives a reload.
  await boris.reload();
  await expect(text).toHaveValue(RIGHT);
  await boris.getByRole('button', { name: ru('common:form.save') }).click();
  await expect(conversation(boris, ru)).toContainText(RIGHT);
  const corrected = /^Исправлено в /u;
  await expect(conversation(boris, ru).getByText(corrected)).toBeVisible();
  await expect(conversation(boris, ru)).not.toContainText(WRONG);

  await expect(conversation(engineer, en)).toContainText(RIGHT);
  await engineer.getByRole('button', { name: en('requests:correction.show_one') }).click();
  await expect(engineer.getByRole('list', { name: en('requests:correction.versions') })).toContainText(WRONG);
  await expectAccessible(engineer);
});
