import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { BORIS, ENGINEER } from './harness/accounts.ts';
import { answer, conversation, markDocument, statusIn, writeToCustomer } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

/** Files a request with Technical Support by the API, as whoever the page belongs to; answers with its id. */
const file = (page: Page, subject: string): Promise<string> =>
  page.evaluate(async (title) => {
    const answered = await fetch('/api/v1/requests', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ desk: 'support', kind: 'malfunction', subject: title, text: 'It stops.' }),
    });
    return ((await answered.json()) as { id: string }).id;
  }, subject);

test('a customer withdraws a request, opens it again by a word, and closes it when it is solved', async ({ open }) => {
  const ru = words('ru');
  const en = words('en');
  const boris = await open({ as: BORIS, language: 'ru', width: 390 });
  const engineer = await open({ as: ENGINEER });
  await boris.goto('/home');
  const id = await file(boris, 'Служба печати останавливается');
  await boris.goto(`/requests/${id}`);
  await engineer.goto(`/desk/${id}`);
  await expect(statusIn(engineer)).toContainText(en('requests:status.new'));
  const stayed = await markDocument(engineer);

  await boris.getByRole('button', { name: ru('requests:action.withdraw'), exact: true }).click();
  await expect(statusIn(boris)).toContainText(ru('requests:resolution.withdrawn'));
  await expect(statusIn(engineer)).toContainText(en('requests:resolution.withdrawn'));
  await expect(boris.getByText(ru('requests:composer.reopens'))).toBeVisible();
  await expectAccessible(boris);
  await expectNoSidewaysScroll(boris);

  await answer(boris, ru, 'support', 'Всё-таки останавливается.');
  await expect(statusIn(boris)).toContainText(ru('requests:memberStatus.open'));
  await expect(conversation(engineer, en)).toContainText('Всё-таки останавливается.');
  await expect(statusIn(engineer)).toContainText(en('requests:status.open'));

  await writeToCustomer(engineer, en, 'Какая версия?', 'requests:composer.sendAndWait');
  await expect(boris.getByText(/Если ответа не будет, запрос закроется/u)).toBeVisible();
  await answer(boris, ru, 'support', '12.4');
  await writeToCustomer(engineer, en, 'Исправлено в 12.5.', 'requests:resolution.fixed');
  await expect(statusIn(boris)).toContainText(ru('requests:memberStatus.resolved'));
  await boris.getByRole('button', { name: ru('requests:action.close'), exact: true }).click();
  await expect(statusIn(boris)).toContainText(
    `${ru('requests:memberStatus.closed')}: ${ru('requests:resolution.fixed')}`,
  );
  await boris.getByRole('button', { name: ru('requests:action.reopen'), exact: true }).click();
  await expect(statusIn(engineer)).toContainText(en('requests:status.open'));
  await stayed();
});
