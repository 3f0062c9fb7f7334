import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { type MailServer, partsOf, startMailServer } from '../../server/test/harness/mail-server.ts';
import { type CustomerScanner, makeScanner } from '../../server/test/harness/scanner.ts';
import { lockedZip } from '../../server/test/lab/hostile-files.ts';
import { ANALYST, ANNA, CLARA, LEAD } from '../harness/accounts.ts';
import { Guard } from '../harness/guard.ts';
import { contextOf, type Look, USUAL } from '../harness/looks.ts';
import { Program } from '../harness/program.ts';
import { fileRequest, markDocument, sha256, statusIn } from '../harness/requests.ts';
import { Sessions } from '../harness/sessions.ts';
import { words } from '../harness/words.ts';

// The whole way of the Virus Lab in browsers, with Debian's clamscan behind the release and a customer's own freshclam and
// clamscan in front of it. Harmless files, made here.
const VENDOR = 'journey';
const en = words('en');
const ru = words('ru');
const text = (word: string) => Buffer.from(`A harmless sample, ${word}. ${'It does nothing at all. '.repeat(8)}`);
const hexOf = (words: string) => Buffer.from(words).toString('hex');

interface Stage {
  program: Program;
  mails: MailServer;
  scanner: CustomerScanner;
  folder: string;
  /** Where clean files lie that no new detection may hit. */
  clean: string;
  open: (visitor: Partial<Look> & { as?: string }) => Promise<Page>;
  update: () => Promise<void>;
  close: () => Promise<void>;
}

async function setStage(browser: Browser): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'companyaccount-journey-'));
  // freshclam gives up root's rights, and has to get at its folder.
  await chmod(folder, 0o711);
  const clean = join(folder, 'clean');
  await mkdir(clean);
  const mails = await startMailServer();
  const scanner = await makeScanner(folder);
  const program = await Program.start({
    settings: {
      CLAMSCAN: 'clamscan',
      CLEAN_FOLDERS: clean,
      LAB_SCRATCH: join(folder, 'scratch'),
      DEFINITIONS_NAME: VENDOR,
      SMTP_URL: mails.url,
    },
  });
  const sessions = new Sessions(browser, program);
  const guard = new Guard();
  const contexts: BrowserContext[] = [];
  return {
    program,
    mails,
    scanner,
    folder,
    clean,
    open: async ({ as, ...look }) => {
      const context = await browser.newContext(contextOf({ ...USUAL, ...look }, program.url));
      contexts.push(context);
      guard.watch(context);
      if (as !== undefined) await context.addCookies(await sessions.of(as));
      return context.newPage();
    },
    update: async () => {
      const { code, said } = await scanner.update(`${program.url}/definitions/clamav`, VENDOR);
      expect(code, said).toBe(0);
    },
    close: async () => {
      for (const context of contexts) await context.close();
      await program.stop();
      await mails.close();
      await rm(folder, { recursive: true, force: true });
      guard.expectNone();
    },
  };
}

/** Writes a detection with one byte pattern for a sample, begun on the page of the sample, and tries it. */
async function detect(analyst: Page, { family, hash, pattern }: { family: string; hash: string; pattern: string }) {
  await analyst.goto(`/lab/samples/${hash}`);
  await analyst.getByRole('link', { name: en('lab:sample.detect') }).click();
  const dialog = analyst.getByRole('dialog');
  await dialog.getByLabel(en('definitions:name')).fill(family);
  await dialog.getByRole('button', { name: en('definitions:useName', { name: `${family}.a` }) }).click();
  await dialog.getByRole('button', { name: en('definitions:create') }).click();
  await expect(analyst.getByRole('heading', { name: `${family}.a`, level: 1 })).toBeVisible();
  await analyst.getByRole('button', { name: en('definitions:signature.add') }).click();
  await analyst.getByLabel(en('definitions:signature.pattern'), { exact: true }).fill(pattern);
  await expect(analyst.getByText(en('definitions:problems.none'))).toBeVisible();
  await analyst.getByRole('button', { name: en('definitions:save') }).click();
  await expect(analyst.getByText(`${family}.a-`)).toBeVisible();
  await analyst.getByRole('button', { name: en('definitions:trial.try') }).click();
}

/** Approves a detection as somebody else than its author. */
async function approve(lead: Page, name: string): Promise<void> {
  await lead.goto('/lab/detections');
  await lead.getByRole('link', { name }).click();
  await lead.getByRole('button', { name: ru('definitions:approve') }).click();
  await expect(lead.getByText(ru('definitions:state.approved')).first()).toBeVisible();
}

