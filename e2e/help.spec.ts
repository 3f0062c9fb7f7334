import { expect } from '@playwright/test';
import { expectAccessible } from './harness/accessibility.ts';
import { BORIS, ENGINEER, LEAD } from './harness/accounts.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const en = words('en');
const ru = words('ru');
const TITLE = 'Reset the umbrella console';

test('an article is written, published, suggested, read in another language and commented on', async ({ open }) => {
  const engineer = await open({ as: ENGINEER });
  await engineer.goto('/desk/articles/new');
  await engineer.getByLabel(en('help:write.title')).fill(TITLE);
  await engineer.getByLabel(en('help:write.text'), { exact: true }).fill('Hold the *umbrella* button of the console.');
  await engineer.getByRole('button', { name: en('help:write.create') }).click();
  await expect(engineer.getByRole('heading', { name: TITLE, level: 1 })).toBeVisible();
  await expect(engineer.getByText(en('help:publish.byLead'))).toBeVisible();
  const address = engineer.url();

  const lead = await open({ as: LEAD });
  await lead.goto(address);
  await lead.getByRole('button', { name: en('help:publish.public') }).click();
  // The page of whoever wrote it hears of that.
  await expect(engineer.getByRole('link', { name: en('help:settings.read') })).toBeVisible();

  const boris = await open({ as: BORIS, language: 'ru', width: 390 });
  await boris.goto('/requests/new');
  await boris.getByLabel(ru('portal:new.subject'), { exact: true }).fill('Umbrella console needs a reset');
  await expect(boris.getByRole('link', { name: TITLE })).toBeVisible();

  const visitor = await open({ language: 'ru', theme: 'dark' });
  await visitor.goto('/help');
  await visitor.getByRole('searchbox', { name: ru('help:search') }).fill('umbrellas');
  await visitor.getByRole('link', { name: TITLE }).click();
  await expect(visitor.getByRole('heading', { name: TITLE, level: 1 })).toBeVisible();
  await expect(visitor).toHaveTitle(new RegExp(TITLE, 'u'));
  await expect(visitor.getByText(/Этой статьи пока нет на вашем языке/u)).toBeVisible();
  await visitor.getByRole('button', { name: ru('help:feedback.no') }).click();
  await visitor.getByLabel(ru('help:feedback.comment')).fill('Где эта кнопка?');
  await expectAccessible(visitor);
  await visitor.getByRole('button', { name: ru('help:feedback.send') }).click();
  await expect(visitor.getByText(ru('help:feedback.sent'))).toBeVisible();
  await expect(engineer.getByText('Где эта кнопка?')).toBeVisible();
  await expectAccessible(engineer);
});
