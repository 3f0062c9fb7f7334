import { type Browser, expect, type Page } from '@playwright/test';
import { ANNA, BORIS, CLARA, DEMO_PASSWORD, ENGINEER, signIn } from './harness/accounts.ts';
import { Guard } from './harness/guard.ts';
import { contextOf, USUAL } from './harness/looks.ts';
import { Program } from './harness/program.ts';
import { conversation } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const t = words('en');
const composer = (page: Page) => page.getByRole('textbox', { name: t('requests:composer.label') });
const saved = (page: Page) => expect(page.getByText(t('common:draft.saved'))).toBeVisible();

/** Files a request as whoever is signed in, and gives its address. */
async function newRequest(page: Page, subject: string): Promise<string> {
  const data = { desk: 'support', kind: 'malfunction', subject, text: 'The service stops.' };
  const answer = await page.request.post('/api/v1/requests', { data });
  return `/requests/${((await answer.json()) as { id: string }).id}`;
}

async function signInAs(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in');
  await signIn(page, t, email, DEMO_PASSWORD);
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: t('common:person.menu') }).click();
  await page.getByRole('menuitem', { name: t('common:person.signOut') }).click();
  await expect(page.getByRole('button', { name: t('common:person.menu') })).toHaveCount(0);
}

test('an answer being written survives a colleague, loading anew, signing out, and other people here', async ({
  open,
}) => {
  // What the page was asking for when its session ended is refused.
  const boris = await open({ expected: { refusals: [401] } });
  await signInAs(boris, BORIS);
  const path = await newRequest(boris, 'The console shows no branch office');
  await boris.goto(path);
  await composer(boris).fill('It began on Monday,');
  await saved(boris);

  const anna = await open({ as: ANNA });
  await anna.goto(path);
  await composer(anna).fill('The router was replaced.');
  await anna.getByRole('button', { name: t('requests:composer.sendToSupport') }).click();
  await expect(conversation(boris, t)).toContainText('The router was replaced.');
  await expect(composer(boris)).toHaveValue('It began on Monday,');
  await expect(composer(boris)).toBeFocused();
  await composer(boris).pressSequentially(' after the update.');

  await boris
    .getByRole('link', { name: t('common:nav.home'), exact: true })
    .first()
    .click();
  const begun = boris.getByRole('link', { name: /It began on Monday, after the update\./u });
  await expect(begun).toBeVisible();
  const marked = boris.getByRole('link').filter({ hasText: 'The console shows no branch office' });
  await expect(marked).toContainText(t('common:draft.has'));
  await begun.click();
  await composer(boris).press('End');
  await composer(boris).pressSequentially(' Always.');

  // Left at once, before anything typed last was saved by itself.
  await signOut(boris);
  await signInAs(boris, CLARA);
  await boris.goto('/requests/new');
  await expect(boris.getByLabel(t('portal:new.text'), { exact: true })).toHaveValue('');
  await signOut(boris);
  await signInAs(boris, BORIS);
  await boris.goto(path);
  await expect(composer(boris)).toHaveValue('It began on Monday, after the update. Always.');
  await boris.reload();
  await expect(composer(boris)).toHaveValue('It began on Monday, after the update. Always.');

  await boris.getByRole('button', { name: t('requests:composer.sendToSupport') }).click();
  await expect(conversation(boris, t)).toContainText('It began on Monday, after the update. Always.');
  await expect(composer(boris)).toHaveValue('');
  await boris.reload();
  await expect(conversation(boris, t)).toContainText('It began on Monday, after the update. Always.');
  await expect(composer(boris)).toHaveValue('');
});

