import { join } from 'node:path';
import { expect } from '@playwright/test';
import { ratingToken } from '../server/src/features/requests/rating-token.ts';
import { createKeyring } from '../server/src/platform/crypto/keyring.ts';
import { loadMasterKeys } from '../server/src/platform/crypto/master-key.ts';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { BORIS, ENGINEER, LEAD } from './harness/accounts.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('a customer rates by the link in the mail, and a lead settles what was bad', async ({ open, program }) => {
  const [ru, en] = [words('ru'), words('en')];
  const boris = await open({ as: BORIS });
  const engineer = await open({ as: ENGINEER });
  const lead = await open({ as: LEAD });
  const subject = 'The update of the gateway took a week';
  const data = { desk: 'support', kind: 'update', subject, text: 'It took a week.' };
  const { id } = await (await boris.request.post('/api/v1/requests', { data })).json();
  const resolved = { status: 'resolved', resolution: 'fixed' };
  await engineer.request.post(`/api/v1/desk/requests/${id}/status`, { data: resolved });
  const timeline = await (await boris.request.get(`/api/v1/requests/${id}/timeline`)).json();
  const { id: personId } = await (await boris.request.get('/api/v1/me')).json();
  const keyring = createKeyring(await loadMasterKeys(join(program.dataDir, 'master.key'), false));
  // What stands in the mail, which goes out a minute later.
  const token = ratingToken(keyring, { requestId: id, personId, resolvedAt: new Date(timeline.data.at(-1).createdAt) });

  await lead.goto('/reports/ratings');
  await expect(lead.getByRole('heading', { level: 1, name: en('reports:title') })).toBeVisible();
  const nobody = await open({ language: 'ru', width: 390, theme: 'dark' });
  await nobody.goto(`/rate#${token}`);
  await expect(nobody.getByText(subject)).toBeVisible();
  await expect(nobody).not.toHaveURL(/#/u);
  await expectAccessible(nobody);
  await nobody.getByRole('button', { name: ru('requests:rating.bad') }).click();
  await expect(nobody.getByText(ru('requests:rating.thanks'))).toBeVisible();
  await nobody.getByLabel(ru('requests:rating.comment')).fill('Никто не отвечал.');
  await nobody.reload();
  await expect(nobody.getByLabel(ru('requests:rating.comment'))).toHaveValue('Никто не отвечал.');
  await nobody.getByRole('button', { name: ru('requests:rating.send') }).click();
  await expectNoSidewaysScroll(nobody);

  const row = lead.getByRole('listitem').filter({ hasText: subject });
  await expect(row).toContainText('Никто не отвечал.');
  await row.getByRole('button', { name: en('requests:settling.open') }).click();
  await lead.getByLabel(en('requests:settling.note')).fill('Called, and said sorry.');
  await expectAccessible(lead);
  await lead.getByRole('button', { name: en('requests:settling.done') }).click();
  await expect(row).toHaveCount(0);
  await lead.getByText(en('reports:ratings.settled'), { exact: true }).click();
  await expect(row).toContainText('Called, and said sorry.');
});

test('a lead reads a report, and takes it as CSV', async ({ open }) => {
  const en = words('en');
  const lead = await open({ as: LEAD, width: 1280 });
  await lead.goto('/reports');
  await lead.getByText(en('reports:span.year'), { exact: true }).click();
  await expect(lead).toHaveURL(/period=month/u);
  await lead.getByText(en('reports:time.clock'), { exact: true }).click();
  await expect(lead).toHaveURL(/clock=true/u);
  await expect(lead.getByRole('heading', { name: en('reports:promises.title') })).toBeVisible();
  const download = lead.waitForEvent('download');
  await lead.getByRole('link', { name: 'CSV' }).first().click();
  expect((await download).suggestedFilename()).toBe('report.csv');
});
