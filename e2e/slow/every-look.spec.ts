import { expectAccessible, expectNoSidewaysScroll, settled } from '../harness/accessibility.ts';
import { ALL_LOOKS, sizeOf } from '../harness/looks.ts';
import { REFUSALS, SITE, visit } from '../harness/site.ts';
import { test } from '../harness/test.ts';

// Pages do not wait for each other.
test.describe.configure({ mode: 'parallel' });

for (const site of SITE) {
  test(`${site.name} in every width, theme and language`, async ({ open }) => {
    for (const [language, looks] of Map.groupBy(ALL_LOOKS, (look) => look.language)) {
      // A page follows the window and the theme of the system while it is open, as it must.
      const page = await open({ ...site, language, expected: { refusals: REFUSALS } });
      await visit(page, site);
      for (const { width, theme } of looks) {
        await page.setViewportSize(sizeOf(width));
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await settled(page);
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      }
      await page.context().close();
    }
  });
}
