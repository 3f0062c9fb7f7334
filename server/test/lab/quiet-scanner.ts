import type { AddressInfo } from 'node:net';
import type { Config } from '#platform/config.ts';
import { fakeClamd } from '#platform/clamd.fixture.ts';

export interface QuietScanner {
  clamd: NonNullable<Config['clamd']>;
  close: () => void;
}

/** A daemon that finds nothing in anything: without one nobody could say that there is nothing. */
export async function startQuietScanner(): Promise<QuietScanner> {
  const server = fakeClamd(() => 'stream: OK');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    clamd: { place: { host: '127.0.0.1', port: (server.address() as AddressInfo).port }, maxBytes: 25 * 1024 ** 2 },
    close: () => server.close(),
  };
}
