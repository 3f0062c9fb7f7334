import { type Client, createClient, type IssuedLicense } from '@companyaccount/contract';
import { ADMIN, DEMO_PASSWORD } from './accounts.ts';
import type { Program } from './program.ts';

/** The vendor's admin at the API: issues licenses and takes them away again, as the test needs them. */
export class Vendor {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  /** Signs the admin in; what is worth a stolen session is then open for ten minutes. */
  static async signIn({ url }: Program): Promise<Vendor> {
    const answer = await fetch(`${url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: ADMIN, password: DEMO_PASSWORD }),
    });
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    return new Vendor(
      createClient({
        fetch: (path, init) => fetch(`${url}${String(path)}`, { ...init, headers: { ...init?.headers, cookie } }),
      }),
    );
  }

  /** A new license that nobody has claimed, and its code. */
  async issue(): Promise<{ license: IssuedLicense; code: string }> {
    const [product] = (await this.#client.listProducts()).data;
    const [plan] = (await this.#client.listCataloguePlans()).data;
    const license = await this.#client.issueLicense({
      body: { productId: product?.id ?? '', planId: plan?.id ?? '', seats: 10, validUntil: null },
    });
    const { activationCode } = await this.#client.showIssuedCode({ params: { id: license.id } });
    return { license, code: activationCode };
  }

  /** Ends a license a day ago. */
  async expire(id: string): Promise<void> {
    const { version } = await this.#client.getIssuedLicense({ params: { id } });
    const day = 86_400_000;
    await this.#client.patchLicense({
      params: { id },
      version,
      body: {
        validFrom: new Date(Date.now() - 2 * day).toISOString(),
        validUntil: new Date(Date.now() - day).toISOString(),
      },
    });
  }

  async suspend(id: string): Promise<void> {
    await this.#client.suspendLicense({ params: { id }, body: { reason: 'A payment is missing.' } });
  }

  async resume(id: string): Promise<void> {
    await this.#client.resumeLicense({ params: { id } });
  }

  async revoke(id: string): Promise<void> {
    await this.#client.revokeLicense({ params: { id }, body: { reason: 'It was returned.' } });
  }
}

/** The code of a new license that nobody has claimed. */
export const newCode = async (program: Program): Promise<string> => (await (await Vendor.signIn(program)).issue()).code;
