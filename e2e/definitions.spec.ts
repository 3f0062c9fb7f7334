import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ANALYST, LEAD } from './harness/accounts.ts';
import { markDocument } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const NAME = 'Trojan.Win32.Journey.a';
const HASH = '0123456789abcdef'.repeat(4);

test('a detection is written, approved by somebody else, released, and found by everybody', async ({ open }) => {
  const en = words('en');
  const ru = words('ru');
  const analyst = await open({ as: ANALYST, expected: { refusals: [409] } });
  const lead = await open({ as: LEAD, language: 'ru', theme: 'dark', width: 390 });
  const anyone = await open({});

  await lead.goto('/lab/detections');
  const leadStayed = await markDocument(lead);
  await analyst.goto('/lab/detections');
  await analyst.getByRole('button', { name: en('definitions:list.new') }).click();
  const dialog = analyst.getByRole('dialog');
  await dialog.getByLabel(en('definitions:name')).fill('Trojan.Win32.Journey');
  await dialog.getByRole('button', { name: en('definitions:useName', { name: NAME }) }).click();
  await dialog.getByRole('button', { name: en('definitions:create') }).click();
  await expect(analyst.getByRole('heading', { name: NAME, level: 1 })).toBeVisible();

  await analyst.getByRole('button', { name: en('definitions:signature.add') }).click();
  await analyst.getByLabel(en('definitions:signature.format')).selectOption('hash');
  await analyst.getByLabel(en('definitions:signature.sha256')).fill(HASH.slice(1));
  await expect(analyst.getByText(en('definitions:problem.hash_malformed'))).toBeVisible();
  await expectAccessible(analyst);
  await analyst.getByLabel(en('definitions:signature.sha256')).fill(HASH);
  await expect(analyst.getByText(en('definitions:problems.none'))).toBeVisible();
  // What is not saved yet is there again when the page is loaded anew.
  await expect(analyst.getByText(en('common:draft.saved'))).toBeVisible();
  await analyst.reload();
  await expect(analyst.getByLabel(en('definitions:signature.sha256'))).toHaveValue(HASH);
  await analyst.getByRole('button', { name: en('definitions:save') }).click();
  await expect(analyst.getByText(`${NAME}-`)).toBeVisible();
  await analyst.getByRole('button', { name: en('definitions:approve') }).click();
  await expect(analyst.getByRole('alert').filter({ hasText: en('errors:code.own_work') })).toBeVisible();

  // It has appeared in the other list without a reload.
  await lead.getByRole('link', { name: NAME }).click();
  await expectNoSidewaysScroll(lead);
  await lead.getByRole('button', { name: ru('definitions:approve') }).click();
  await expect(lead.getByText(ru('definitions:state.approved')).first()).toBeVisible();
  await expect(analyst.getByText(en('definitions:state.approved')).first()).toBeVisible();

  await leadStayed();
  await lead.goto('/lab/detections/releases');
  await lead.getByRole('button', { name: ru('definitions:release.build') }).click();
  await lead.getByRole('button', { name: ru('definitions:release.publish') }).click();
  await lead
    .getByRole('dialog')
    .getByRole('button', { name: ru('definitions:release.publish') })
    .click();
  await expect(lead.getByText(ru('definitions:release.state.published'))).toBeVisible();
  await expectAccessible(lead);
  await expect(analyst.getByText(en('definitions:state.released')).first()).toBeVisible();

  await anyone.goto('/definitions');
  await anyone.getByLabel(en('definitions:open.lookUp')).fill(HASH.toUpperCase());
  await anyone.getByRole('button', { name: en('definitions:open.find') }).click();
  await expect(anyone.getByRole('status').getByText(NAME)).toBeVisible();
  await expectAccessible(anyone);
});
