import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { BORIS, ENGINEER, LEAD } from './harness/accounts.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

const SUBJECT = 'медленно открываются сетевые папки';

test('colleagues see who is at a request and who writes; the customer only that somebody writes', async ({ open }) => {
  const en = words('en');
  const ru = words('ru');
  const engineer = await open({ as: ENGINEER });
  const lead = await open({ as: LEAD, width: 1920, theme: 'dark' });
  const queue = await open({ as: LEAD });
  const customer = await open({ as: BORIS, language: 'ru', width: 390 });
  await customer.goto('/requests');
  await customer.getByRole('link').filter({ hasText: SUBJECT }).click();
  await expect(customer.getByRole('textbox', { name: ru('requests:composer.label') })).toBeVisible();
  const path = `/desk/${new URL(customer.url()).pathname.split('/').at(-1)}`;
  await queue.goto('/desk?queue=open');
  await lead.goto(path);
  await expect(lead.getByRole('textbox', { name: en('requests:composer.public') })).toBeVisible();
  await engineer.goto(path);
  const label = await engineer.getByRole('button', { name: en('common:person.menu') }).getAttribute('aria-label');
  const name = label?.split(': ').at(-1) ?? '';
  expect(name).not.toBe('');
  const who = (doing: string) => en(`requests:presence.${doing}`, { name });
  const head = lead.locator('header').filter({ has: lead.getByRole('heading', { level: 1 }) });
  const row = queue.getByRole('listitem').filter({ hasText: SUBJECT });
  await expect(head.getByText(who('reading'))).toBeAttached();
  await expect(row.getByText(who('reading'))).toBeAttached();
  await expectAccessible(lead);
  await expectAccessible(queue);

  await engineer.getByRole('radio', { name: en('requests:composer.internal') }).check();
  await engineer.getByRole('textbox', { name: en('requests:composer.internal') }).pressSequentially('Hm');
  await expect(lead.getByText(who('noting'), { exact: true }).last()).toBeVisible();
  const writing = customer.getByText(ru('requests:presence.specialist'), { exact: true });
  await expect(writing).toHaveCount(0);

  await engineer.getByRole('radio', { name: en('requests:composer.public') }).check();
  const text = engineer.getByRole('textbox', { name: en('requests:composer.public') });
  await text.pressSequentially('Hello');
  await expect(writing).toBeVisible();
  await expect(lead.getByText(who('answering'), { exact: true }).last()).toBeVisible();
  await expectAccessible(customer);
  await expectNoSidewaysScroll(customer);
  await text.fill('');

  // Whoever leaves is gone at once, and nobody is said to write for long.
  await engineer.getByRole('link', { name: en('requests:action.back') }).click();
  await expect(writing).toHaveCount(0);
  await expect(head.getByText(who('reading'))).toHaveCount(0);
  await expect(row.getByText(who('reading'))).toHaveCount(0);
});
