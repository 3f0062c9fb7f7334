import { expect, type Page } from '@playwright/test';
import { BORIS, ENGINEER } from './harness/accounts.ts';
import { conversation, statusIn } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const t = words('en');
const REQUESTS = 10;
// No other journey speaks Welsh, so that the desk holds just these.
const LANGUAGE = 'cy';

/** Files a request as the member who is signed in; the most urgent is the one of the highest severity. */
const file = (page: Page, url: string, n: number) =>
  page.request.post(`${url}/api/v1/requests`, {
    headers: { origin: url },
    data: {
      desk: 'support',
      kind: 'consultation',
      subject: `Cwestiwn ${n}`,
      text: 'Sut mae gosod y cynnyrch?',
      language: LANGUAGE,
      severity: 1 + (n % 4),
    },
  });

test('an engineer takes, answers and resolves ten requests by keyboard alone', async ({ open, program }) => {
  const boris = await open({ as: BORIS });
  for (let n = 1; n <= REQUESTS; n += 1) expect((await file(boris, program.url, n)).status()).toBe(201);

  // The last time there is nothing left.
  const page = await open({ as: ENGINEER, expected: { refusals: [409] } });
  const { keyboard } = page;
  await page.goto(`/desk?language=${LANGUAGE}`);
  const number = statusIn(page).getByText(/^TS-\d+$/u);
  const seen = new Set<string>();
  await expect(page.getByRole('button', { name: t('requests:next.take') })).toBeVisible();
  for (let done = 0; done < REQUESTS; done += 1) {
    await keyboard.press('t');
    await expect
      .poll(async () => (await number.count()) === 1 && !seen.has(await number.innerText()), { timeout: 10_000 })
      .toBe(true);
    seen.add(await number.innerText());
    await expect(page.getByRole('textbox', { name: t('requests:composer.public') })).toBeVisible();

    await keyboard.press('r');
    const text = page.getByRole('textbox', { name: t('requests:composer.public') });
    await expect(text).toBeFocused();
    await keyboard.type('/solved');
    const choice = page.getByRole('option').filter({ hasText: 'Is it solved?' });
    await expect(choice).toHaveAttribute('aria-selected', 'true');
    // There is none in Welsh, and the list says which one is offered.
    await expect(choice).toContainText('English');
    await keyboard.press('Enter');
    await expect(text).toHaveValue(/^Hello Boris Belov,\n\nhas TS-\d+ been solved/u);
    await keyboard.press('ControlOrMeta+Enter');
    await expect(text).toHaveValue('');
    await expect(conversation(page, t)).toContainText('been solved by this?');

    await keyboard.press('Escape');
    await keyboard.press('e');
    const fixed = page.getByRole('menuitem', { name: t('requests:resolution.answered') });
    await expect(fixed).toBeVisible();
    while (!(await fixed.evaluate((item) => item === document.activeElement))) await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await expect(statusIn(page)).toContainText(t('requests:status.resolved'));
  }
  expect(seen.size).toBe(REQUESTS);
  await keyboard.press('t');
  await expect(page.getByText(t('errors:code.nothing_to_take'))).toBeVisible();
});
