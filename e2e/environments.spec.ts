import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ANNA, BORIS } from './harness/accounts.ts';
import { markDocument } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { type Words, words } from './harness/words.ts';

const en = words('en');
const ru = words('ru');
const NAME = 'Mail relay in Bremen';

const list = (page: Page, t: Words) => page.getByRole('list', { name: t('company:environments.label') });
const field = (page: Page, t: Words, name: string) =>
  page.getByRole('dialog').getByLabel(t(`company:environments.${name}`), { exact: true });
const edit = (page: Page, t: Words) =>
  page.getByRole('button', { name: t('company:environments.editName', { name: NAME }) }).click();
const save = (page: Page, t: Words) =>
  page
    .getByRole('dialog')
    .getByRole('button', { name: t('common:form.save') })
    .click();

test('an environment fills a request in, and two who change it at once lose nothing they typed', async ({ open }) => {
  const boris = await open({ as: BORIS, expected: { refusals: [412] } });
  const anna = await open({ as: ANNA, language: 'ru', theme: 'dark', width: 390 });
  await boris.goto('/company/environments');
  await anna.goto('/company/environments');
  await expect(anna.getByRole('button', { name: ru('company:environments.add') })).toBeVisible();
  const annaStayed = await markDocument(anna);

  await boris.getByRole('button', { name: en('company:environments.add') }).click();
  await field(boris, en, 'name').fill(NAME);
  await boris
    .getByRole('dialog')
    .getByRole('combobox', { name: en('company:environments.product') })
    .click();
  await boris.getByRole('option', { name: 'Northlight Mail Gateway' }).click();
  await field(boris, en, 'version').fill('6.2.118');
  await field(boris, en, 'system').fill('Debian 13');
  await field(boris, en, 'notes').fill('Behind the proxy of the port.');
  await expectAccessible(boris);
  await save(boris, en);
  await expect(list(boris, en)).toContainText(NAME);
  await expect(list(anna, ru)).toContainText(NAME);

  // It fills the form in, and gives back what stood there.
  await boris.goto('/requests/new');
  await boris.getByText(en('portal:new.more'), { exact: true }).click();
  const system = boris.getByLabel(en('portal:new.system'), { exact: true });
  await system.fill('FreeBSD 15');
  await boris.getByRole('combobox', { name: en('portal:new.environment') }).click();
  await boris.getByRole('option', { name: NAME }).click();
  await expect(system).toHaveValue('Debian 13');
  await expect(boris.getByRole('combobox', { name: en('portal:new.product') })).toHaveValue('Northlight Mail Gateway');
  await boris.getByRole('button', { name: en('portal:new.undo') }).click();
  await expect(system).toHaveValue('FreeBSD 15');

  // Both have the dialog open; who saves second is told, keeps the text, and may save it all the same.
  await boris.goto('/company/environments');
  await edit(boris, en);
  await edit(anna, ru);
  await field(boris, en, 'notes').fill('Two nodes; the second one is in Kiel.');
  await field(anna, ru, 'system').fill('Debian 14');
  await expectNoSidewaysScroll(anna);
  await expectAccessible(anna);
  await save(anna, ru);
  await expect(anna.getByRole('dialog')).toHaveCount(0);
  await expect(list(boris, en)).toContainText('Debian 14');
  await save(boris, en);
  await expect(boris.getByRole('alert')).toContainText(en('errors:code.version_moved'));
  await expect(field(boris, en, 'notes')).toHaveValue('Two nodes; the second one is in Kiel.');
  await expectAccessible(boris);
  await field(boris, en, 'system').fill('Debian 14');
  await field(boris, en, 'version').fill('6.2.119');
  await save(boris, en);
  await expect(boris.getByRole('dialog')).toHaveCount(0);
  await expect(list(anna, ru)).toContainText('6.2.119');
  await edit(anna, ru);
  await expect(field(anna, ru, 'notes')).toHaveValue('Two nodes; the second one is in Kiel.');
  await expect(field(anna, ru, 'system')).toHaveValue('Debian 14');
  await anna
    .getByRole('dialog')
    .getByRole('button', { name: ru('common:form.cancel') })
    .click();
  await annaStayed();

  await boris.getByRole('button', { name: en('company:environments.removeName', { name: NAME }) }).click();
  await boris
    .getByRole('dialog')
    .getByRole('button', { name: en('company:environments.remove') })
    .click();
  await expect(list(anna, ru).getByText(NAME)).toHaveCount(0);
});
