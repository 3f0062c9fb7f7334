import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, ANNA, becomeMember } from './harness/accounts.ts';
import { markDocument } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const en = words('en');
const ru = words('ru');

/** Chooses an entry of a list by the label of its field. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('an admin sells something new, and the customer registers with its code', async ({ open }) => {
  const admin = await open({ as: ADMIN });
  await admin.goto('/admin/products');
  await admin.getByRole('button', { name: en('issuing:products.add') }).click();
  await admin.getByLabel(en('issuing:product.name')).fill('Northlight Proxy');
  await admin.getByRole('button', { name: en('issuing:products.create'), exact: true }).click();
  await expect(admin.getByRole('heading', { name: 'Northlight Proxy' })).toBeVisible();
  await admin.getByRole('button', { name: en('issuing:product.addVersion') }).click();
  await admin.getByLabel(en('issuing:product.version'), { exact: true }).fill('1.0');
  await admin.getByRole('button', { name: en('common:form.save') }).click();
  await expect(admin.getByText(en('issuing:product.saved'), { exact: true })).toBeVisible();
  await expectAccessible(admin);

  await admin.goto('/admin/products/calendars');
  await admin.getByRole('button', { name: en('issuing:calendars.add') }).click();
  await admin.getByLabel(en('issuing:calendars.name'), { exact: true }).fill('Mornings');
  await admin.getByLabel('Friday').fill('9-12, 11-13');
  await admin.getByRole('button', { name: en('common:form.save') }).click();
  await expect(admin.getByText(en('issuing:calendars.hoursWrong')).first()).toBeVisible();
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) {
    await admin.getByLabel(day).fill('8-10, 10:30-12');
  }
  await admin.getByRole('button', { name: en('issuing:calendars.addHoliday') }).click();
  await admin.getByLabel(en('issuing:calendars.date'), { exact: true }).fill('2030-12-25');
  await expect(admin.getByText('A promise of 8 hours given now ends on')).toBeVisible();
  await expectAccessible(admin);
  await admin.getByRole('button', { name: en('common:form.save') }).click();
  await expect(admin.getByRole('list', { name: en('issuing:sections.calendars') })).toContainText(
    'Mon–Fri 08:00–10:00, 10:30–12:00',
  );

  await admin.goto('/admin/products/plans');
  await admin.getByRole('button', { name: en('issuing:plans.add') }).click();
  await admin.getByLabel(en('issuing:plans.name'), { exact: true }).fill('Round the clock');
  await choose(admin, en('issuing:plans.calendar'), 'Mornings');
  await admin.getByLabel(en('issuing:plans.cell', { severity: '1', target: en('issuing:plans.first') })).fill('0.25');
  await expectAccessible(admin);
  await admin.getByRole('button', { name: en('common:form.save') }).click();
  const plans = admin.getByRole('list', { name: en('issuing:sections.plans') });
  await expect(plans).toContainText('Round the clock');
  await expect(plans).toContainText('15 min');

  await admin.goto('/admin/licenses/issue');
  await choose(admin, en('issuing:terms.product'), 'Northlight Proxy');
  await choose(admin, en('issuing:terms.plan'), 'Round the clock');
  await admin.getByLabel(en('issuing:terms.seats')).fill('25');
  await admin.getByRole('button', { name: en('issuing:issue.submit') }).click();
  // What is missing is said, and what was typed is kept.
  await expect(admin.getByRole('alert')).toContainText(en('issuing:terms.wrong.required'));
  await admin.getByLabel(en('issuing:terms.endless')).check();
  await admin.getByRole('button', { name: en('issuing:issue.submit') }).click();
  await admin.getByRole('button', { name: en('licenses:code.show') }).click();
  const code = admin.getByRole('status', { name: en('licenses:code.title') });
  await expect(code).toHaveText(/^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/u);
  const activationCode = (await code.textContent()) ?? '';

  const olga = await open({ language: 'ru' });
  const operator = await open({ as: ADMIN });
  await becomeMember(olga, ru, operator, {
    activationCode,
    companyName: 'Северный мост',
    name: 'Ольга Мостовая',
    email: 'olga@bridge.example',
    password: 'a long password of words',
  });
  // The page that was open all the time names the company now.
  await expect(admin.getByText('Северный мост')).toBeVisible();

  // The code leads back to the license, and never stands in the address bar.
  await admin.goto('/admin/licenses');
  await admin.getByLabel(en('issuing:list.search')).fill(activationCode.toLowerCase());
  await admin.getByLabel(en('issuing:list.search')).press('Enter');
  await expect(admin).toHaveURL(/\/admin\/licenses\/[0-9a-f-]{36}$/u);
  await expect(admin.getByRole('heading', { level: 1, name: /^NL-/u })).toBeVisible();
  await expect(admin.getByText('Северный мост')).toBeVisible();
});

test('an admin corrects a file until it can be imported, and takes the codes', async ({ open }) => {
  const admin = await open({ as: ADMIN, theme: 'dark' });
  await admin.goto('/admin/licenses/batches');
  const give = (text: string) =>
    admin
      .locator('input[type=file]')
      .setInputFiles({ name: 'order.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await give('product;plan;seats;valid_until\nNorthlight Server;Standard;0;31.12.2099\nNorthlight Server;Gold;5;\n');
  const problems = admin.getByRole('region', { name: en('issuing:import.problems') });
  await expect(problems.getByRole('row')).toHaveCount(3);
  await expect(problems).toContainText(en('issuing:problem.too_small'));
  await expect(problems).toContainText(en('issuing:problem.unknown_plan'));
  await expectAccessible(admin);
  await expectNoSidewaysScroll(admin);
  await give(
    'product;plan;seats;valid_until\nNorthlight Server;Standard;5;31.12.2099\nNorthlight Server;Standard;5;\n',
  );
  await admin.getByRole('button', { name: en('issuing:import.start_other', { count: '2' }) }).click();
  const batches = admin.getByRole('list', { name: en('issuing:batches.title') });
  const codes = batches.getByRole('button', { name: en('issuing:batches.download') });
  await expect(codes).toBeVisible();
  await expectAccessible(admin);
  const downloading = admin.waitForEvent('download');
  await codes.click();
  const file = await readFile(await (await downloading).path(), 'utf8');
  expect(file.match(/"(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}"/gu)).toHaveLength(2);
  await batches.getByRole('link', { name: en('issuing:batches.licenses_other', { count: '2' }) }).click();
  await expect(admin.getByRole('list', { name: en('issuing:sections.licenses') }).getByRole('listitem')).toHaveCount(2);
});

test('a customer sees at once that a license was suspended, resumed and renewed', async ({ open }) => {
  const admin = await open({ as: ADMIN });
  const anna = await open({ as: ANNA, width: 390 });
  await anna.goto('/licenses');
  const row = anna.getByRole('link').filter({ hasText: 'NL-1002' });
  await expect(row).toContainText(en('licenses:state.active'));
  const stayed = await markDocument(anna);

  await admin.goto('/admin/licenses?q=NL-1002');
  await admin.getByRole('link').filter({ hasText: 'NL-1002' }).click();
  await admin.getByRole('button', { name: en('issuing:stop.suspend'), exact: true }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('button', { name: en('issuing:stop.suspend'), exact: true }).click();
  await expect(dialog).toContainText(en('errors:field.required'));
  await dialog.getByLabel(en('issuing:stop.reason')).fill('The invoice is unpaid');
  await expectAccessible(admin);
  await dialog.getByRole('button', { name: en('issuing:stop.suspend'), exact: true }).click();
  await expect(admin.getByText('The invoice is unpaid')).toBeVisible();
  await expect(row).toContainText(en('licenses:state.suspended'));

  await admin.getByRole('button', { name: en('issuing:stop.resume') }).click();
  await expect(row).toContainText(en('licenses:state.active'));

  await admin.getByRole('button', { name: en('issuing:license.renew') }).click();
  await dialog.getByLabel(en('issuing:terms.seats')).fill('777');
  await dialog.getByRole('button', { name: en('common:form.save') }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row).toContainText('777');
  await expectAccessible(admin);
  await expectNoSidewaysScroll(admin);
  await stayed();
});
