import { expect, type Locator, type Page } from '@playwright/test';
import { BORIS, ENGINEER, LEAD } from './harness/accounts.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const en = words('en');
const SUBJECT = 'The agent asks for a restart every morning';

const rowOf = (page: Page): Locator => page.getByRole('listitem').filter({ hasText: SUBJECT });
const flashes = (row: Locator): Promise<boolean> =>
  row.evaluate((item) => item.getAnimations().some(({ id }) => id === 'changed'));
const expectFlash = (page: Page) => expect.poll(() => flashes(rowOf(page)), { intervals: [50] }).toBe(true);
const dot = (page: Page, state: 'live' | 'offline') => page.getByRole('status', { name: en(`common:live.${state}`) });

test('a list points at what others change, and catches up after its browser was offline or slept', async ({ open }) => {
  const member = await open({ as: BORIS });
  const lead = await open({ as: LEAD });
  const engineer = await open({ as: ENGINEER });
  await member.clock.install();
  await member.goto('/requests');
  await expect(dot(member, 'live')).toBeVisible();
  for (const page of [lead, engineer]) await page.goto('/desk?queue=open');
  await expect(dot(lead, 'live')).toBeVisible();
  await expect(dot(engineer, 'live')).toBeVisible();

  // What another person filed comes up by itself, and flashes; after it has, nothing does.
  const body = { desk: 'support', kind: 'malfunction', severity: 3, subject: SUBJECT, text: 'Since Monday.' };
  const filed = await member.request.post('/api/v1/requests', { data: body });
  const { id } = (await filed.json()) as { id: string };
  await Promise.all([expectFlash(lead), expectFlash(engineer)]);
  await expect.poll(() => flashes(rowOf(lead))).toBe(false);
  await expect.poll(() => flashes(rowOf(engineer))).toBe(false);

  // Whoever takes it sees it change without being pointed at it; colleague and customer are.
  await rowOf(engineer).hover();
  const taken = rowOf(engineer).getByRole('button', { name: en('requests:list.take'), exact: true });
  await Promise.all([taken.click(), expectFlash(lead)]);
  await expect(taken).toHaveCount(0);
  expect(await flashes(rowOf(engineer))).toBe(false);
  await expect.poll(() => flashes(rowOf(lead))).toBe(false);

  // Missed while offline, shown when back.
  await lead.context().setOffline(true);
  await expect(dot(lead, 'offline')).toBeVisible();
  await engineer.request.post(`/api/v1/requests/${id}/messages`, { data: { text: 'Which version is it?' } });
  await expectFlash(member);
  await expect(rowOf(member)).toContainText('Which version is it?');
  await expect(rowOf(lead)).not.toContainText('Which version is it?');
  await lead.context().setOffline(false);
  await Promise.all([expectFlash(lead), expect(rowOf(lead)).toContainText('Which version is it?')]);
  await expect(dot(lead, 'live')).toBeVisible();

  // A computer that slept does not trust its connection.
  const again = member.waitForRequest(/\/api\/v1\/live\?after=\d+$/u);
  await member.clock.fastForward('02:00');
  await again;
  await expect(dot(member, 'live')).toBeVisible();
});
