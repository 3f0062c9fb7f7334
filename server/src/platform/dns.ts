import { Resolver } from 'node:dns/promises';

/** What a look-up of TXT records gave: their texts, none at all, or nobody who answered in time. */
export type TextRecords = { texts: string[] } | 'missing' | 'no_answer';

export interface Dns {
  /** The TXT records of a name, at most 100, each put together from its parts. Takes ten seconds at most, never throws. */
  findTexts: (name: string) => Promise<TextRecords>;
  /** All IP addresses of a name; none where it has none or nobody answers. Takes ten seconds at most, never throws. */
  findAddresses: (name: string) => Promise<string[]>;
}

const WHOLE_MS = 10_000;
const MAX_RECORDS = 100;
const NONE = new Set(['ENOTFOUND', 'ENODATA']);

async function ask<T>(server: string | null, question: (resolver: Resolver) => Promise<T>): Promise<T> {
  const resolver = new Resolver({ timeout: 2000, tries: 2, maxTimeout: 4000 });
  if (server !== null) resolver.setServers([server]);
  // Several servers that each let us wait must not add up.
  const limit = setTimeout(() => resolver.cancel(), WHOLE_MS);
  try {
    return await question(resolver);
  } finally {
    clearTimeout(limit);
  }
}

/** Asks the machine's own resolvers, or the one server named. */
export const createDns = (server: string | null): Dns => ({
  async findTexts(name) {
    try {
      const records = await ask(server, (resolver) => resolver.resolveTxt(name));
      return { texts: records.slice(0, MAX_RECORDS).map((parts) => parts.join('')) };
    } catch (error) {
      return NONE.has((error as NodeJS.ErrnoException).code ?? '') ? 'missing' : 'no_answer';
    }
  },
  findAddresses: (name) =>
    ask(server, async (resolver) => {
      const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
      return found.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])).slice(0, MAX_RECORDS);
    }),
});
