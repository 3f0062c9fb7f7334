import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ClamdUnavailable, scanByClamd } from './clamd.ts';
import { fakeClamd } from './clamd.fixture.ts';

let server: Server | undefined;
afterEach(() => server?.close());

const started = async (made: Server) => {
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return { host: '127.0.0.1', port: (made.address() as AddressInfo).port };
};

describe('a scan by clamd', () => {
  it('sends all bytes in pieces, and reads what the daemon says', async () => {
    const seen: Buffer[] = [];
    const place = await started(
      fakeClamd((bytes) => {
        seen.push(bytes);
        return bytes.includes('bad') ? 'stream: Test.Bad-1 FOUND' : 'stream: OK';
      }),
    );
    const large = Buffer.alloc(300_000, 7);
    expect(await scanByClamd(place, large)).toEqual({ state: 'nothing' });
    expect(await scanByClamd(place, Buffer.from('is bad'))).toEqual({ state: 'detected', name: 'Test.Bad-1' });
    expect(await scanByClamd(place, Buffer.alloc(0))).toEqual({ state: 'nothing' });
    expect(seen[0]?.equals(large)).toBe(true);
  });

  it('knows when it was too much, and never takes that for nothing', async () => {
    const place = await started(fakeClamd(() => 'INSTREAM size limit exceeded. ERROR'));
    expect(await scanByClamd(place, Buffer.alloc(10))).toEqual({ state: 'too_large' });
  });

  it.each(['stream: OK FOUND OK', 'UNKNOWN COMMAND', ''])('takes %j for no result', async (answer) => {
    const place = await started(fakeClamd(() => answer));
    await expect(scanByClamd(place, Buffer.from('a'))).rejects.toThrow(ClamdUnavailable);
  });

  it('fails where nobody listens, hangs up, or babbles', async () => {
    await expect(scanByClamd({ host: '127.0.0.1', port: 9 }, Buffer.from('a'))).rejects.toThrow(ClamdUnavailable);
    const hangsUp = await started(createServer((socket) => socket.destroy()));
    await expect(scanByClamd(hangsUp, Buffer.alloc(1_000_000))).rejects.toThrow(ClamdUnavailable);
    server?.close();
    const babbles = await started(
      createServer((socket) => socket.on('error', () => undefined).write('x'.repeat(10_000))),
    );
    await expect(scanByClamd(babbles, Buffer.from('a'))).rejects.toThrow(ClamdUnavailable);
  });
});
