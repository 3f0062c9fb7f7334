import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, becomeMember, readMailLink, register } from './harness/accounts.ts';
import { newCode } from './harness/licenses.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('a company proves its mail domain, and a colleague of it is let in at once', async ({ program, open }) => {
  const ru = words('ru');
  const en = words('en');
  const operator = await open({ as: ADMIN });
  const vera = await open({ language: 'ru', width: 390, expected: { refusals: [422] } });
  const company = {
    activationCode: await newCode(program),
    companyName: 'Северный склад',
    password: 'a long password of words',
  };
  await becomeMember(vera, ru, operator, { ...company, name: 'Вера Орлова', email: 'vera@sklad.example' });
  await vera.getByRole('link', { name: ru('common:nav.company'), exact: true }).click();
  await vera.getByRole('link', { name: ru('company:sections.domains') }).click();
  await expect(vera.getByRole('heading', { name: ru('company:domains.empty') })).toBeVisible();

  // What was typed stays, with the reason at its field.
  const domain = vera.getByLabel(ru('company:domains.domain'), { exact: true });
  await domain.fill('gmail.com');
  await vera.getByRole('button', { name: ru('company:domains.add'), exact: true }).click();
  await expect(vera.getByRole('alert')).toContainText(ru('errors:code.free_mail_domain'));
  await expect(domain).toHaveValue('gmail.com');
  await expectAccessible(vera);

  await domain.fill('Sklad-Severny.com');
  await vera.getByRole('button', { name: ru('company:domains.add'), exact: true }).click();
  const card = vera.getByRole('list', { name: ru('company:domains.label') }).getByRole('listitem');
  await expect(card).toContainText('sklad-severny.com');
  const name = await card.getByLabel(ru('company:domains.recordName'), { exact: true }).inputValue();
  const value = await card.getByLabel(ru('company:domains.recordValue'), { exact: true }).inputValue();
  await card.getByRole('button', { name: ru('company:domains.check') }).click();
  await expect(card.getByRole('status')).toContainText(ru('company:domains.finding.missing'));
  await expectAccessible(vera);
  await expectNoSidewaysScroll(vera);

  program.zone[name] = { texts: [value] };
  await card.getByRole('button', { name: ru('company:domains.check') }).click();
  await expect(card).toContainText(ru('company:domains.state.confirmed'));

  const peter = await open();
  const colleague = { ...company, name: 'Peter Novak', email: 'peter@sklad-severny.com' };
  await register(peter, en, colleague);
  await peter.goto(await readMailLink(operator, colleague.email));
  await expect(peter.getByRole('main').getByRole('link', { name: en('public:confirm.signIn') })).toBeVisible();
  // Vera sees him come, without reloading.
  await vera.getByRole('link', { name: ru('company:sections.members') }).click();
  await expect(vera.getByRole('list', { name: ru('company:members.label') })).toContainText('Peter Novak');

  // Given up, it lets nobody in any more.
  await vera.getByRole('link', { name: ru('company:sections.domains') }).click();
  await card.getByRole('button', { name: ru('company:domains.removeName', { domain: 'sklad-severny.com' }) }).click();
  await vera
    .getByRole('dialog')
    .getByRole('button', { name: ru('company:domains.remove') })
    .click();
  await expect(vera.getByRole('heading', { name: ru('company:domains.empty') })).toBeVisible();
});
