import type { Browser, Cookie } from '@playwright/test';
import { DEMO_PASSWORD, signIn } from './accounts.ts';
import { contextOf, USUAL } from './looks.ts';
import type { Program } from './program.ts';
import { words } from './words.ts';

/** Half as long as the program takes a session for fresh, so that a test that does what needs one has the time for it. */
const FRESH_MS = 5 * 60_000;

/** Signs demo accounts in, each as rarely as possible, since attempts to sign in are counted. */
export class Sessions {
  readonly #known = new Map<string, { since: number; cookies: Promise<Cookie[]> }>();
  readonly #browser: Browser;
  readonly #program: Program;

  constructor(browser: Browser, program: Program) {
    this.#browser = browser;
    this.#program = program;
  }

  /** The cookies of a demo account's session. */
  of(email: string): Promise<Cookie[]> {
    const known = this.#known.get(email);
    if (known !== undefined && performance.now() - known.since < FRESH_MS) return known.cookies;
    const cookies = this.#signIn(email);
    this.#known.set(email, { since: performance.now(), cookies });
    return cookies;
  }

  async #signIn(email: string): Promise<Cookie[]> {
    const context = await this.#browser.newContext(contextOf(USUAL, this.#program.url));
    const page = await context.newPage();
    await page.goto('/sign-in');
    await signIn(page, words('en'), email, DEMO_PASSWORD);
    const cookies = await context.cookies();
    await context.close();
    return cookies;
  }
}
