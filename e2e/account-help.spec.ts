import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, ENGINEER, readMailLink } from './harness/accounts.ts';
import { conversation, markDocument, statusIn, writeToCustomer } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('a person whose code is not found asks for help, and talks with the vendor over a mailed link', async ({
  open,
}) => {
  const ru = words('ru');
  const en = words('en');
  const operator = await open({ as: ADMIN });
  const olga = await open({ language: 'ru', width: 390, expected: { refusals: [422] } });
  const engineer = await open({ as: ENGINEER, width: 1920 });
  const email = 'olga@south-port.example';

  // The code is well-formed, but no license has it. What was typed comes along to the form.
  await olga.goto('/register');
  await olga.getByLabel(ru('public:register.code.label'), { exact: true }).fill('AAAAA-AAAAA-AAAAA-AAAAB');
  await olga.getByLabel(ru('public:register.email.label'), { exact: true }).fill(email);
  await olga.getByRole('link', { name: ru('public:accountHelp.link') }).click();
  await expect(olga.getByRole('heading', { name: ru('outside:help.title') })).toBeVisible();
  await expect(olga.getByLabel(ru('outside:help.email'), { exact: true })).toHaveValue(email);
  await expect(olga.getByLabel(ru('outside:help.codeOptional'), { exact: true })).toHaveValue(
    'AAAAA-AAAAA-AAAAA-AAAAB',
  );
  await expectAccessible(olga);

  // What is missing is named, and nothing typed is lost.
  await olga.getByLabel(ru('outside:help.text'), { exact: true }).fill('Код с сертификата не найден.');
  await olga.getByRole('button', { name: ru('outside:help.submit'), exact: true }).click();
  await expect(olga.getByRole('alert')).toContainText(ru('outside:help.name'));
  await expect(olga.getByLabel(ru('outside:help.text'), { exact: true })).toHaveValue('Код с сертификата не найден.');
  await olga.getByLabel(ru('outside:help.name'), { exact: true }).fill('Ольга Смирнова');
  await olga.getByLabel(ru('outside:help.companyOptional'), { exact: true }).fill('Южный порт');
  await olga.getByRole('button', { name: ru('outside:help.submit'), exact: true }).click();
  await expect(olga.getByRole('heading', { name: ru('public:mailbox.kept.title') })).toBeVisible();

  // Nothing is filed before the address is confirmed.
  await engineer.goto('/desk');
  const row = engineer.getByRole('link').filter({ hasText: 'Ольга Смирнова' });
  await expect(engineer.getByRole('heading', { level: 1 })).toBeAttached();
  await expect(row).toHaveCount(0);
  await olga.goto(await readMailLink(operator, email));
  await expect(olga.getByRole('heading', { name: ru('outside:confirm.doneTitle') })).toBeVisible();
  await expectAccessible(olga);

  // The engineer sees it arrive, and what the program knows of the code.
  await row.click();
  await expect(engineer.getByText(en('requests:outside.mark')).first()).toBeVisible();
  const panel = engineer.getByRole('complementary', { name: en('requests:panel.label') });
  await expect(panel).toContainText(email);
  await expect(panel).toContainText(en('requests:accountCase.codeState.mistyped'));
  await expect(panel).toContainText('Южный порт');
  await expectAccessible(engineer);

  // The person follows the conversation where they are; the answer comes by itself.
  await olga
    .getByRole('main')
    .getByRole('link', { name: ru('outside:confirm.open'), exact: true })
    .click();
  await expect(conversation(olga, ru)).toContainText('Код с сертификата не найден.');
  await expect(olga).toHaveURL(/\/track$/u);
  const stayed = await markDocument(olga);
  await writeToCustomer(engineer, en, 'В коде опечатка. Пришлите фото сертификата.', 'requests:composer.sendAndWait');
  await expect(conversation(olga, ru)).toContainText('В коде опечатка.', { timeout: 20_000 });
  await expect(olga.getByText(ru('requests:memberStatus.waiting_for_customer'))).toBeVisible();
  await expectAccessible(olga);
  await expectNoSidewaysScroll(olga);
  await stayed();

  // The answer was mailed too; its link opens the same conversation, also after loading the page anew.
  await olga.goto(await readMailLink(operator, email));
  await expect(conversation(olga, ru)).toContainText('В коде опечатка.');
  await olga.reload();
  await olga.getByRole('textbox', { name: ru('requests:composer.label') }).fill('Последний знак 8, а не B. Спасибо!');
  await olga.getByRole('button', { name: ru('requests:composer.sendToSupport') }).click();
  await expect(conversation(olga, ru)).toContainText('Последний знак 8');
  await expect(conversation(engineer, en)).toContainText('Последний знак 8');
  await expect(statusIn(engineer)).toContainText(en('requests:status.open'));
});