/** Builds a release, and publishes it once it has passed; answers with its number. */
async function release(lead: Page): Promise<string> {
  await lead.goto('/lab/detections/releases');
  await lead.getByRole('button', { name: ru('definitions:release.build') }).click();
  const publish = lead.getByRole('button', { name: ru('definitions:release.publish') });
  await expect(publish).toBeVisible({ timeout: 60_000 });
  const ready = lead.getByRole('listitem').filter({ has: publish });
  const number = await ready.locator('strong').first().innerText();
  await publish.click();
  const dialog = lead.getByRole('dialog');
  await dialog.getByRole('button', { name: ru('definitions:release.publish') }).click();
  await expect(dialog).toBeHidden();
  const row = lead.getByRole('listitem').filter({ hasText: number }).first();
  await expect(row).toContainText(ru('definitions:release.state.published'));
  return number;
}

interface Verdict {
  hash: string;
  verdict: string;
  /** The name of what detects the file, or should not have. */
  carrier: string;
}

/** Takes a verdict on the page of a sample; everybody who waits is answered with the proposed text. */
async function takeVerdict(analyst: Page, { hash, verdict, carrier }: Verdict): Promise<void> {
  await analyst.goto(`/lab/samples/${hash}`);
  await analyst.getByRole('button', { name: en('verdicts:take') }).click();
  const dialog = analyst.getByRole('dialog');
  await dialog.getByLabel(en('verdicts:form.verdict'), { exact: true }).selectOption(verdict);
  await dialog.locator('#detectionId').click();
  await analyst.getByRole('option', { name: carrier }).click();
  await expect(dialog.getByRole('textbox').last()).not.toHaveValue('');
  await dialog.locator('button[type=submit]').click();
  await expect(dialog).toBeHidden();
}

/** Waits for the mail to somebody that says this, and fails when it does not come. */
const mailSays = (mails: MailServer, address: string, words: string) =>
  expect
    .poll(
      () => mails.taken.filter(({ recipients }) => recipients.includes(address)).map((mail) => partsOf(mail).text),
      {
        timeout: 150_000,
      },
    )
    .toContainEqual(expect.stringContaining(words));

test('from a locked archive to a detection in a real scanner, told live and by mail', async ({ browser }) => {
  const stage = await setStage(browser);
  try {
    const sample = text('the inner file');
    const path = join(stage.folder, 'inner.bin');
    await writeFile(path, sample);
    await writeFile(join(stage.clean, 'innocent.txt'), 'An innocent file: all of this is quite ordinary text.');
    const customer = await stage.open({ as: CLARA });
    const analyst = await stage.open({ as: ANALYST });
    const lead = await stage.open({ as: LEAD, language: 'ru', theme: 'dark' });

    const archive = await lockedZip({ 'inner.bin': sample }, 'infected');
    const request = {
      desk: 'lab',
      kind: 'unknown_malware',
      subject: 'Something new in our mail',
      text: 'Nobody knows where it came from.',
      file: { name: 'new.zip', mimeType: 'application/zip', buffer: archive },
      fileName: 'new.zip',
    } as const;
    await customer.goto('/');
    await fileRequest(customer, en, request);
    // Another company sends the same, and does not look again: it hears by mail.
    const other = await stage.open({ as: ANNA });
    await other.goto('/');
    await fileRequest(other, en, request);
    await other.close();
    const stayed = await markDocument(customer);
    await expect(customer.getByRole('list', { name: en('requests:object.label') })).toContainText(
      en('requests:object.outcome.for_analyst'),
    );

    const family = 'Trojan.Any.Inner';
    await detect(analyst, { family, hash: sha256(sample), pattern: hexOf('sample, the inner file.') });
    await expect(analyst.getByText(en('definitions:release.check.clean_files'))).toBeVisible();
    await approve(lead, `${family}.a`);
    await takeVerdict(analyst, { hash: sha256(sample), verdict: 'malware', carrier: `${family}.a` });
    await expect(customer.getByText(en('requests:stageSays.final_verdict_due'))).toBeVisible();

    const released = await release(lead);
    await stage.update();
    expect(await stage.scanner.finds(path)).toBe(true);
    await expect(customer.getByRole('link', { name: released }).first()).toBeVisible();
    await expect(statusIn(customer)).toContainText(en('requests:memberStatus.resolved'));
    await mailSays(stage.mails, ANNA, released);
    await stayed();
  } finally {
    await stage.close();
  }
});

