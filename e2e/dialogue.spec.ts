import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, becomeMember, BORIS, ENGINEER } from './harness/accounts.ts';
import { newCode } from './harness/licenses.ts';
import { conversation, fileRequest } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const WRONG = 'Сервер называется nl-gate-07.';
const REASON = 'The whole site is offline.';
const RIGHT = 'Сервер называется nl-gate-17.';

test('a message is corrected and the request re-graded, each side seeing what concerns it', async ({ open }) => {
  const ru = words('ru');
  const en = words('en');
  const boris = await open({ as: BORIS, language: 'ru', width: 390 });
  const engineer = await open({ as: ENGINEER, theme: 'dark', width: 1920 });
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
  await boris.getByRole('button', { name: ru('common:form.save'), exact: true }).click();
  await expect(conversation(boris, ru)).toContainText(RIGHT);
  const corrected = /^Исправлено в /u;
  await expect(conversation(boris, ru).getByText(corrected)).toBeVisible();
  await expect(conversation(boris, ru)).not.toContainText(WRONG);

  await expect(conversation(engineer, en)).toContainText(RIGHT);
  await engineer.getByRole('button', { name: en('requests:correction.show_one') }).click();
  await expect(engineer.getByRole('list', { name: en('requests:correction.versions') })).toContainText(WRONG);
  await expectAccessible(engineer);

  const severity = en('requests:field.severity');
  await engineer.getByRole('button', { name: en('requests:panel.edit', { field: severity }) }).click();
  await engineer.getByRole('complementary').getByRole('combobox', { name: severity }).click();
  await engineer.getByRole('option', { name: en('requests:severity.1') }).click();
  await engineer.getByRole('button', { name: en('common:form.save'), exact: true }).click();
  // Nothing is re-graded without a reason.
  await expect(engineer.getByText(en('requests:regrade.lacking'))).toBeVisible();
  await engineer.getByLabel(en('requests:regrade.reason')).fill(REASON);
  await expectAccessible(engineer);
  await engineer.getByRole('button', { name: en('common:form.save'), exact: true }).click();
  await expect(conversation(boris, ru)).toContainText(REASON);
});

test('colleagues take part in a request, and others see nothing of it', async ({ program, open }) => {
  const en = words('en');
  const ru = words('ru');
  const operator = await open({ as: ADMIN });
  const nadja = await open();
  const peter = await open({ width: 390 });
  const quentin = await open({ language: 'ru', theme: 'dark', expected: { refusals: [404] } });
  const company = {
    activationCode: await newCode(program),
    companyName: 'North Quay',
    password: 'a long password of words',
  };
  await becomeMember(nadja, en, operator, { ...company, name: 'Nadja Nord', email: 'nadja@northquay.example' });
  await becomeMember(peter, en, operator, { ...company, name: 'Peter Pratt', email: 'peter@northquay.example' });
  await becomeMember(quentin, ru, operator, { ...company, name: 'Quentin Quill', email: 'quentin@northquay.example' });
  await nadja.goto('/company');
  for (const name of ['Peter Pratt', 'Quentin Quill']) {
    await nadja.getByRole('button', { name: en('company:pending.approveName', { name }) }).click();
    await expect(nadja.getByRole('list', { name: en('company:members.label') })).toContainText(name);
  }
  await nadja.goto('/company/settings');
  await nadja.getByRole('radio', { name: en('company:settings.own') }).check();
  await nadja.getByRole('button', { name: en('common:form.save'), exact: true }).click();
  await expect(nadja.getByText(en('company:settings.saved'), { exact: true })).toBeVisible();
  await peter.goto('/requests');
  await quentin.goto('/requests');

  // From the beginning.
  const subject = 'Updates stop at noon';
  await nadja.goto('/requests/new');
  const participants = nadja.getByRole('combobox', { name: en('portal:new.participants') });
  await participants.fill('pet');
  await expect(nadja.getByRole('option')).toHaveText(['Peter Pratt']);
  await participants.press('ArrowDown');
  await participants.press('Enter');
  await participants.press('Escape');
  await expectAccessible(nadja);
  await nadja.getByRole('combobox', { name: en('portal:new.kind') }).click();
  await nadja.getByRole('option', { name: en('requests:kind.update'), exact: true }).click();
  await nadja.getByLabel(en('portal:new.subject'), { exact: true }).fill(subject);
  await nadja.getByLabel(en('portal:new.text'), { exact: true }).fill('Every day.');
  await nadja.getByRole('button', { name: en('portal:new.send'), exact: true }).click();
  await expect(nadja.getByRole('heading', { level: 1, name: subject })).toBeVisible();
  const people = nadja.getByRole('list', { name: en('requests:people.label') });
  await expect(people).toContainText('Peter Pratt');
  await peter.getByRole('link').filter({ hasText: subject }).click();
  await expect(conversation(peter, en)).toContainText('Every day.');
  await expect(quentin.getByText(subject)).toHaveCount(0);

  // Later, live, and out again.
  await nadja.getByRole('button', { name: en('requests:people.add') }).click();
  await expect(nadja.getByRole('option')).toHaveText(['Quentin Quill']);
  await nadja.getByRole('combobox', { name: en('requests:people.add') }).press('ArrowDown');
  await nadja.getByRole('combobox', { name: en('requests:people.add') }).press('Enter');
  await expect(people).toContainText('Quentin Quill');
  await expectAccessible(nadja);
  await quentin.getByRole('link').filter({ hasText: subject }).click();
  await expect(conversation(quentin, ru)).toContainText('Every day.');
  await expectAccessible(quentin);
  await people.getByRole('button', { name: en('requests:people.remove', { name: 'Quentin Quill' }) }).click();
  await expect(people).not.toContainText('Quentin Quill');
  await expect(quentin.getByRole('heading', { name: ru('common:states.notFoundTitle') })).toBeVisible();
  await expect(quentin.getByText(subject)).toHaveCount(0);
});
