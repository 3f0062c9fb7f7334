import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { BORIS, ENGINEER, LEAD } from './harness/accounts.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const t = words('en');
const rows = (page: Page) => page.getByRole('list', { name: t('requests:list.label') }).getByRole('listitem');
const noticed = (page: Page, title: string) => page.getByRole('alert').filter({ hasText: title });

/** Files requests as Boris and gives their ids. */
async function file(boris: Page, subjects: readonly string[]): Promise<string[]> {
  await boris.goto('/home');
  const ids: string[] = [];
  for (const subject of subjects) {
    const data = { desk: 'support', kind: 'malfunction', subject, text: 'Since this morning.' };
    const headers = { origin: new URL(boris.url()).origin };
    const answer = await boris.request.post('/api/v1/requests', { data, headers });
    ids.push(((await answer.json()) as { id: string }).id);
  }
  return ids;
}

test('several requests are changed at once by keyboard, and changed back', async ({ open }) => {
  const subjects = ['Siphon printer offline', 'Siphon scanner offline', 'Siphon router offline'];
  await file(await open({ as: BORIS }), subjects);
  const page = await open({ as: ENGINEER });
  await page.goto('/desk?q=siphon&sort=created');
  await expect(rows(page)).toHaveCount(3);
  const bar = page.getByRole('region', { name: t('bulk:label') });

  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(bar).toContainText(t('bulk:selected_one', { count: '1' }));
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await page.keyboard.press('x');
  await rows(page)
    .nth(2)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await expect(bar).toContainText(t('bulk:selected_other', { count: '3' }));
  await expectAccessible(page);

  await page.keyboard.press('a');
  await page.getByRole('menuitem', { name: 'Lena Lead' }).click();
  const assigned = noticed(page, `3 requests: ${t('bulk:done.assigned', { name: 'Lena Lead' })}`);
  // A notice that is pointed at stays.
  await assigned.hover();
  await expect(rows(page).filter({ hasText: 'Lena Lead' })).toHaveCount(3);
  await expectAccessible(page);
  await assigned.getByRole('button', { name: t('common:undo.take') }).click();
  await expect(noticed(page, t('common:undo.done'))).toContainText('3 requests');
  await expect(rows(page).filter({ hasText: 'Lena Lead' })).toHaveCount(0);

  // What somebody has touched meanwhile stays as it is.
  await rows(page).nth(0).hover();
  await rows(page).nth(0).getByRole('checkbox').check();
  await bar.getByRole('checkbox').check();
  await page.keyboard.press('e');
  await page.getByRole('menuitem', { name: t('requests:resolution.fixed') }).click();
  await expect(rows(page).filter({ hasText: t('requests:status.resolved') })).toHaveCount(3);
  await noticed(page, t('bulk:done.resolved')).hover();
  const lead = await open({ as: LEAD });
  await lead.goto('/desk?q=siphon&sort=created');
  await rows(lead).nth(0).getByRole('link').click();
  await lead.getByRole('button', { name: t('requests:action.assign') }).click();
  await lead.getByRole('menuitem', { name: 'Erik Engineer' }).click();
  await noticed(lead, t('bulk:done.assigned', { name: 'Erik Engineer' })).hover();
  await expect(rows(page).filter({ hasText: 'Erik Engineer' })).toHaveCount(1);
  await page.keyboard.press('z');
  await expect(noticed(page, t('bulk:why.version_moved'))).toContainText(t('common:undo.done'));
  await expect(rows(page).filter({ hasText: t('requests:status.open') })).toHaveCount(2);

  // One request is changed back by the same key.
  await lead.keyboard.press('z');
  await expect(rows(page).filter({ hasText: 'Erik Engineer' })).toHaveCount(0);
});

test('the palette finds requests, pages and things to do', async ({ open }) => {
  const page = await open({ as: LEAD });
  await page.goto('/desk?queue=open');
  await expect(rows(page).first()).toBeVisible();
  const palette = page.getByRole('dialog', { name: t('palette:label') });
  const field = palette.getByRole('combobox');
  const options = palette.getByRole('option');

  await page.getByRole('button', { name: t('common:find') }).click();
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type('#104003');
  await expect(options.first()).toContainText('медленно открываются сетевые папки');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(palette).toHaveCount(0);
  await expect(page).toHaveURL(/\/desk\/[0-9a-f-]{36}/u);

  // Also while somebody writes.
  await page.getByRole('textbox', { name: t('requests:composer.public') }).focus();
  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('group', { name: t('palette:group.recent') })).toContainText('TS-104003');
  await page.keyboard.type('virus');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/lab/u);

  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await page.keyboard.type('turbine');
  await expect(options).toHaveText([t('palette:searchFor', { text: 'turbine' })]);
  await page.keyboard.press('ArrowDown');
  await expect(options).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
});

test('the bar of a selection fits a phone', async ({ open }) => {
  const page = await open({ as: LEAD, width: 390, language: 'ru', theme: 'dark' });
  const ru = words('ru');
  await page.goto('/desk?queue=open');
  const first = page
    .getByRole('list', { name: ru('requests:list.label') })
    .getByRole('listitem')
    .first();
  await first.hover();
  await first.getByRole('checkbox').check();
  await expect(page.getByRole('region', { name: ru('bulk:label') })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});
