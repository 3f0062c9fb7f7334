import type { Browser, Cookie } from '@playwright/test';
import { DEMO_PASSWORD, signIn } from './accounts.ts';
import { contextOf, USUAL } from './looks.ts';
import type { Program } from './program.ts';
import { words } from './words.ts';

/** Signs demo accounts in, each only once, since attempts to sign in are counted. */
export class Sessions {
  readonly #cookies = new Map<string, Promise<Cookie[]>>();
  readonly #browser: Browser;
  readonly #program: Program;

  constructor(browser: Browser, program: Program) {
    this.#browser = browser;
    this.#program = program;
  }

  /** The cookies of a demo account's session. */
  of(email: string): Promise<Cookie[]> {
    const cookies = this.#cookies.get(email) ?? this.#signIn(email);
    this.#cookies.set(email, cookies);
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
