import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Waits until a page shows its content and nothing of it is still on its way. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeAttached();
  await expect(page.locator('.mantine-Skeleton-root, [aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/**
 * Fails when the page breaks a rule of WCAG 2.2 AA that a machine can see, naming the rule and the place. For as long as
 * that takes the window is as high as the page, so that no bar covers what scrolling would uncover.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const window = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (window !== null && height > window.height) await page.setViewportSize({ width: window.width, height });
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  if (window !== null && height > window.height) await page.setViewportSize(window);
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`),
  );
  expect(found, 'rules of WCAG 2.2 AA that are broken').toEqual([]);
}

/** Fails when the page is wider than the window, naming what sticks out. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > room + 1)
      .map((element) => element.outerHTML.slice(0, 120));
  });
  expect(wide, 'what is wider than the window').toEqual([]);
}
