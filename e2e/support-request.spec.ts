import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, becomeMember, ENGINEER } from './harness/accounts.ts';
import {
  answer,
  conversation,
  downloadedHash,
  fileRequest,
  markDocument,
  sha256,
  statusIn,
  writeToCustomer,
} from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const SUBJECT = 'Не обновляются базы на сервере филиала';
const TEXT = 'С понедельника обновление обрывается на 40 %. Трассировка во вложении.';
const QUESTION = 'Здравствуйте! Через прокси ли этот сервер выходит в интернет?';
const ANSWER = 'Да, через прокси в головном офисе.';
const SOLUTION = 'Спасибо. Добавьте адреса обновления в исключения прокси, и базы обновятся.';

test('a support request in Russian, from registration to resolution, live on both sides', async ({
  program,
  open,
}, info) => {
  const ru = words('ru');
  const en = words('en');
  const admin = await open({ as: ADMIN });
  const engineer = await open({ as: ENGINEER, theme: 'dark', width: 1920 });
  const customer = await open({ language: 'ru' });
  const trace = randomBytes(20 * 1024 * 1024);
  const path = info.outputPath('трассировка.bin');
  await writeFile(path, trace);

  await engineer.goto('/desk');
  await expect(engineer.getByRole('list', { name: en('requests:list.label') })).toBeVisible();
  const engineerStayed = await markDocument(engineer);

  await becomeMember(customer, ru, admin, {
    activationCode: program.takeCode(),
    companyName: 'Северный ветер',
    name: 'Мария Петрова',
    email: 'maria@severny.example',
    password: 'длинный пароль из слов',
  });
  // The one page that needs a mail to be looked at.
  await expectAccessible(admin);
  await expectNoSidewaysScroll(admin);
  const { number } = await fileRequest(customer, ru, {
    desk: 'support',
    kind: 'update',
    subject: SUBJECT,
    text: TEXT,
    file: path,
    fileName: 'трассировка.bin',
  });
  const customerStayed = await markDocument(customer);
  await expect(statusIn(customer)).toContainText(ru('requests:memberStatus.new'));

  await engineer.getByRole('link').filter({ hasText: SUBJECT }).click();
  await expect(engineer.getByText(number, { exact: true }).last()).toBeVisible();
  await expect(conversation(engineer, en)).toContainText(TEXT);

  await writeToCustomer(engineer, en, QUESTION, 'requests:composer.sendAndWait');
  await expect(conversation(customer, ru)).toContainText(QUESTION);
  await expect(statusIn(customer)).toContainText(ru('requests:memberStatus.waiting_for_customer'));

  await answer(customer, ru, 'support', ANSWER);
  await expect(conversation(engineer, en)).toContainText(ANSWER);
  await expect(statusIn(engineer)).toContainText(en('requests:status.open'));

  await writeToCustomer(engineer, en, SOLUTION, 'requests:resolution.answered');
  await expect(conversation(customer, ru)).toContainText(SOLUTION);
  await expect(statusIn(customer)).toContainText(ru('requests:memberStatus.resolved'));

  expect(await downloadedHash(customer, ru, 'трассировка.bin')).toBe(sha256(trace));
  expect(await downloadedHash(engineer, en, 'трассировка.bin', 'vendor')).toBe(sha256(trace));
  await engineerStayed();
  await customerStayed();
});
