import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ANNA, LEAD } from './harness/accounts.ts';
import { test } from './harness/test.ts';
import { type Words, words } from './harness/words.ts';

/** Creates a token that reads requests, in the page that lists them. */
async function createToken(page: Page, t: Words, name: string): Promise<string> {
  await page.getByRole('button', { name: t('tokens:create'), exact: true }).click();
  const dialog = page.getByRole('dialog');
  const submit = dialog.getByRole('button', { name: t('tokens:create'), exact: true });
  await dialog.getByLabel(t('tokens:name')).fill(name);
  await submit.click();
  await expect(dialog.getByText(t('tokens:scopesEmpty')).first()).toBeVisible();
  await expect(dialog.getByLabel(t('tokens:name'))).toHaveValue(name);
  await expectAccessible(page);
  await dialog.getByRole('checkbox', { name: t('tokens:scope.requests_read.label') }).check();
  await submit.click();
  const token = await dialog.getByLabel(t('tokens:made.label')).inputValue();
  expect(token).toMatch(/^ca_[\w-]{43}$/u);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await dialog.getByRole('button', { name: t('tokens:made.done') }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('main')).not.toContainText(token);
  return token;
}

test('an administrator makes a token, a program uses it within its permissions, and it ends at once', async ({
  program,
  open,
}) => {
  const en = words('en');
  const anna = await open({ as: ANNA, width: 1280 });
  await anna.goto('/company');
  await anna.getByRole('link', { name: en('company:sections.tokens') }).click();
  const token = await createToken(anna, en, 'Ticket bridge');
  const call = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, program.url), { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });

  const list = await call('/api/v1/requests');
  expect(list.status).toBe(200);
  expect(await list.text()).toContain('Gateway has not updated');
  const filed = await call('/api/v1/requests', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ desk: 'support', kind: 'malfunction', severity: 2, subject: 'No right', text: 'To this.' }),
  });
  expect(filed.status).toBe(403);

  await anna.reload();
  const row = anna.getByRole('list', { name: en('tokens:label') }).getByRole('listitem');
  await expect(row).toContainText('Ticket bridge');
  await expect(row).toContainText(token.slice(0, 6));
  await expect(row).toContainText('127.0.0.1');
  await row.getByRole('button', { name: en('tokens:revokeName', { name: 'Ticket bridge' }) }).click();
  await anna
    .getByRole('dialog')
    .getByRole('button', { name: en('tokens:revoke'), exact: true })
    .click();
  await expect(anna.getByText(en('tokens:empty'))).toBeVisible();
  expect((await call('/api/v1/requests')).status).toBe(401);
});

test('a member of staff makes a token on a small screen, in Russian', async ({ program, open }) => {
  const ru = words('ru');
  const lead = await open({ as: LEAD, language: 'ru', theme: 'dark', width: 390 });
  await lead.goto('/profile/tokens');
  const token = await createToken(lead, ru, 'Отчёт за неделю');
  await expect(lead.getByRole('list', { name: ru('tokens:label') })).toContainText(ru('tokens:neverUsed'));
  await expectNoSidewaysScroll(lead);
  const answer = await fetch(new URL('/api/v1/requests', program.url), {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);
});
