import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, type Page, type TestInfo } from '@playwright/test';
import { textsIn } from '../server/test/harness/zip.ts';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, ANNA, BORIS, DEMO_PASSWORD, signIn } from './harness/accounts.ts';
import type { Program } from './harness/program.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const t = words('en');
const ru = words('ru');
const ENDING = 'Northlight Mobile';
const ENDED = 'Northlight Server';
const CODE = /^(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}$/u;
const main = fileURLToPath(new URL('../server/src/main.ts', import.meta.url));

test('an administrator takes key files and code of a license, and gets them again when they are lost', async ({
  open,
  program,
}, info) => {
  const anna = await open({ expected: { refusals: [403] } });
  await anna.goto('/sign-in?next=/licenses');
  await signIn(anna, t, ANNA, DEMO_PASSWORD);
  const list = anna.getByRole('list', { name: t('licenses:label') });
  await expect(
    list.getByRole('link', { name: ENDED }).getByText(t('licenses:state.expired'), { exact: true }),
  ).toBeVisible();
  await list.getByRole('link', { name: ENDING }).click();
  await expect(anna.getByRole('heading', { name: ENDING, level: 1 })).toBeVisible();

  await verifyOffline(await downloadKeyFiles(anna), program, info);
  const code = await showCode(anna);
  await expectAccessible(anna);
  await anna.getByRole('button', { name: t('licenses:code.hide') }).click();
  await expect(anna.getByText(code)).toHaveCount(0);

  const anyone = await open({ language: 'ru', width: 390, theme: 'dark' });
  await anyone.goto('/recover');
  await anyone.getByLabel(ru('public:register.code.label'), { exact: true }).fill(code);
  await anyone.getByLabel(ru('public:recover.email'), { exact: true }).fill(ANNA);
  await anyone.getByRole('button', { name: ru('public:recover.submit') }).click();
  await expect(anyone.getByText(ru('public:mailbox.administrator'))).toBeVisible();
  await expectNoSidewaysScroll(anyone);
  await expectAccessible(anyone);

  const operator = await open({ as: ADMIN });
  const subject = `Your key files for ${ENDING}`;
  await expect(async () => {
    await operator.goto('/admin/mail-log');
    await operator.getByRole('link').filter({ hasText: subject }).first().click({ timeout: 1000 });
  }).toPass();
  const mail = operator.getByRole('article');
  await expect(mail.getByText(t('admin:mailLog.attachments'), { exact: true })).toBeVisible();
  await expect(mail.getByText(/\.zip/u)).toBeVisible();
});

test('who is no administrator sees what a license is worth, and whom to ask for its key files', async ({ open }) => {
  const boris = await open({ as: BORIS, language: 'ru' });
  await boris.goto('/licenses');
  await boris
    .getByRole('list', { name: ru('licenses:label') })
    .getByRole('link', { name: ENDING })
    .click();
  await expect(boris.getByText(ru('licenses:keyFiles.forAdministrators'))).toBeVisible();
  await expect(boris.getByRole('button', { name: ru('licenses:keyFiles.download') })).toHaveCount(0);
  await expect(boris.getByRole('heading', { name: ru('licenses:code.title') })).toHaveCount(0);
});

async function downloadKeyFiles(page: Page): Promise<Record<string, string>> {
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: t('licenses:keyFiles.download') }).click();
  const file = await started;
  expect(file.suggestedFilename()).toMatch(/\.zip$/u);
  return textsIn(await readFile(await file.path()));
}

/** Asks the command what each key file is worth, with the published keys and nothing else. */
async function verifyOffline(files: Record<string, string>, { url }: Program, info: TestInfo): Promise<void> {
  const keys = info.outputPath('keys.json');
  await writeFile(keys, await (await fetch(`${url}/api/v1/license-keys`)).text());
  const keyFiles = Object.entries(files).filter(([name]) => name.endsWith('.key'));
  expect(keyFiles.length).toBeGreaterThan(0);
  for (const [name, text] of keyFiles) {
    const path = info.outputPath(name);
    await writeFile(path, text);
    const { stdout } = await promisify(execFile)(process.execPath, [main, 'license', 'verify', path, '--keys', keys]);
    expect(stdout, name).toMatch(/^valid\n/u);
  }
}

/** Shows the activation code as it is shown ten minutes after signing in: once the password was typed again. */
async function showCode(page: Page): Promise<string> {
  let asked = 0;
  await page.route('**/activation-code', async (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    const problem = { code: 'fresh_sign_in_required', status: 403, title: '', type: 'about:blank', requestId: '' };
    return route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(problem) });
  });
  await page.getByRole('button', { name: t('licenses:code.show') }).click();
  const dialog = page.getByRole('dialog', { name: t('common:freshSignIn.title') });
  await dialog.getByLabel(t('common:freshSignIn.password'), { exact: true }).fill(DEMO_PASSWORD);
  await dialog.getByRole('button', { name: t('common:freshSignIn.confirm') }).click();
  const shown = page.getByText(CODE);
  await expect(shown).toBeVisible();
  return shown.innerText();
}
