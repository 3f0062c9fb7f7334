import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { ANNA, DEMO_PASSWORD, signIn } from '../harness/accounts.ts';
import { Guard } from '../harness/guard.ts';
import { contextOf, USUAL } from '../harness/looks.ts';
import { Program } from '../harness/program.ts';
import { answer, conversation, downloadedHash } from '../harness/requests.ts';
import { startSlowLine } from '../harness/slow-line.ts';
import { test } from '../harness/test.ts';
import { words } from '../harness/words.ts';

const MIB = 1024 * 1024;
const SIZE = 200 * MIB;
const t = words('en');

async function writeTrace(path: string): Promise<void> {
  const file = await openFile(path, 'w');
  for (let at = 0; at < SIZE; at += 10 * MIB) await file.write(randomBytes(10 * MIB));
  await file.close();
}
async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
/** How far the upload is, in per cent. */
const progress = async (page: Page, name: string) => {
  const bar = page.getByRole('progressbar', { name: t('files:progressOf', { name }) });
  return (await bar.count()) === 0 ? 0 : Number(await bar.getAttribute('aria-valuenow'));
};
/** From which byte on the page sends the next piece of an upload. */
const nextOffset = async (page: Page) => {
  const request = await page.waitForRequest((one) => one.method() === 'PATCH' && one.url().includes('/uploads/'));
  // Not `allHeaders`: that waits until the whole body is sent.
  return Number(request.headers()['upload-offset']);
};

test('an upload of 200 MB goes on after the program was killed, and after the page was loaded anew', async ({
  browser,
}, info) => {
  const program = await Program.start();
  const line = await startSlowLine(program.url, 8 * MIB);
  const guard = new Guard();
  const path = info.outputPath('trace.bin');
  await writeTrace(path);
  try {
    const context = await browser.newContext(contextOf(USUAL, line.url));
    guard.watch(context, { lostConnection: true });
    const page = await context.newPage();
    await page.goto('/sign-in');
    await signIn(page, t, ANNA, DEMO_PASSWORD);
    await page
      .getByRole('link', { name: t('common:nav.requests') })
      .first()
      .click();
    await page.getByRole('link').filter({ hasText: 'Gateway has not updated' }).first().click();
    await page.getByRole('textbox', { name: t('requests:composer.label') }).fill('The whole trace.');
    const files = page.locator('input[type=file]');

    await files.setInputFiles(path);
    await expect.poll(() => progress(page, 'trace.bin'), { timeout: 120_000 }).toBeGreaterThan(15);
    await program.kill();
    await expect(
      page.getByText(t('files:state.again', { sent: '', size: '' }).split('·')[0]?.trim() ?? ''),
    ).toBeVisible();
    const resumed = nextOffset(page);
    await program.startAgain();
    // Nobody touches the page: it goes on by itself, with what had arrived.
    expect(await resumed).toBeGreaterThan(10 * MIB);
    await page.getByRole('button', { name: t('files:action.pause', { name: 'trace.bin' }) }).click();
    const paused = await progress(page, 'trace.bin');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await expect(page.getByRole('textbox', { name: t('requests:composer.label') })).toHaveValue('The whole trace.');
    const continued = nextOffset(page);
    await files.setInputFiles(path);
    // What was on its way when it was paused may be lost.
    expect(await continued).toBeGreaterThan((paused / 100) * SIZE - 20 * MIB);

    const done = page.getByRole('button', { name: t('files:action.remove', { name: 'trace.bin' }) });
    await expect(done).toBeVisible({ timeout: 120_000 });
    await answer(page, t, 'support', 'The whole trace.');
    await expect(conversation(page, t)).toContainText('trace.bin');
    expect(await downloadedHash(page, t, 'trace.bin')).toBe(await hashOf(path));
    await context.close();
  } finally {
    line.close();
    await program.stop();
  }
  guard.expectNone();
});
