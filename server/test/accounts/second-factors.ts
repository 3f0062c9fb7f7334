import { totpCode } from '../../src/features/accounts/totp.ts';
import type { TestApp } from '../harness/test-app.ts';
import { attempt } from '../security/attack.ts';
import { SoftPasskey } from './soft-passkey.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const cookieOf = (answer: Awaited<ReturnType<typeof attempt>>): string =>
  answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');

/** An authenticator app: shows the code of any moment for the secret it was told. */
export class App {
  readonly #secret: Buffer;

  constructor(secret: string) {
    const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
    this.#secret = Buffer.from((bits.match(/.{8}/gu) ?? []).map((byte) => Number.parseInt(byte, 2)));
  }

  /** The code of now, or of so many steps of 30 seconds later. */
  code(steps = 0): string {
    return totpCode(this.#secret, new Date(Date.now() + steps * 30_000));
  }
}

export interface Enrolled {
  cookie: string;
  app: App;
  recoveryCodes: string[];
}

/** Sets up an authenticator app for the person of a session. */
export async function addApp(test: TestApp, cookie: string): Promise<Enrolled> {
  const { secret } = (await attempt(test, 'beginAuthenticator', { cookie })).json() as { secret: string };
  const app = new App(secret);
  const answer = await attempt(test, 'confirmAuthenticator', { cookie, body: { code: app.code() } });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return { cookie: cookieOf(answer), app, recoveryCodes: answer.json().recoveryCodes };
}

/** Forgets which code was used last, as if half a minute had gone by. */
export async function forgetLastCode(test: TestApp, personId: string): Promise<void> {
  const { db } = test.platform;
  await db.updateTable('auth.authenticators').set({ last_step: 0 }).where('person_id', '=', personId).execute();
}

/** Makes a passkey for the person of a session. */
export async function addSoftPasskey(
  test: TestApp,
  cookie: string,
  name = 'Laptop',
): Promise<{ cookie: string; passkey: SoftPasskey; id: string; recoveryCodes: string[] | null }> {
  const passkey = new SoftPasskey();
  const { challenge } = (await attempt(test, 'beginPasskey', { cookie })).json() as { challenge: string };
  const answer = await attempt(test, 'addPasskey', { cookie, body: passkey.register(challenge, name) });
  if (answer.statusCode !== 201) throw new Error(answer.body);
  const { passkey: kept, recoveryCodes } = answer.json();
  return { cookie: cookieOf(answer), passkey, id: kept.id, recoveryCodes };
}

/** A challenge as the sign-in page gets it. */
export const askChallenge = async (test: TestApp): Promise<string> =>
  ((await attempt(test, 'askPasskey')).json() as { challenge: string }).challenge;
