import { expectAccessible, expectNoSidewaysScroll, settled, showWhole } from '../harness/accessibility.ts';
import { ALL_LOOKS } from '../harness/looks.ts';
import { REFUSALS, SITE, visit } from '../harness/site.ts';
import { test } from '../harness/test.ts';

for (const site of SITE) {
  test(`${site.name} in every width, theme and language`, async ({ open }) => {
    for (const look of ALL_LOOKS) {
      const page = await open({ ...site, ...look, expected: { refusals: REFUSALS } });
      await visit(page, site);
      await settled(page);
      await expectNoSidewaysScroll(page);
      await showWhole(page);
      await expectAccessible(page);
      await page.context().close();
    }
  });
}
