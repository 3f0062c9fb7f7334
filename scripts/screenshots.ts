// Pictures of the running program: those of the README, or with `--all FOLDER` every page in every look.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import config from '../playwright.config.ts';
import { settled } from '../e2e/harness/accessibility.ts';
import { ALL_LOOKS, contextOf, type Look } from '../e2e/harness/looks.ts';
import { Program } from '../e2e/harness/program.ts';
import { Sessions } from '../e2e/harness/sessions.ts';
import { SITE, type SitePage, visit } from '../e2e/harness/site.ts';

const images = fileURLToPath(new URL('../docs/images/', import.meta.url));

const README: readonly (Look & { page: string; file: string })[] = [
  { page: 'support-request', file: 'portal.png', language: 'en', theme: 'light', width: 1280 },
  { page: 'desk-request', file: 'desk.png', language: 'en', theme: 'dark', width: 1440 },
];

const [option, folder] = process.argv.slice(2);
if (option !== undefined && (option !== '--all' || folder === undefined)) {
  throw new Error('Usage: npm run screenshots [-- --all FOLDER]');
}

const ensure = (await import(new URL('ensure.mjs', import.meta.url).href)) as { ensureWebBuilt(): Promise<void> };
await ensure.ensureWebBuilt();
const program = await Program.start();
const browser = await chromium.launch(config.use?.launchOptions);
const sessions = new Sessions(browser, program);
try {
  if (folder === undefined) await pictureReadme(browser);
  else await pictureAll(browser, folder);
} finally {
  await browser.close();
  await program.stop();
}

async function pictureReadme(browser: Browser): Promise<void> {
  await mkdir(images, { recursive: true });
  for (const { page: name, file, ...look } of README) {
    const site = SITE.find((one) => one.name === name);
    if (site === undefined) throw new Error(`There is no page ${name}.`);
    await withPage(browser, site, look, (page) => page.screenshot({ path: join(images, file) }));
  }
}

async function pictureAll(browser: Browser, into: string): Promise<void> {
  await mkdir(into, { recursive: true });
  for (const site of SITE) {
    for (const look of ALL_LOOKS) {
      const name = `${site.name}-${look.width}-${look.theme}-${look.language}.png`;
      await withPage(browser, site, look, (page) => page.screenshot({ path: join(into, name) }));
    }
  }
}

async function withPage(
  browser: Browser,
  site: SitePage,
  look: Look,
  act: (page: Page) => Promise<unknown>,
): Promise<void> {
  const context = await browser.newContext(contextOf(look, program.url));
  if (site.as !== undefined) await context.addCookies(await sessions.of(site.as));
  const page = await context.newPage();
  await visit(page, site);
  await settled(page);
  await act(page);
  await context.close();
}
