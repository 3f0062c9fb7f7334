import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, ANNA } from './harness/accounts.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('an admin looks a company up, renames it and vouches for its mail domain', async ({ open }) => {
  const en = words('en');
  const admin = await open({ as: ADMIN, expected: { refusals: [422] } });
  const anna = await open({ as: ANNA, width: 390, theme: 'dark' });
  await anna.goto('/company/domains');
  await expect(anna.getByRole('heading', { name: en('company:domains.empty') })).toBeVisible();
  await admin.goto('/admin/companies');
  const search = admin.getByRole('searchbox', { name: en('companies:search') });
  await search.fill('anna@acme');
  await search.press('Enter');
  const list = admin.getByRole('list', { name: en('companies:list') });
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expect(admin).toHaveURL(/q=anna/u);
  await list.getByRole('link', { name: /Acme Logistics/u }).click();

  const members = admin.getByRole('list', { name: en('company:members.label') });
  await expect(members).toContainText('boris@acme.example');
  await expect(admin.getByRole('list', { name: en('issuing:sections.licenses') })).toContainText('NL-1001');
  await expectAccessible(admin);
  await expectNoSidewaysScroll(admin);

  await admin.getByRole('button', { name: en('companies:rename.open') }).click();
  const name = admin.getByRole('dialog').getByLabel(en('company:settings.name'), { exact: true });
  await name.fill('Acme Freight');
  await name.press('Enter');
  await expect(admin.getByRole('heading', { level: 1, name: 'Acme Freight' })).toBeVisible();
  // Its people see the new name without reloading.
  await expect(anna.getByRole('heading', { level: 1, name: 'Acme Freight' })).toBeVisible();

  const domain = admin.getByLabel(en('company:domains.domain'), { exact: true });
  await domain.fill('yahoo.de');
  await domain.press('Enter');
  await expect(admin.getByRole('alert')).toContainText(en('errors:code.free_mail_domain'));
  await domain.fill('acme-freight.com');
  await domain.press('Enter');
  const domains = admin.getByRole('list', { name: en('companies:domains.title') });
  await expect(domains).toContainText(en('company:domains.state.confirmed'));
  await expect(anna.getByRole('list', { name: en('company:domains.label') })).toContainText('acme-freight.com');
  await expectNoSidewaysScroll(anna);

  // Everything is undone, for the journeys that follow.
  await domains.getByRole('button', { name: en('company:domains.removeName', { domain: 'acme-freight.com' }) }).click();
  await admin
    .getByRole('dialog')
    .getByRole('button', { name: en('companies:domains.withdraw') })
    .click();
  await expect(anna.getByRole('heading', { name: en('company:domains.empty') })).toBeVisible();
  await admin.getByRole('button', { name: en('companies:rename.open') }).click();
  await name.fill('Acme Logistics');
  await name.press('Enter');
  await expect(anna.getByRole('heading', { level: 1, name: 'Acme Logistics' })).toBeVisible();
});
