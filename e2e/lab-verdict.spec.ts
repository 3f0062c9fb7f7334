import { expect, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { ANALYST, CLARA } from './harness/accounts.ts';
import { conversation, fileRequest, sha256, statusIn } from './harness/requests.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const SUBJECT = 'Quarantined billing exporter';
const WHY = 'We build this tool ourselves, and it has not changed for years.';
const FILE = 'exporter.bin';

test('a verdict by keyboard, disputed by the customer and taken back by another analyst, live on both sides', async ({
  open,
}) => {
  const en = words('en');
  const ru = words('ru');
  const sample = Buffer.from('a harmless file of the journey to a verdict');
  const clara = await open({ as: CLARA, width: 390 });
  const analyst = await open({ as: ANALYST, expected: { refusals: [409] } });
  const other = await open({ as: 'analyst2@vendor.example', language: 'ru' });
  await clara.goto('/home');
  await fileRequest(clara, en, {
    desk: 'lab',
    kind: 'false_positive',
    subject: SUBJECT,
    text: 'Your scanner has moved it away.',
    file: { name: FILE, mimeType: 'application/octet-stream', buffer: sample },
    fileName: FILE,
  });
  const objects = (page: Page) => page.getByRole('list', { name: en('requests:object.label') });

  await analyst.goto('/lab?queue=unassigned');
  const row = analyst.getByRole('listitem').filter({ hasText: SUBJECT });
  await row.getByRole('link').focus();
  await analyst.keyboard.press('c');
  await expect(row).toHaveCount(0);
  await analyst.goto(`/lab/samples/${sha256(sample)}`);
  await analyst.getByRole('button', { name: en('verdicts:take'), exact: true }).click();
  const dialog = analyst.getByRole('dialog');
  await dialog.getByLabel(en('verdicts:form.verdict'), { exact: true }).selectOption('malware');
  const text = dialog.getByLabel(en('verdicts:form.text.en'), { exact: true });
  await expect(text).toHaveValue(/Our verdict/u);
  await text.fill('**Malware**: {{files}} sends your bills to a stranger.');
  await expectAccessible(analyst);
  await dialog.getByRole('button', { name: en('verdicts:form.send_one', { count: '1' }) }).click();
  await expect(dialog).toHaveCount(0);
  await expect(analyst.getByText(en('verdicts:answered_one', { count: '1' }))).toBeVisible();
  await expectNoSidewaysScroll(analyst);

  await expect(conversation(clara, en)).toContainText(`Malware: ${FILE} sends your bills to a stranger.`);
  await expect(objects(clara)).toContainText(en('requests:verdict.malware'));
  await expect(statusIn(clara)).toContainText(en('requests:memberStatus.resolved'));
  await clara.getByRole('button', { name: en('requests:action.dispute') }).click();
  await clara.getByLabel(en('requests:dispute.why')).fill(WHY);
  await expectAccessible(clara);
  await clara
    .getByRole('dialog')
    .getByRole('button', { name: en('requests:action.dispute') })
    .click();
  await expect(clara.getByText(en('requests:stageSays.disputed'))).toBeVisible();

  // Whoever took the verdict is told that somebody else has to look at it.
  await analyst.getByRole('button', { name: en('verdicts:takeNew'), exact: true }).click();
  await dialog.getByLabel(en('verdicts:form.verdict'), { exact: true }).selectOption('clean');
  await dialog.getByRole('button', { name: en('verdicts:form.send_one', { count: '1' }) }).click();
  await expect(dialog.getByRole('alert')).toContainText(en('verdicts:form.ownWork'));

  await other.goto('/lab?queue=unassigned&stage=disputed');
  await other.getByRole('link').filter({ hasText: SUBJECT }).click();
  await expect(conversation(other, ru)).toContainText(WHY);
  await other.getByRole('link', { name: ru('requests:object.openSample', { name: FILE }) }).click();
  await other.getByRole('button', { name: ru('verdicts:takeNew'), exact: true }).click();
  const second = other.getByRole('dialog');
  await second.getByLabel(ru('verdicts:form.verdict'), { exact: true }).selectOption('clean');
  await second.getByRole('button', { name: ru('verdicts:form.send_one', { count: '1' }) }).click();
  await expect(second).toHaveCount(0);
  await expect(objects(clara)).toContainText(en('requests:verdict.clean'));
  await expect(statusIn(clara)).toContainText(en('requests:memberStatus.resolved'));
  await expect(clara.getByRole('button', { name: en('requests:action.dispute') })).toHaveCount(0);
});
