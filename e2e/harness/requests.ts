import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Words } from './words.ts';

export interface NewRequest {
  desk: 'support' | 'lab';
  kind: string;
  subject: string;
  text: string;
  /** A file on disk, or one made on the spot. */
  file: string | { name: string; mimeType: string; buffer: Buffer };
  fileName: string;
}

/** Files a request from the member's start page and gives its number and id. */
export async function fileRequest(page: Page, t: Words, request: NewRequest): Promise<{ number: string; id: string }> {
  await page
    .getByRole('link', { name: t('common:nav.newRequest'), exact: true })
    .first()
    .click();
  await page.getByRole('radio', { name: t(`portal:new.${request.desk}`) }).check();
  await page.getByRole('combobox', { name: t('portal:new.kind') }).click();
  await page.getByRole('option', { name: t(`requests:kind.${request.kind}`), exact: true }).click();
  await page.getByLabel(t('portal:new.subject'), { exact: true }).fill(request.subject);
  await page.getByLabel(t('portal:new.text'), { exact: true }).fill(request.text);
  await page.locator('input[type=file]').setInputFiles(request.file);
  await expect(page.getByRole('button', { name: t('files:action.remove', { name: request.fileName }) })).toBeVisible();
  await page.getByRole('button', { name: t('portal:new.send'), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: request.subject })).toBeVisible();
  const number = await page
    .getByText(/^(TS|VL)-\d+$/u)
    .first()
    .innerText();
  return { number, id: new URL(page.url()).pathname.split('/').at(-1) ?? '' };
}

/** The messages of the request that is open. */
export const conversation = (page: Page, t: Words): Locator =>
  page.getByRole('region', { name: t('requests:thread.label') });

/** The words of the state beside the number of the request that is open. */
export const statusIn = (page: Page): Locator =>
  page.locator('header').filter({ has: page.getByRole('heading', { level: 1 }) });

/** Answers a request as its customer. */
export async function answer(page: Page, t: Words, desk: 'support' | 'lab', text: string): Promise<void> {
  await page.getByRole('textbox', { name: t('requests:composer.label') }).fill(text);
  await page
    .getByRole('button', { name: t(`requests:composer.${desk === 'lab' ? 'sendToLab' : 'sendToSupport'}`) })
    .click();
}

/** Writes to the customer and changes the state in the same step; `way` is an entry of the menu beside the button. */
export async function writeToCustomer(page: Page, t: Words, text: string, way: string): Promise<void> {
  await page.getByRole('textbox', { name: t('requests:composer.public') }).fill(text);
  await page.getByRole('button', { name: t('requests:composer.more') }).click();
  await page.getByRole('menuitem', { name: t(way), exact: true }).click();
}

/** Downloads a file of the request that is open and gives the hash of what arrived; staff are warned first. */
export async function downloadedHash(page: Page, t: Words, name: string, side?: 'vendor'): Promise<string> {
  const download = page.waitForEvent('download');
  await conversation(page, t)
    .getByRole('link', { name: t('requests:file.download', { name }) })
    .click();
  if (side === 'vendor') {
    await page
      .getByRole('dialog')
      .getByRole('link', { name: t('requests:file.warning.download') })
      .click();
  }
  const arrived = await download;
  expect(arrived.suggestedFilename()).toBe(name);
  return sha256(await readFile(await arrived.path()));
}

export const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** Marks the document that is open; the answer fails when the page has been loaded anew since. */
export async function markDocument(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => document.documentElement.setAttribute('data-seen', ''));
  return () => expect(page.locator('html'), 'the page has not been loaded anew').toHaveAttribute('data-seen', '');
}
