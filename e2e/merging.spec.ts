import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { BORIS, ENGINEER } from './harness/accounts.ts';
import { answer, conversation, markDocument } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

/** Files a request with Technical Support by the API, as whoever the page belongs to. */
const file = (page: Page, subject: string, text: string): Promise<{ id: string; number: string }> =>
  page.evaluate(
    async (body) => {
      const answered = await fetch('/api/v1/requests', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ desk: 'support', kind: 'malfunction', ...body }),
      });
      return (await answered.json()) as { id: string; number: string };
    },
    { subject, text },
  );

test('an engineer merges a suggested duplicate, live for its customer, takes it back, and splits it', async ({
  open,
}) => {
  const ru = words('ru');
  const en = words('en');
  const boris = await open({ as: BORIS, language: 'ru', width: 390 });
  const engineer = await open({ as: ENGINEER, width: 1920 });
  await boris.goto('/home');
  const other = await file(boris, 'Кластер почты теряет письма', 'Со вчерашнего вечера.');
  const request = await file(boris, 'Почты теряет письма кластер', 'Сегодня снова, журнал ниже.');
  await boris.goto(`/requests/${request.id}`);
  await expect(boris.getByRole('heading', { level: 1 })).toHaveText('Почты теряет письма кластер');
  const stayed = await markDocument(boris);

  await engineer.goto(`/desk/${request.id}`);
  await engineer.getByRole('button', { name: en('requests:merge.withOf', { number: other.number }) }).click();
  await expectAccessible(engineer);
  await engineer
    .getByRole('dialog')
    .getByRole('button', { name: en('requests:merge.do') })
    .click();
  await expect(engineer).toHaveURL(new RegExp(other.id, 'u'));
  await expect(conversation(engineer, en)).toContainText('Сегодня снова, журнал ниже.');

  // The customer's page goes on with the other request by itself, and so does what they write.
  await expect(boris).toHaveURL(new RegExp(other.id, 'u'));
  await expect(boris.getByText(ru('requests:timeline.mergedBack', { number: request.number }))).toBeVisible();
  await answer(boris, ru, 'support', 'Нашли и второй журнал.');
  await expect(conversation(engineer, en)).toContainText('Нашли и второй журнал.');
  await expectAccessible(boris);
  await expectNoSidewaysScroll(boris);

  await engineer.getByRole('button', { name: en('requests:merge.undoOf', { number: request.number }) }).click();
  await expect(conversation(engineer, en)).not.toContainText('Сегодня снова, журнал ниже.');
  await expect(conversation(boris, ru)).not.toContainText('Сегодня снова, журнал ниже.');
  await expect(conversation(boris, ru)).toContainText('Нашли и второй журнал.');
  await stayed();

  await engineer.getByRole('button', { name: en('requests:split.begin') }).click();
  const dialog = engineer.getByRole('dialog');
  await dialog.getByLabel(en('requests:split.subject')).fill('Второй журнал');
  await dialog.getByRole('button', { name: en('requests:split.do') }).click();
  await expect(dialog).toContainText(en('requests:split.chooseSome'));
  await dialog.getByRole('checkbox').last().check();
  await expectAccessible(engineer);
  await dialog.getByRole('button', { name: en('requests:split.do') }).click();
  await expect(engineer.getByRole('heading', { level: 1, name: 'Второй журнал' })).toBeVisible();
  await expect(conversation(engineer, en)).toContainText('Нашли и второй журнал.');
  await expect(boris.getByText(/часть сообщений перенесена/u)).toBeVisible();
});
