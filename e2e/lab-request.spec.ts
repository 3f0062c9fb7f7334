import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ADMIN, ANALYST, becomeMember } from './harness/accounts.ts';
import {
  answer,
  conversation,
  downloadedHash,
  fileRequest,
  markDocument,
  sha256,
  statusIn,
  writeToCustomer,
} from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

// The standard test file of the industry, in two parts: whole, it would be taken for malware wherever this file lies.
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const SUBJECT = 'Invoice attachment that nobody expected';
const QUESTION = 'Where was this file found, and has anybody started it?';
const ANSWER = 'In the mailbox of our bookkeeping. Nobody opened it.';
const VERDICT = 'This is the EICAR test file. It is harmless; every scanner reports it on purpose.';

/** The files below a folder that hold some bytes. */
async function filesHolding(bytes: Buffer, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const holding: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    // The database may drop a file of its own between the two calls.
    if (entry.isFile() && (await readFile(path).catch(() => Buffer.alloc(0))).includes(bytes)) holding.push(path);
  }
  return holding;
}

test('a lab request with a sample, live on both sides, and the sample never stored in plain', async ({
  program,
  open,
}) => {
  const ru = words('ru');
  const en = words('en');
  const admin = await open({ as: ADMIN });
  const analyst = await open({ as: ANALYST, language: 'ru', theme: 'light' });
  const customer = await open({ theme: 'dark', width: 390 });
  const sample = Buffer.from(EICAR);

  await analyst.goto('/lab');
  await expect(analyst.getByRole('list', { name: ru('requests:list.label') })).toBeVisible();
  const analystStayed = await markDocument(analyst);

  await becomeMember(customer, en, admin, {
    activationCode: program.takeCode(),
    companyName: 'Harbour Freight Forwarding',
    name: 'Oliver Reed',
    email: 'oliver@harbour.example',
    password: 'a few words in a row',
  });
  await fileRequest(customer, en, {
    desk: 'lab',
    kind: 'unknown_malware',
    subject: SUBJECT,
    text: 'It came as an invoice. Please tell us what it is.',
    file: { name: 'invoice.com', mimeType: 'application/octet-stream', buffer: sample },
    fileName: 'invoice.com',
  });
  const customerStayed = await markDocument(customer);

  await analyst.getByRole('link').filter({ hasText: SUBJECT }).click();
  // The automatic analysis answers by itself, and shows the analyst what it found.
  await expect(customer.getByRole('list', { name: en('requests:object.label') })).toContainText(
    en('requests:object.outcome.for_analyst'),
  );
  await analyst.getByRole('link', { name: ru('requests:object.openSample', { name: 'invoice.com' }) }).click();
  await expect(analyst.getByRole('heading', { level: 1 })).toContainText(sha256(sample).slice(0, 8));
  await expect(analyst.getByText(ru('lab:step.unpack'))).toBeVisible();
  await expectNoSidewaysScroll(analyst);
  await expectAccessible(analyst);
  await analyst.getByRole('link').filter({ hasText: SUBJECT }).click();

  await writeToCustomer(analyst, ru, QUESTION, 'requests:composer.sendAndWait');
  await expect(conversation(customer, en)).toContainText(QUESTION);
  await expect(statusIn(customer)).toContainText(en('requests:memberStatus.waiting_for_customer'));

  await answer(customer, en, 'lab', ANSWER);
  await expect(conversation(analyst, ru)).toContainText(ANSWER);

  await writeToCustomer(analyst, ru, VERDICT, 'requests:resolution.verdict_given');
  await expect(conversation(customer, en)).toContainText(VERDICT);
  await expect(statusIn(customer)).toContainText(en('requests:memberStatus.resolved'));

  expect(await downloadedHash(customer, en, 'invoice.com')).toBe(sha256(sample));
  expect(await downloadedHash(analyst, ru, 'invoice.com', 'vendor')).toBe(sha256(sample));
  await analystStayed();
  await customerStayed();

  expect(
    await filesHolding(Buffer.from(SUBJECT), program.dataDir),
    'the search finds what is stored in plain',
  ).not.toEqual([]);
  expect(await filesHolding(sample, program.dataDir)).toEqual([]);
});
