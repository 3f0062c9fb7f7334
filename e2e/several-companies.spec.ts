import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, becomeMember, signIn } from './harness/accounts.ts';
import { Vendor } from './harness/licenses.ts';
import { fileRequest, markDocument } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const en = words('en');
const ru = words('ru');
const PASSWORD = 'a long password of words';
const FERRIES = 'Ligurian Ferries';
const HARBOUR = 'Quiet Harbour';
const SUBJECT = 'Не запускается после обновления';

const switcher = (page: Page, company: string) =>
  page.getByRole('button', { name: `${ru('common:company.label')}: ${company}` });

const switchTo = async (page: Page, from: string, to: string) => {
  await switcher(page, from).click();
  await page.getByRole('menuitem', { name: to }).click();
  await expect(switcher(page, to)).toBeVisible();
};

/** Adds a license for another company than the one the person acts for, as the page would. */
const addFor = (page: Page, activationCode: string, companyName: string) =>
  page.evaluate(
    async (body) => {
      const { status } = await fetch('/api/v1/licenses', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (status >= 300) throw new Error(`refused: ${status}`);
    },
    { activationCode, companyName },
  );

test('a member of two companies works for one at a time, in every tab', async ({ open, program }) => {
  const vendor = await Vendor.signIn(program);
  const [first, second, third] = [await vendor.issue(), await vendor.issue(), await vendor.issue()];
  const operator = await open({ as: ADMIN });
  const vera = await open({ language: 'ru', theme: 'dark', width: 390, expected: { refusals: [401, 404] } });
  const person = { name: 'Вера Лис', email: 'vera@ferries.example', password: PASSWORD };
  await becomeMember(vera, ru, operator, { ...person, activationCode: first.code, companyName: FERRIES });
  const { id } = await fileRequest(vera, ru, {
    desk: 'support',
    kind: 'malfunction',
    subject: SUBJECT,
    text: 'С утра не открывается консоль.',
    file: { name: 'журнал.txt', mimeType: 'text/plain', buffer: Buffer.from('console: exit 3\n') },
    fileName: 'журнал.txt',
  });
  const kenji = await open({ expected: { refusals: [401, 404] } });
  const other = { name: 'Kenji Sato', email: 'kenji@tide.example', password: PASSWORD };
  await becomeMember(kenji, en, operator, { ...other, activationCode: third.code, companyName: 'Slow Tide' });

  // She founds a second company, where she goes on, and asks to be let into a third.
  await vera.goto('/home');
  await addFor(vera, second.code, HARBOUR);
  await vera.reload();
  await expect(switcher(vera, HARBOUR)).toBeVisible();
  await expect(vera.getByText(SUBJECT)).toHaveCount(0);
  await addFor(vera, third.code, 'Slow Tide');
  await vera.reload();
  await switcher(vera, HARBOUR).click();
  await expect(vera.getByRole('menuitem', { name: 'Slow Tide' })).toBeDisabled();
  await expect(vera.getByText(ru('common:company.waiting'))).toBeVisible();
  await expectAccessible(vera);
  await expectNoSidewaysScroll(vera);
  await vera.keyboard.press('Escape');

  // Another tab follows without being touched: lists, then a request, of which nothing stays.
  const tab = await vera.context().newPage();
  await tab.goto('/requests');
  await expect(switcher(tab, HARBOUR)).toBeVisible();
  await expect(tab.getByText(SUBJECT)).toHaveCount(0);
  const stayed = await markDocument(tab);
  await switchTo(vera, HARBOUR, FERRIES);
  await expect(vera.getByRole('link', { name: SUBJECT })).toBeVisible();
  await expect(switcher(tab, FERRIES)).toBeVisible();
  await tab.getByRole('link', { name: SUBJECT }).click();
  await expect(tab.getByRole('heading', { level: 1, name: SUBJECT })).toBeVisible();
  await expect(tab.getByText('С утра не открывается консоль.')).toBeVisible();
  await switchTo(vera, FERRIES, HARBOUR);
  await expect(vera.getByText(SUBJECT)).toHaveCount(0);
  await expect(tab.getByRole('heading', { name: ru('requests:elsewhere.title') })).toBeVisible();
  await expect(tab.getByText(SUBJECT)).toHaveCount(0);
  await expect(tab.getByText('журнал.txt')).toHaveCount(0);
  await expectAccessible(tab);
  await expectNoSidewaysScroll(tab);

  // A link into the other company leads there, and takes the other tab along.
  await tab.getByRole('button', { name: ru('requests:elsewhere.change', { name: FERRIES }) }).click();
  await expect(tab.getByRole('heading', { level: 1, name: SUBJECT })).toBeVisible();
  await expect(switcher(vera, FERRIES)).toBeVisible();
  await stayed();

  // To whoever is no member there, the link says nothing.
  await kenji.goto(`/requests/${id}`);
  await expect(kenji.getByRole('heading', { name: en('common:states.notFoundTitle') })).toBeVisible();
  await expect(kenji.getByText(FERRIES)).toHaveCount(0);

  // The next session begins where she was last, which is not where she was first.
  await switchTo(vera, FERRIES, HARBOUR);
  await vera.getByRole('button', { name: ru('common:person.menu') }).click();
  await vera.getByRole('menuitem', { name: ru('common:person.signOut') }).click();
  await expect(tab.getByText(SUBJECT)).toHaveCount(0);
  await vera.goto('/sign-in');
  await signIn(vera, ru, person.email, PASSWORD);
  await expect(switcher(vera, HARBOUR)).toBeVisible();
});
