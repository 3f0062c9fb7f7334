import { type Browser, expect, type Page } from '@playwright/test';
import { expectAccessible } from './harness/accessibility.ts';
import { ANNA, BORIS, DEMO_PASSWORD, ENGINEER, signIn } from './harness/accounts.ts';
import { Guard } from './harness/guard.ts';
import { contextOf } from './harness/looks.ts';
import { Program } from './harness/program.ts';
import { answer, conversation } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const t = words('en');
const rows = (page: Page) =>
  page
    .getByRole('list', { name: t('requests:list.label') })
    .getByRole('listitem')
    .getByRole('link');
const composer = (page: Page) => page.getByRole('textbox', { name: t('requests:composer.label') });

test('the queue is worked through by keyboard', async ({ open }) => {
  const page = await open({ as: ENGINEER });
  await page.goto('/desk?queue=open');
  await expect(rows(page).nth(1)).toBeVisible();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: t('shortcuts:title') });
  await expect(help).toContainText(t('shortcuts:name.next'));
  await expect(help).not.toContainText(t('shortcuts:name.reply'));
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await page.keyboard.press('j');
  await expect(rows(page).nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await expect(rows(page).nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(rows(page).nth(0)).toBeFocused();
  await page.keyboard.press('o');
  await expect(page).toHaveURL(/\/desk\/[0-9a-f-]{36}/u);
  await expect(conversation(page, t)).toBeVisible();
  await page.keyboard.press('r');
  const text = page.getByRole('textbox', { name: t('requests:composer.public') });
  await expect(text).toBeFocused();
  await page.keyboard.type('jk or?');
  await expect(text).toHaveValue('jk or?');
  await expect(help).toHaveCount(0);
  await conversation(page, t).click();
  await page.keyboard.press('n');
  await expect(page.getByRole('textbox', { name: t('requests:composer.internal') })).toBeFocused();
  await conversation(page, t).click();
  await page.keyboard.press('e');
  await expect(page.getByRole('menuitem', { name: t('requests:resolution.fixed') })).toBeVisible();
  await page.keyboard.press('Escape');

  // Switched off, single keys are letters and nothing else.
  await page.getByRole('button', { name: t('common:person.menu') }).click();
  await page.getByRole('menuitem', { name: t('common:person.shortcuts') }).click();
  await help.getByRole('switch', { name: t('shortcuts:single') }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.keyboard.press('?');
  await expect(page.getByRole('textbox', { name: t('requests:composer.internal') })).not.toBeFocused();
  await expect(help).toHaveCount(0);
});

test('of two members who change the same field at once, the second is told and loses nothing', async ({ open }) => {
  const [anna, boris] = [await open({ as: ANNA }), await open({ as: BORIS, expected: { refusals: [412] } })];
  const subject = 'медленно открываются сетевые папки';
  const field = t('requests:field.operatingSystem');
  for (const page of [anna, boris]) {
    await page.goto('/requests');
    await rows(page).filter({ hasText: subject }).click();
    await page.getByRole('button', { name: t('requests:panel.edit', { field }) }).click();
  }
  const [annas, boriss] = [anna, boris].map((page) => page.getByRole('textbox', { name: field }));
  const save = (page: Page) => page.getByRole('button', { name: t('common:form.save') }).click();

  // Boris' change leaves his browser, but arrives only after Anna's.
  const { promise: annaIsDone, resolve: release } = Promise.withResolvers<void>();
  await boris.route('**/api/v1/requests/*', async (route) => {
    if (route.request().method() === 'PATCH') await annaIsDone;
    await route.continue();
  });
  await boriss?.fill('Windows 11 24H2');
  await save(boris);
  await annas?.fill('Windows 11 25H2');
  await save(anna);
  await expect(anna.getByRole('textbox', { name: field })).toHaveCount(0);
  release();

  await expect(boris.getByRole('alert')).toContainText(t('errors:code.version_moved'));
  await expect(boris.getByRole('alert')).toContainText('Windows 11 25H2');
  await expect(boriss ?? boris.locator('x')).toHaveValue('Windows 11 24H2');
  await save(boris);
  await expect(boris.getByRole('textbox', { name: field })).toHaveCount(0);
  await expect(anna.getByText('Windows 11 24H2', { exact: true })).toBeVisible();
});

test('a form says what it lacks, and leads there', async ({ open }) => {
  const page = await open({ as: ANNA });
  await page.goto('/requests/new');
  await page.getByRole('button', { name: t('portal:new.send'), exact: true }).click();
  const summary = page.getByRole('alert').filter({ hasText: t('common:form.problems_other', { count: '3' }) });
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveText([
    t('portal:new.kind'),
    t('portal:new.subject'),
    t('portal:new.text'),
  ]);
  await summary.getByRole('link', { name: t('portal:new.subject') }).click();
  const subject = page.getByLabel(t('portal:new.subject'), { exact: true });
  await expect(subject).toBeFocused();
  await expect(subject).toHaveAttribute('aria-invalid', 'true');
});

test('a request being written survives loading the page anew', async ({ open }) => {
  const page = await open({ as: BORIS });
  await page.goto('/requests/new');
  await page.getByLabel(t('portal:new.subject'), { exact: true }).fill('Licence for 15 more phones');
  await page.getByLabel(t('portal:new.text'), { exact: true }).fill('We have hired 15 people.');
  await page.reload();
  await expect(page.getByLabel(t('portal:new.subject'), { exact: true })).toHaveValue('Licence for 15 more phones');
  await expect(page.getByLabel(t('portal:new.text'), { exact: true })).toHaveValue('We have hired 15 people.');
});

async function openedBy(browser: Browser, program: Program, guard: Guard): Promise<Page> {
  const look = { language: 'en', theme: 'light', width: 1280 } as const;
  const context = await browser.newContext(contextOf(look, program.url));
  guard.watch(context, { lostConnection: true });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await signIn(page, t, ANNA, DEMO_PASSWORD);
  return page;
}

test('what was sent is there after the program was killed, and what was not can be sent again', async ({ browser }) => {
  const program = await Program.start();
  const guard = new Guard();
  try {
    const page = await openedBy(browser, program, guard);
    await rows(page).filter({ hasText: 'Gateway has not updated' }).click();
    await answer(page, t, 'support', 'The inspection is switched off now.');
    await expect(conversation(page, t)).toContainText('The inspection is switched off now.');
    await composer(page).fill('And now the update has gone through.');

    await program.kill();
    await page.getByRole('button', { name: t('requests:composer.sendToSupport') }).click();
    await expect(page.getByRole('alert').filter({ hasText: t('errors:code.unavailable') })).toBeVisible();
    await expect(composer(page)).toHaveValue('And now the update has gone through.');

    await program.startAgain();
    await page.reload();
    await expect(composer(page)).toHaveValue('And now the update has gone through.');
    await page.getByRole('button', { name: t('requests:composer.sendToSupport') }).click();
    await expect(composer(page)).toHaveValue('');
    for (const text of ['The inspection is switched off now.', 'And now the update has gone through.']) {
      await expect(conversation(page, t).getByText(text)).toHaveCount(1);
    }
    await page.context().close();
  } finally {
    await program.stop();
  }
  guard.expectNone();
});