test('a request being written comes back on another computer, with all its fields and its file', async ({ open }) => {
  const here = await open();
  await signInAs(here, BORIS);
  await here.goto('/requests/new');
  await here.getByRole('combobox', { name: t('portal:new.kind') }).click();
  await here.getByRole('option', { name: t('requests:kind.update'), exact: true }).click();
  await here.getByLabel(t('portal:new.subject'), { exact: true }).fill('Updates stop at 40 %');
  await here.getByLabel(t('portal:new.text'), { exact: true }).fill('Since Monday, on three servers.');
  await here
    .locator('input[type=file]')
    .setInputFiles({ name: 'trace.log', mimeType: 'text/plain', buffer: Buffer.from('trace') });
  const remove = (page: Page) => page.getByRole('button', { name: t('files:action.remove', { name: 'trace.log' }) });
  await expect(remove(here)).toBeVisible();
  await saved(here);

  const there = await open({ as: BORIS });
  await there.goto('/requests/new');
  await expect(there.getByRole('combobox', { name: t('portal:new.kind') })).toHaveValue(t('requests:kind.update'));
  await expect(there.getByLabel(t('portal:new.subject'), { exact: true })).toHaveValue('Updates stop at 40 %');
  await expect(there.getByLabel(t('portal:new.text'), { exact: true })).toHaveValue('Since Monday, on three servers.');
  await expect(remove(there)).toBeVisible();
  await there.getByRole('button', { name: t('portal:new.send'), exact: true }).click();
  await expect(there.getByRole('heading', { level: 1, name: 'Updates stop at 40 %' })).toBeVisible();
  await expect(conversation(there, t)).toContainText('trace.log');

  // The window that was left open learns of it when it is looked at again.
  await here.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(here.getByLabel(t('portal:new.text'), { exact: true })).toHaveValue('');
});

test('of two windows that write different things, the second shows both, and neither text is lost', async ({
  open,
}) => {
  const one = await open({ as: ANNA });
  const two = await open({ as: ANNA, expected: { refusals: [412] } });
  const path = await newRequest(one, 'The scanner is slow on the file server');
  await one.goto(path);
  await two.goto(path);
  await expect(composer(two)).toBeVisible();
  await composer(one).fill('Only in the mornings.');
  await saved(one);
  await composer(two).fill('Only on large folders.');
  const notice = two.getByRole('alert').filter({ hasText: t('common:draft.other') });
  await expect(notice).toContainText('Only in the mornings.');
  await expect(composer(two)).toHaveValue('Only on large folders.');

  await notice.getByRole('button', { name: t('common:draft.useOther') }).click();
  await expect(composer(two)).toHaveValue('Only in the mornings.');
  await two.getByRole('button', { name: t('common:draft.swap') }).click();
  await expect(composer(two)).toHaveValue('Only on large folders.');
  await saved(two);
  await two.reload();
  await expect(composer(two)).toHaveValue('Only on large folders.');
});

test('an answer and a note being written are two drafts', async ({ open }) => {
  const page = await open({ as: ENGINEER });
  await page.goto('/desk?queue=open');
  await page
    .getByRole('list', { name: t('requests:list.label') })
    .getByRole('link')
    .first()
    .click();
  const text = (mode: 'public' | 'internal') => page.getByRole('textbox', { name: t(`requests:composer.${mode}`) });
  await text('public').fill('Please send the trace.');
  await page.getByText(t('requests:composer.internal'), { exact: true }).click();
  await expect(text('internal')).toHaveValue('');
  await text('internal').fill('Looks like the proxy.');
  await saved(page);
  await page.reload();
  await expect(text('public')).toHaveValue('Please send the trace.');
  await text('public').fill('');
  await page.getByText(t('requests:composer.internal'), { exact: true }).click();
  await expect(text('internal')).toHaveValue('Looks like the proxy.');
  await text('internal').fill('');
  await page.reload();
  await expect(text('public')).toHaveValue('');
});

async function openedBy(browser: Browser, program: Program, guard: Guard): Promise<Page> {
  const context = await browser.newContext(contextOf(USUAL, program.url));
  guard.watch(context, { lostConnection: true });
  const page = await context.newPage();
  await signInAs(page, ANNA);
  return page;
}

test('what is typed while the program is dead is there when it lives again, also on another computer', async ({
  browser,
}) => {
  const program = await Program.start();
  const guard = new Guard();
  try {
    const here = await openedBy(browser, program, guard);
    const path = await newRequest(here, 'The agent does not start');
    await here.goto(path);
    await composer(here).fill('Event 7031 in the log.');
    await saved(here);

    await program.kill();
    await composer(here).fill('Event 7031 in the log. It restarts every hour.');
    await expect(here.getByText(t('common:draft.local'))).toBeVisible();

    await program.startAgain();
    await saved(here);
    const there = await openedBy(browser, program, guard);
    await there.goto(path);
    await expect(composer(there)).toHaveValue('Event 7031 in the log. It restarts every hour.');
    for (const page of [here, there]) await page.context().close();
  } finally {
    await program.stop();
  }
  guard.expectNone();
});
