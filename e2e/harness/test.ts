import { type Page, test as base } from '@playwright/test';
import { type Expected, Guard } from './guard.ts';
import { contextOf, type Look, USUAL } from './looks.ts';
import { Program } from './program.ts';
import { Sessions } from './sessions.ts';

export interface Visitor extends Partial<Look> {
  /** The demo account that is signed in; nobody without it. */
  as?: string;
  /** What of the program's refusals belongs to the test. */
  expected?: Expected;
}

/** Opens a browser of its own for one person and gives its page. */
export type Open = (visitor?: Visitor) => Promise<Page>;

interface WorkerFixtures {
  program: Program;
  sessions: Sessions;
}

interface TestFixtures {
  open: Open;
}

/** Tests with the running program and browsers for as many people as they need; a complaint of a browser fails them. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  program: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs: here nothing.
    async ({}, use) => {
      const program = await Program.start();
      await use(program);
      await program.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  sessions: [async ({ browser, program }, use) => use(new Sessions(browser, program)), { scope: 'worker' }],
  open: async ({ browser, program, sessions }, use) => {
    const guard = new Guard();
    const contexts: { close(): Promise<void> }[] = [];
    await use(async ({ as, expected, ...look } = {}) => {
      const context = await browser.newContext(contextOf({ ...USUAL, ...look }, program.url));
      contexts.push(context);
      guard.watch(context, expected);
      if (as !== undefined) await context.addCookies(await sessions.of(as));
      return context.newPage();
    });
    for (const context of contexts) await context.close();
    guard.expectNone();
  },
});
