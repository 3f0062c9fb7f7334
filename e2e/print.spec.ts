import { expect, type Page } from '@playwright/test';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

/** Shows the page as it is put on paper, from the moment on at which the browser says that it will be. */
async function toPaper(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
}

test('a list of a desk on paper says which it is, and is printed by a button', async ({ open, program }) => {
  const ru = words('ru');
  const lead = await open({ as: 'lead@vendor.example', language: 'ru' });
  await lead.goto(`${program.url}/desk?queue=mine`);
  const heading = lead.getByText(`${ru('requests:desk.support')} · ${ru('requests:queue.mine')}`);
  await expect(heading).toBeHidden();
  await lead.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', '');
  });
  await lead.getByRole('button', { name: ru('requests:print.list') }).click();
  await expect(lead.locator('body')).toHaveAttribute('data-printed');
  await toPaper(lead);
  await expect(heading).toBeVisible();
});

test('a request on paper has its details and its whole thread with exact times, and nothing to press', async ({
  open,
  program,
}) => {
  const en = words('en');
  const anna = await open({ as: 'anna@acme.example', theme: 'dark' });
  await anna.goto(`${program.url}/requests?desk=support`);
  const rows = anna.getByRole('list', { name: en('requests:list.label') }).getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  await toPaper(anna);
  // What the list was narrowed by stays; search, menu and the way to the form go.
  await expect(anna.getByRole('list', { name: en('requests:filter.active') })).toContainText(
    en('requests:desk.support'),
  );
  await expect(anna.getByRole('searchbox')).toBeHidden();
  await expect(anna.getByText(en('common:nav.newRequest'))).toHaveCount(2);
  for (const way of await anna.getByText(en('common:nav.newRequest')).all()) await expect(way).toBeHidden();
  await anna.emulateMedia({ media: null });
  await anna.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(anna.getByRole('searchbox')).toBeVisible();

  await rows.filter({ hasText: 'Gateway has not updated' }).getByRole('link').click();
  const thread = anna.getByRole('region', { name: en('requests:thread.label') });
  await expect(thread.getByRole('article').first()).toBeVisible();
  await expect(anna.getByRole('button', { name: en('requests:print.request') })).toBeVisible();
  await toPaper(anna);
  await expect(anna.getByRole('complementary', { name: en('requests:panel.label') })).toBeVisible();
  await expect(thread.locator('article header').first()).toBeVisible();
  await expect(thread.locator('article time').first()).toHaveText(/\d{4}/u);
  await expect(anna.getByRole('textbox')).toHaveCount(0);
  await expect(anna.getByRole('button')).toHaveCount(0);
  await expect(anna.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
  await anna.emulateMedia({ media: null });
  await anna.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(anna.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(anna.getByRole('textbox', { name: en('requests:composer.label') })).toBeVisible();
});
