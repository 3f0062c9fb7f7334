import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, ANNA, becomeMember, BORIS, CLARA } from './harness/accounts.ts';
import { Vendor } from './harness/licenses.ts';
import { markDocument } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { type Words, words } from './harness/words.ts';

const en = words('en');
const ru = words('ru');
const VENDOR = { vendor: 'Northlight Security' };

const openDialog = async (page: Page, t: Words) => {
  await page.getByRole('button', { name: t('common:addLicense') }).click();
  return page.getByRole('dialog', { name: t('licenses:add.title') });
};
const add = (page: Page, t: Words) =>
  page
    .getByRole('dialog')
    .getByRole('button', { name: t('common:addLicense') })
    .click();
const code = (page: Page, t: Words) => page.getByRole('textbox', { name: t('public:register.code.label') });
const licenses = (page: Page, t: Words) => page.getByRole('main').getByText(t('licenses:title'), { exact: true });

test('an administrator adds a license that colleagues see at once; another company is told whom to ask', async ({
  open,
  program,
}) => {
  const vendor = await Vendor.signIn(program);
  const issued = await vendor.issue();
  const anna = await open({ as: ANNA, expected: { refusals: [422] } });
  const boris = await open({ as: BORIS });
  await boris.goto('/licenses');
  await expect(licenses(boris, en)).toBeVisible();
  const borisStayed = await markDocument(boris);

  await anna.goto('/licenses');
  const dialog = await openDialog(anna, en);
  await code(anna, en).fill(issued.code);
  await expectAccessible(anna);
  await add(anna, en);
  await expect(dialog).toHaveCount(0);
  await expect(anna.getByRole('main').getByText(issued.license.serial)).toBeVisible();
  await expect(boris.getByRole('main').getByText(issued.license.serial)).toBeVisible();
  await borisStayed();

  await openDialog(anna, en);
  await code(anna, en).fill(issued.code);
  await add(anna, en);
  await expect(anna.getByText(en('licenses:add.already')).first()).toBeVisible();

  const clara = await open({ as: CLARA, language: 'ru', width: 390, theme: 'dark', expected: { refusals: [422] } });
  await clara.goto('/licenses');
  await openDialog(clara, ru);
  await code(clara, ru).fill(issued.code);
  await add(clara, ru);
  await expect(clara.getByText(ru('licenses:add.claimed')).first()).toBeVisible();
  await expectAccessible(clara);
  await expectNoSidewaysScroll(clara);
  await clara.getByRole('link', { name: ru('licenses:add.ask', VENDOR) }).click();
  await expect(clara.getByRole('textbox', { name: ru('portal:new.subject') })).toHaveValue(
    ru('portal:new.about.claimed_license'),
  );
  await expect(clara.getByRole('combobox', { name: ru('portal:new.kind') })).toHaveValue(ru('requests:kind.account'));

  // Meant for another company, the same code lets her wait for the one that has the license.
  await clara.goto('/licenses');
  await openDialog(clara, ru);
  await code(clara, ru).fill(issued.code);
  await clara.getByRole('radio', { name: ru('licenses:add.other') }).check();
  await clara.getByRole('textbox', { name: ru('licenses:add.company') }).fill('Третья');
  await add(clara, ru);
  await expect(clara.getByText(ru('licenses:add.waiting', { company: 'Acme Logistics' }))).toBeVisible();
  await clara
    .getByRole('dialog')
    .getByRole('button', { name: ru('common:form.close') })
    .last()
    .click();
  await expect(clara.getByRole('dialog')).toHaveCount(0);
  await expect(clara.getByText(issued.license.serial)).toHaveCount(0);
});

test('who waits for one company founds another with a license of its own', async ({ open, program }) => {
  const vendor = await Vendor.signIn(program);
  const [first, second] = [await vendor.issue(), await vendor.issue()];
  const operator = await open({ as: ADMIN });
  const password = 'a long password of words';
  const dora = await open();
  await becomeMember(dora, en, operator, {
    activationCode: first.code,
    companyName: 'Mill and Sons',
    name: 'Dora Mill',
    email: 'dora@mill.example',
    password,
  });
  const emil = await open({ width: 390 });
  await becomeMember(emil, en, operator, {
    activationCode: first.code,
    companyName: 'Mill',
    name: 'Emil Weaver',
    email: 'emil@weaver.example',
    password,
  });
  await expect(emil.getByRole('heading', { name: en('common:pending.title') })).toBeVisible();
  await openDialog(emil, en);
  await code(emil, en).fill(second.code);
  await add(emil, en);
  await expect(emil.getByText(en('public:register.company.empty'))).toBeVisible();
  await emil.getByRole('textbox', { name: en('licenses:add.company') }).fill('Weaver Works');
  await add(emil, en);
  await expect(emil.getByRole('heading', { name: en('portal:home.title') })).toBeVisible();
  await expect(emil.getByRole('banner')).toContainText('Weaver Works');
});
