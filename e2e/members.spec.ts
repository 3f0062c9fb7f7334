import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, becomeMember } from './harness/accounts.ts';
import { newCode } from './harness/licenses.ts';
import { markDocument } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('a second person with the same code waits, is let in live, and is removed again', async ({ program, open }) => {
  const ru = words('ru');
  const en = words('en');
  const operator = await open({ as: ADMIN });
  const olga = await open({ language: 'ru', theme: 'dark' });
  const peter = await open({ width: 390, expected: { refusals: [401] } });
  const company = {
    activationCode: await newCode(program),
    companyName: 'Южный порт',
    password: 'a long password of words',
  };

  await becomeMember(olga, ru, operator, { ...company, name: 'Ольга Смирнова', email: 'olga@quay.example' });
  const olgaStayed = await markDocument(olga);
  await becomeMember(peter, en, operator, { ...company, name: 'Peter Novak', email: 'peter@quay.example' });
  await expect(peter.getByRole('heading', { name: en('common:pending.title') })).toBeVisible();
  const peterStayed = await markDocument(peter);
  await expectAccessible(peter);

  // The administrator's navigation tells at once that somebody waits.
  await olga.getByRole('link', { name: ru('common:nav.companyWaiting_one', { count: '1' }) }).click();
  await expect(olga.getByRole('list', { name: ru('company:pending.label') })).toContainText('peter@quay.example');
  await expectAccessible(olga);
  await olga.getByRole('button', { name: ru('company:pending.approveName', { name: 'Peter Novak' }) }).click();
  const members = olga.getByRole('list', { name: ru('company:members.label') });
  await expect(members).toContainText('Peter Novak');
  await expect(olga.getByRole('link', { name: ru('common:nav.company'), exact: true })).toBeVisible();

  // The page that waited opens by itself.
  await expect(peter.getByRole('heading', { name: en('portal:home.title') })).toBeVisible();
  await peter.getByRole('link', { name: en('common:nav.company'), exact: true }).click();
  await expect(peter.getByRole('list', { name: en('company:members.label') })).toContainText('Ольга Смирнова');
  await expect(peter.getByText('olga@quay.example')).toHaveCount(0);
  await expectAccessible(peter);
  await expectNoSidewaysScroll(peter);

  // A new role shows without reloading, and so does the end.
  await members.getByRole('combobox', { name: ru('company:members.role', { name: 'Peter Novak' }) }).click();
  await olga.getByRole('option', { name: ru('company:role.administrator') }).click();
  await peter.getByRole('link', { name: en('company:sections.settings') }).click();
  await expect(peter.getByLabel(en('company:settings.name'))).toHaveValue('Южный порт');
  await expectNoSidewaysScroll(peter);
  await peterStayed();
  await members.getByRole('button', { name: ru('company:members.removeName', { name: 'Peter Novak' }) }).click();
  await olga
    .getByRole('dialog')
    .getByRole('button', { name: ru('company:members.remove') })
    .click();
  await expect(members).not.toContainText('Peter Novak');
  await expect(peter.getByRole('heading', { name: en('public:signIn.title') })).toBeVisible();
  await olgaStayed();
});