test('a false alarm is stopped by the gate; one that got through is reported without an account, and withdrawn', async ({
  browser,
}) => {
  const stage = await setStage(browser);
  try {
    await writeFile(join(stage.clean, 'innocent.txt'), 'An innocent file: all of this is quite ordinary text.');
    const victim = text('the victim');
    const path = join(stage.folder, 'victim.bin');
    await writeFile(path, victim);
    const sample = Buffer.concat([text('the victim, no, the culprit'), Buffer.from('quite ordinary text')]);
    const customer = await stage.open({ as: CLARA });
    const analyst = await stage.open({ as: ANALYST });
    const lead = await stage.open({ as: LEAD, language: 'ru', theme: 'dark' });
    await customer.goto('/');
    await fileRequest(customer, en, {
      desk: 'lab',
      kind: 'unknown_malware',
      subject: 'Is this one of them?',
      text: 'It lay on a share.',
      file: { name: 'culprit.bin', mimeType: 'application/octet-stream', buffer: sample },
      fileName: 'culprit.bin',
    });
    await expect(customer.getByRole('list', { name: en('requests:object.label') })).toContainText(
      en('requests:object.outcome.for_analyst'),
    );

    // What is in clean files too does not get out, and the report names the file.
    const generic = 'Trojan.Any.Generic.a';
    await detect(analyst, {
      family: 'Trojan.Any.Generic',
      hash: sha256(sample),
      pattern: hexOf('quite ordinary text'),
    });
    await approve(lead, generic);
    await lead.goto('/lab/detections/releases');
    await lead.getByRole('button', { name: ru('definitions:release.build') }).click();
    await expect(lead.getByText(/innocent\.txt/u).first()).toBeVisible({ timeout: 60_000 });
    await expect(lead.getByText(ru('definitions:release.state.failed'))).toBeVisible();
    await expect(lead.getByRole('button', { name: ru('definitions:release.publish') })).toBeHidden();
    await lead.goto('/lab/detections');
    await lead.getByRole('link', { name: generic }).click();
    await lead.getByRole('button', { name: ru('definitions:drop') }).click();
    await lead
      .getByRole('dialog')
      .getByRole('button', { name: ru('definitions:drop') })
      .click();

    // This one hits somebody's file that is in no collection.
    const wide = 'Trojan.Any.Wide.a';
    await detect(analyst, { family: 'Trojan.Any.Wide', hash: sha256(sample), pattern: hexOf('sample, the victim') });
    await approve(lead, wide);
    await release(lead);
    await stage.update();
    expect(await stage.scanner.finds(path)).toBe(true);

    const owner = await stage.open({ language: 'ru', width: 390 });
    await owner.goto('/');
    await owner.getByRole('link', { name: ru('public:landing.send.title') }).click();
    await owner.getByRole('combobox', { name: ru('outside:send.kind') }).click();
    await owner.getByRole('option', { name: ru('requests:kind.false_positive'), exact: true }).click();
    const file = { name: 'victim.bin', mimeType: 'application/octet-stream', buffer: victim };
    await owner.locator('input[type=file]').setInputFiles(file);
    await owner.getByLabel(ru('outside:send.text'), { exact: true }).fill('Это наша программа, она чистая.');
    await expect(owner.getByRole('button', { name: ru('files:action.remove', { name: 'victim.bin' }) })).toBeVisible();
    await owner.getByRole('button', { name: ru('outside:send.submit'), exact: true }).click();
    await expect(owner).toHaveURL(/\/track$/u);
    const stayed = await markDocument(owner);
    // Nobody had to say which detection it was.
    await expect(owner.getByRole('list', { name: ru('requests:object.label') })).toContainText(wide, {
      timeout: 60_000,
    });

    await analyst.goto(`/lab/samples/${sha256(victim)}`);
    await analyst
      .getByRole('region', { name: en('lab:known.title') })
      .getByRole('link', { name: wide })
      .click();
    await analyst.getByRole('button', { name: en('definitions:withdraw') }).click();
    const dialog = analyst.getByRole('dialog');
    await dialog.getByLabel(en('definitions:reason')).fill('It hits a program of a customer.');
    await dialog.getByRole('button', { name: en('definitions:withdraw') }).click();
    await expect(dialog).toBeHidden();
    await takeVerdict(analyst, { hash: sha256(victim), verdict: 'false_detection_removed', carrier: wide });
    const withdrawn = await release(lead);
    await stage.update();
    expect(await stage.scanner.finds(path)).toBe(false);
    await expect(owner.getByRole('link', { name: withdrawn }).first()).toBeVisible({ timeout: 30_000 });
    await stayed();
  } finally {
    await stage.close();
  }
});
