import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, becomeMember, LEAD, readMailLink } from './harness/accounts.ts';
import { newCode } from './harness/licenses.ts';
import { conversation, markDocument } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('the vendor appoints an administrator: the company objects, and later has nobody left to', async ({
  program,
  open,
}) => {
  test.setTimeout(240_000);
  const ru = words('ru');
  const en = words('en');
  const operator = await open({ as: ADMIN });
  const olga = await open({ language: 'ru', theme: 'dark', expected: { refusals: [401, 409] } });
  const peter = await open({ width: 390 });
  const lead = await open({ as: LEAD, width: 1920 });
  const company = {
    activationCode: await newCode(program),
    companyName: 'Южный порт',
    password: 'a long password of words',
  };
  await becomeMember(olga, ru, operator, { ...company, name: 'Ольга Смирнова', email: 'olga@port.example' });
  await becomeMember(peter, en, operator, { ...company, name: 'Peter Novak', email: 'peter@port.example' });
  await expect(peter.getByRole('heading', { name: en('common:pending.title') })).toBeVisible();

  // Peter waits, and asks the vendor; who he is and where he waits is known to the desk by his confirmed address.
  await peter.goto('/account-help');
  await expect(peter.getByLabel(en('outside:help.email'), { exact: true })).toHaveValue('peter@port.example');
  await peter.getByLabel(en('outside:help.text'), { exact: true }).fill('Our administrator does not answer.');
  await peter.getByRole('button', { name: en('outside:help.submit'), exact: true }).click();
  await expect(peter.getByRole('heading', { name: en('public:mailbox.kept.title') })).toBeVisible();
  await peter.goto(await readMailLink(operator, 'peter@port.example'));
  await expect(peter.getByRole('heading', { name: en('outside:confirm.doneTitle') })).toBeVisible();
  await peter.goto('/home');

  await olga.goto('/company');
  const olgaStayed = await markDocument(olga);
  await lead.goto('/desk');
  await lead.getByRole('link').filter({ hasText: 'Peter Novak' }).click();
  const panel = lead.getByRole('complementary', { name: en('requests:panel.label') });
  await expect(panel).toContainText(en('requests:accountCase.through.membership'));
  const announce = async (reason: string): Promise<void> => {
    await panel.getByRole('button', { name: en('appointments:appoint.open') }).click();
    const dialog = lead.getByRole('dialog');
    await dialog.getByRole('button', { name: en('appointments:appoint.submit') }).click();
    await expect(dialog.getByRole('alert')).toContainText(en('appointments:appoint.checked'));
    await dialog.getByLabel(en('appointments:appoint.reason'), { exact: true }).fill(reason);
    await dialog.getByLabel(en('appointments:appoint.checked'), { exact: true }).fill('Called the switchboard.');
    await expectAccessible(lead);
    await dialog.getByRole('button', { name: en('appointments:appoint.submit') }).click();
    await expect(dialog).toHaveCount(0);
  };
  await announce('Nobody answers him.');
  await expect(panel).toContainText(en('appointments:state.announced'));
  await expectAccessible(lead);

  // The company learns at once who, why and when, and objects.
  await expect(olga.getByText(ru('appointments:notice.title', { person: 'Peter Novak' }))).toBeVisible();
  await expect(olga.getByText('Nobody answers him.')).toBeVisible();
  await expect(olga.getByText('switchboard')).toHaveCount(0);
  await expectAccessible(olga);
  await olga.getByRole('button', { name: ru('appointments:notice.object') }).click();
  const dialog = olga.getByRole('dialog');
  await dialog.getByLabel(ru('appointments:notice.why')).fill('Пётр у нас больше не работает.');
  await dialog.getByRole('button', { name: ru('appointments:notice.object') }).click();
  await expect(olga.getByText(ru('appointments:notice.title', { person: 'Peter Novak' }))).toHaveCount(0);
  await expect(panel).toContainText(en('appointments:state.objected'));
  await expect(conversation(lead, en)).toContainText('Пётр у нас больше не работает.');
  await olgaStayed();

  // The last administrator leaves, knowing what that means; the program asks the vendor.
  await olga.getByRole('button', { name: ru('appointments:leave.open') }).click();
  await olga
    .getByRole('dialog')
    .getByRole('button', { name: ru('appointments:leave.action'), exact: true })
    .click();
  await expect(olga.getByRole('dialog')).toContainText(ru('appointments:leave.lastTitle', { company: 'Южный порт' }));
  await expectAccessible(olga);
  await olga.getByRole('button', { name: ru('appointments:leave.lastAction') }).click();
  await expect(olga.getByRole('heading', { name: ru('public:signIn.title') })).toBeVisible();
  await lead.goto('/desk');
  // Nobody was left to be asked in which language.
  await lead.getByRole('link').filter({ hasText: 'Южный порт has no administrator any more' }).click();
  await expect(panel).toContainText(en('requests:accountCase.reason.no_administrator'));

  // Nobody else is active in the company, so there is nobody to wait for: Peter's page opens by itself.
  await panel.getByRole('button', { name: en('appointments:appoint.open') }).click();
  const form = lead.getByRole('dialog');
  await form.getByRole('combobox', { name: en('appointments:appoint.member') }).click();
  await lead.getByRole('option', { name: /Peter Novak/u }).click();
  await form.getByLabel(en('appointments:appoint.reason'), { exact: true }).fill('The company has nobody else.');
  await form.getByLabel(en('appointments:appoint.checked'), { exact: true }).fill('Letter on the company’s paper.');
  await form.getByRole('button', { name: en('appointments:appoint.submit') }).click();
  await expect(panel).toContainText(en('appointments:state.done'));
  await expect(peter.getByRole('heading', { name: en('portal:home.title') })).toBeVisible();
  await peter.goto('/company');
  await expect(peter.getByRole('list', { name: en('company:members.label') })).toContainText('Peter Novak');
  await expectAccessible(peter);
  await expectNoSidewaysScroll(peter);
});
