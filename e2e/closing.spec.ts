import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { BORIS, ENGINEER, LEAD } from './harness/accounts.ts';
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

  await statusIn(boris)
    .getByRole('button', { name: ru('requests:action.withdraw'), exact: true })
    .click();
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
  await expect(boris.getByText(/Если ответа не будет, .+ запрос закроется/u)).toBeVisible();
  await answer(boris, ru, 'support', '12.4');
  await writeToCustomer(engineer, en, 'Исправлено в 12.5.', 'requests:resolution.fixed');
  await expect(statusIn(boris)).toContainText(ru('requests:memberStatus.resolved'));
  await statusIn(boris)
    .getByRole('button', { name: ru('requests:action.close'), exact: true })
    .click();
  await expect(statusIn(boris)).toContainText(
    `${ru('requests:memberStatus.closed')}: ${ru('requests:resolution.fixed')}`,
  );
  await statusIn(boris)
    .getByRole('button', { name: ru('requests:action.reopen'), exact: true })
    .click();
  await expect(statusIn(engineer)).toContainText(en('requests:status.open'));
  await stayed();
});

test('a customer escalates, the lead is told on whatever page, and the resolution is rated', async ({ open }) => {
  const ru = words('ru');
  const en = words('en');
  const boris = await open({ as: BORIS });
  const lead = await open({ as: LEAD, language: 'ru', theme: 'dark', width: 1920 });
  const subject = 'The scanner of the branch office stands still';
  await boris.goto('/home');
  const id = await file(boris, subject);
  await boris.goto(`/requests/${id}`);
  await lead.goto('/lab');
  await expect(lead.getByRole('list', { name: ru('requests:list.label') })).toBeVisible();

  await boris.getByRole('button', { name: en('requests:action.escalate'), exact: true }).click();
  const dialog = boris.getByRole('dialog', { name: en('requests:escalate.title') });
  await dialog.getByRole('button', { name: en('requests:action.escalate'), exact: true }).click();
  await expect(dialog.getByText(en('requests:escalate.whyEmpty'))).toBeVisible();
  await dialog.getByLabel(en('requests:escalate.why')).fill('Nobody can work there.');
  await expectAccessible(boris);
  await dialog.getByRole('button', { name: en('requests:action.escalate'), exact: true }).click();
  await expect(conversation(boris, en)).toContainText('Nobody can work there.');
  await expect(statusIn(boris)).toContainText(en('requests:escalated'));
  await expect(lead.getByRole('alert').filter({ hasText: subject })).toBeVisible();

  await lead.goto('/desk?queue=escalated');
  await lead.getByRole('link').filter({ hasText: subject }).click();
  await expect(conversation(lead, ru)).toContainText('Nobody can work there.');
  await writeToCustomer(lead, ru, 'We have sent somebody.', 'requests:resolution.workaround');
  await expect(statusIn(boris)).not.toContainText(en('requests:escalated'));

  const rating = boris.getByRole('region', { name: en('requests:rating.ask') });
  await rating.getByRole('button', { name: en('requests:rating.bad') }).click();
  await rating.getByLabel(en('requests:rating.comment')).fill('It took two days.');
  await rating.getByRole('button', { name: en('requests:rating.send') }).click();
  const details = lead.getByRole('complementary', { name: ru('requests:panel.label') });
  await expect(details).toContainText('It took two days.');
  await expectAccessible(boris);
  await expectNoSidewaysScroll(boris);
  await expectAccessible(lead);
  await rating.getByRole('button', { name: en('requests:rating.good') }).click();
  await expect(details).toContainText(ru('requests:rating.good'));
});
