import { expect } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './harness/accessibility.ts';
import { test } from './harness/test.ts';
import { words } from './harness/words.ts';

test('a history is narrowed by filters that stand in the address, and widened again one by one', async ({
  open,
  program,
}) => {
  const ru = words('ru');
  const anna = await open({ as: 'anna@acme.example', language: 'ru', width: 390 });
  await anna.goto(`${program.url}/requests`);
  const rows = anna.getByRole('list', { name: ru('requests:list.label') }).getByRole('listitem');
  await expect(rows).not.toHaveCount(0);
  const all = await rows.count();

  await anna.getByRole('button', { name: ru('requests:filter.label'), exact: true }).click();
  const menu = anna.getByRole('dialog', { name: ru('requests:filter.label') });
  await menu.getByRole('combobox', { name: ru('requests:field.desk') }).click();
  await anna.getByRole('option', { name: ru('requests:desk.lab') }).click();
  // The kinds are those of the desk now, and the menu stays open.
  await menu.getByRole('combobox', { name: ru('requests:field.kind') }).click();
  await expect(anna.getByRole('option', { name: ru('requests:kind.malfunction') })).toHaveCount(0);
  await anna.getByRole('option', { name: ru('requests:kind.false_positive') }).click();
  await menu.getByRole('combobox', { name: ru('requests:field.author') }).click();
  await expect(anna.getByRole('option', { name: ru('requests:filter.me') })).toBeVisible();
  // Typing looks for people among all colleagues.
  await menu.getByRole('combobox', { name: ru('requests:field.author') }).fill('belov');
  await expect(anna.getByRole('option')).toHaveCount(1);
  await anna.getByRole('option', { name: 'Boris' }).click();
  await expectAccessible(anna);
  await anna.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(anna).toHaveURL(/desk=lab.*kind=false_positive|kind=false_positive.*desk=lab/u);
  const chips = anna.getByRole('list', { name: ru('requests:filter.active') });
  await expect(chips.getByRole('button')).toHaveCount(4);
  await expectAccessible(anna);
  await expectNoSidewaysScroll(anna);

  // The address brings the filters again.
  await anna.reload();
  await expect(chips).toContainText('Boris');
  const kind = `${ru('requests:field.kind')}: ${ru('requests:kind.false_positive')}`;
  await chips.getByRole('button', { name: ru('requests:filter.remove', { filter: kind }) }).click();
  await expect(chips.getByRole('button')).toHaveCount(3);
  await expect(anna).not.toHaveURL(/kind=/u);
  await expect(anna).toHaveURL(/desk=lab/u);
  await chips.getByRole('button', { name: ru('requests:filter.clear') }).click();
  await expect(rows).toHaveCount(all);
  await expect(chips).toHaveCount(0);
});

test('an engineer looks through the whole desk by who has a request, and goes back to a queue', async ({
  open,
  program,
}) => {
  const en = words('en');
  const engineer = await open({ as: 'engineer@vendor.example' });
  await engineer.goto(`${program.url}/desk?queue=unassigned&from=2020-01-01`);
  const chips = engineer.getByRole('list', { name: en('requests:filter.active') });
  await expect(chips).toContainText('Jan 1, 2020');
  await engineer.getByRole('button', { name: en('requests:filter.label'), exact: true }).click();
  const menu = engineer.getByRole('dialog', { name: en('requests:filter.label') });
  await menu.getByRole('combobox', { name: en('requests:field.owner') }).fill('Me');
  await engineer.getByRole('option', { name: en('requests:filter.me'), exact: true }).click();
  await engineer.keyboard.press('Escape');
  const rows = engineer.getByRole('list', { name: en('requests:list.label') }).getByRole('listitem');
  await expect(rows).not.toHaveCount(0);
  const queues = engineer.getByRole('navigation', { name: en('requests:queues') });
  await expect(queues.locator('[aria-current=page]')).toHaveCount(0);

  await menu.waitFor({ state: 'hidden' });
  const owner = `${en('requests:field.owner')}: ${en('requests:filter.me')}`;
  await chips.getByRole('button', { name: en('requests:filter.remove', { filter: owner }) }).click();
  await expect(queues.locator('[aria-current=page]')).toContainText(en('requests:queue.unassigned'));
  await expectAccessible(engineer);
});
