import { expectAccessible, expectNoSidewaysScroll, settled } from './harness/accessibility.ts';
import { PAIRWISE } from './harness/looks.ts';
import { REFUSALS, SITE, visit } from './harness/site.ts';
import { test } from './harness/test.ts';

// Pages do not wait for each other.
test.describe.configure({ mode: 'parallel' });

// One look a page: neighbours differ in all of it, and together they go through every pair. The slow tests try each.
for (const [place, site] of SITE.entries()) {
  test(`${site.name} is accessible, quiet and no wider than the window`, async ({ open }) => {
    const page = await open({ ...site, ...PAIRWISE[place % PAIRWISE.length], expected: { refusals: REFUSALS } });
    await visit(page, site);
    await settled(page);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}

for (const [as, sites] of Map.groupBy(SITE, (site) => site.as)) {
  test(`no page of ${as ?? 'the public'} is wider than the narrowest phone`, async ({ open }) => {
    const page = await open({ ...sites[0], width: 360, language: 'ru', expected: { refusals: REFUSALS } });
    for (const site of sites) {
      await visit(page, site);
      await settled(page);
      await expectNoSidewaysScroll(page);
    }
  });
}
